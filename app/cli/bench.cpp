// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bench_full_size.h"
#include "app/cli/bench_lines.h"
#include "app/cli/commands.h"
#include "app/cli/output.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

namespace descant::cli {
namespace {

struct BenchOptions {
    std::vector<std::string> lines;
    BenchSetting setting;
    FullSizeSetting fullSize;
    bool wants(const std::string& line) const { return std::find(lines.begin(), lines.end(), line) != lines.end(); }
};

/// The value that this share of the runs does not exceed: 0.5 is the median.
double quantile(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, static_cast<std::size_t>(share * double(values.size())))];
}

bool stopsSoon(const std::stop_token& stop)
{
    for (int tries = 0; tries < 20 && !stop.stop_requested(); ++tries)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return stop.stop_requested();
}

/// Ours and the peer take turns, so that both meet the machine in the same state.
Outcome<Json> measure(const BenchLine& line, const BenchSetting& setting, const Context& context)
{
    DESCANT_TRY(BenchPair pair, line.prepare(setting, context.stop));
    std::vector<double> ours, peer;
    for (int run = 0; run < setting.runs; ++run) {
        if (context.stop.stop_requested())
            return cancelled();
        report(context.progress, fmt::format("{}: run {} of {}", line.name, run + 1, setting.runs),
               double(run) / setting.runs);
        DESCANT_TRY(const double time, pair.ours(context.stop));
        ours.push_back(time);
        if (pair.peer) {
            const Outcome<double> other = pair.peer(context.stop);
            // Ctrl-C ends the peer too, often before the wish to stop has come through to here.
            if (!other && stopsSoon(context.stop))
                return cancelled();
            if (!other)
                return fail(other.error());
            peer.push_back(*other);
        }
    }
    const double median = quantile(ours, 0.5);
    Json json{{"line", line.name}, {"ours", median},      {"ours_p95", quantile(ours, 0.95)},
              {"peer", nullptr},   {"peer_p95", nullptr}, {"peer_name", nullptr},
              {"ratio", nullptr},  {"unit", "ms"},        {"runs", setting.runs}};
    if (!peer.empty()) {
        json["peer"] = quantile(peer, 0.5);
        json["peer_p95"] = quantile(peer, 0.95);
        json["peer_name"] = pair.peerName;
        json["ratio"] = quantile(peer, 0.5) / median;
    }
    return json;
}

std::string inWords(const Json& line)
{
    std::string text = fmt::format("{:<16} {:10.2f} ms (95 % within {:.2f})", line["line"].get<std::string>(),
                                   line["ours"].get<double>(), line["ours_p95"].get<double>());
    if (!line["peer"].is_null())
        text += fmt::format("   {} {:.2f} ms ({:.2f}), {:.2f} times as long", line["peer_name"].get<std::string>(),
                            line["peer"].get<double>(), line["peer_p95"].get<double>(), line["ratio"].get<double>());
    return text;
}

Outcome<Answer> bench(const BenchOptions& options, const Context& context)
{
    Answer answer;
    Json lines = Json::array();
    for (const BenchLine& line : benchLines()) {
        if (!options.lines.empty() && !options.wants(line.name))
            continue;
        if (options.lines.empty() && line.needsModel && !hasModel(options.setting))
            continue;
        DESCANT_TRY(Json measured, measure(line, options.setting, context));
        answer.text += (answer.text.empty() ? "" : "\n") + inWords(measured);
        lines.push_back(std::move(measured));
    }
    // Minutes of work and gigabytes of disk: only for those who ask for it.
    if (options.wants(kFullSizeLine)) {
        DESCANT_TRY(Json measured, measureFullSize(options.fullSize, options.setting, context));
        answer.text += (answer.text.empty() ? "" : "\n") + fullSizeInWords(measured);
        lines.push_back(std::move(measured));
    }
    answer.json = options.lines.size() == 1 ? lines.front() : Json{{"lines", std::move(lines)}};
    return answer;
}

} // namespace

void addBench(CommandTable& table)
{
    CLI::App* command = table.command("bench", "Measure this machine against other programs on it");
    auto options = std::make_shared<BenchOptions>();
    std::vector<std::string> names;
    for (const BenchLine& line : benchLines())
        names.push_back(line.name);
    names.emplace_back(kFullSizeLine);
    command->add_option("LINE", options->lines, "Which lines (default: all that can be run but full-size)")
        ->check(CLI::IsMember(names));
    command->add_option("--media", options->setting.media, "A media file (default: one that is made for it)");
    command->add_option("--model", options->setting.model,
                        "A model package (default: the active one, else the demo model)");
    command->add_option("--runs", options->setting.runs, "How often; the median counts")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    command->add_option("--folder", options->fullSize.folder, "full-size: where some 30 GB may lie");
    command->add_option("--like", options->fullSize.like, "full-size: published, or a JSON file with an architecture")
        ->capture_default_str();
    command->add_option("--precision", options->fullSize.precisions, "full-size: int8, bf16, fp32 (default: each)")
        ->check(CLI::IsMember({"int8", "bf16", "fp32"}));
    command->add_flag("--keep", options->fullSize.keep, "full-size: leave the files that are made");
    table.onRun(command, [options](const Context& context) { return bench(*options, context); });
}

} // namespace descant::cli
