// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/cli/program_runner.h"
#include "app/cli/whole_number.h"

#include "core/base/log.h"
#include "core/workflows/caption_scoring.h"

#include <fmt/format.h>

#include <algorithm>

namespace descant::cli {
namespace {

using workflows::Metric;
using workflows::ScoreReport;
using workflows::ScoringOptions;

const std::vector<std::pair<std::string, Metric>>& metricNames()
{
    static const std::vector<std::pair<std::string, Metric>> names{{"bleu", Metric::Bleu},
                                                                   {"rouge_l", Metric::RougeL},
                                                                   {"cider_d", Metric::CiderD},
                                                                   {"meteor", Metric::Meteor},
                                                                   {"spice", Metric::Spice}};
    return names;
}

struct ScoreOptions {
    ScoringOptions scoring;
    std::vector<std::string> metrics;
    bool perSegment = false, missingAsEmpty = false;
    std::size_t bootstrap = 0;
    std::uint64_t seed = 1;

    bool wants(Metric metric) const { return scoring.metrics.contains(metric); }
};

Json numberOrNull(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }
Json asked(const ScoreOptions& options, Metric metric, double value)
{
    return options.wants(metric) ? Json(value) : Json(nullptr);
}

Json segmentsOf(const ScoreReport& report, const ScoreOptions& options)
{
    Json list = Json::array();
    for (const workflows::ScoredSegment& segment : report.segments) {
        Json json{{"id", segment.id}};
        for (std::size_t order = 0; order < segment.bleu.size(); ++order)
            json[fmt::format("bleu{}", order + 1)] = asked(options, Metric::Bleu, segment.bleu[order]);
        json["rouge_l"] = asked(options, Metric::RougeL, segment.rougeL);
        json["cider_d"] = asked(options, Metric::CiderD, segment.ciderD);
        json["meteor"] = numberOrNull(segment.meteor);
        json["spice"] = numberOrNull(segment.spice);
        list.push_back(std::move(json));
    }
    return list;
}

Json intervalsOf(const ScoreReport& report, const ScoreOptions& options)
{
    Json json = Json::object();
    for (const auto& [name, interval] : report.intervals) {
        const auto belongs = [&name = name](const auto& metric) { return name.starts_with(metric.first); };
        const auto metric = std::ranges::find_if(metricNames(), belongs);
        if (metric != metricNames().end() && options.wants(metric->second))
            json[name] = {{"low", interval.low}, {"high", interval.high}};
    }
    return json;
}

Json toJson(const ScoreReport& report, const ScoreOptions& options)
{
    Json json{{"segments", report.segments.size()}};
    for (std::size_t order = 0; order < report.bleu.size(); ++order)
        json[fmt::format("bleu{}", order + 1)] = asked(options, Metric::Bleu, report.bleu[order]);
    json["rouge_l"] = asked(options, Metric::RougeL, report.rougeL);
    json["cider_d"] = asked(options, Metric::CiderD, report.ciderD);
    json["meteor"] = numberOrNull(report.meteor);
    json["meteor_data"] = report.meteorPart == workflows::MeteorPart::Full ? "full" : "no-paraphrase";
    json["spice"] = numberOrNull(report.spice);
    json["spider"] = options.wants(Metric::CiderD) ? numberOrNull(report.spider) : Json(nullptr);
    if (options.scoring.bootstrap)
        json["intervals"] = intervalsOf(report, options);
    if (options.perSegment)
        json["per_segment"] = segmentsOf(report, options);
    return json;
}

std::string inWords(const Json& json)
{
    std::string text = fmt::format("{} segments", json["segments"].get<std::size_t>());
    for (const char* name : {"bleu1", "bleu2", "bleu3", "bleu4", "rouge_l", "cider_d", "meteor", "spice", "spider"}) {
        if (json[name].is_null())
            continue;
        text += fmt::format("\n{:<8} {:.4f}", name, json[name].get<double>());
        if (json.contains("intervals") && json["intervals"].contains(name))
            text += fmt::format("  (95 %: {:.4f} to {:.4f})", json["intervals"][name]["low"].get<double>(),
                                json["intervals"][name]["high"].get<double>());
        if (std::string_view(name) == "meteor" && json["meteor_data"] == "no-paraphrase")
            text += "  (no paraphrase table: not comparable with published METEOR)";
    }
    for (const Json& segment : json.value("per_segment", Json::array()))
        text += fmt::format("\n{}  {}", segment["id"].get<std::string>(), segment["cider_d"].dump());
    return text;
}

Outcome<Answer> score(ScoreOptions options, const Context& context)
{
    ScoringOptions& scoring = options.scoring;
    if (!options.metrics.empty()) {
        scoring.metrics.clear();
        for (const auto& [name, metric] : metricNames()) {
            if (std::ranges::find(options.metrics, name) != options.metrics.end())
                scoring.metrics.insert(metric);
        }
    }
    scoring.missing =
        options.missingAsEmpty ? workflows::MissingCandidates::CountAsEmpty : workflows::MissingCandidates::Refused;
    scoring.runProgram = runProgram;
    if (options.bootstrap > 0)
        scoring.bootstrap = {options.bootstrap, options.seed};
    DESCANT_TRY(const ScoreReport report, workflows::scoreCaptions(scoring, context.stop, context.progress));
    for (const std::string& warning : report.warnings)
        log::warning("{}", warning);
    Answer answer;
    answer.json = toJson(report, options);
    answer.text = inWords(answer.json);
    return answer;
}

} // namespace

void addScore(CommandTable& table)
{
    CLI::App* command = table.command("score", "Judge captions against those of people, as pycocoevalcap does");
    auto options = std::make_shared<ScoreOptions>();
    ScoringOptions& scoring = options->scoring;
    std::vector<std::string> names;
    for (const auto& [name, metric] : metricNames())
        names.push_back(name);
    command->add_option("--references", scoring.references, "A corpus, or {\"ID\":[\"caption\", …]}")->required();
    command->add_option("--candidates", scoring.candidates, "COCO results, or {\"ID\":\"caption\"}")->required();
    command->add_option("--metrics", options->metrics, "Which, with commas between (default: all)")
        ->delimiter(',')
        ->check(CLI::IsMember(names));
    command->add_flag("--per-segment", options->perSegment, "Also every segment's scores");
    command->add_flag("--missing-as-empty", options->missingAsEmpty, "Count a missing candidate as an empty caption");
    command->add_option("--meteor-data", scoring.meteorData,
                        "METEOR 1.5's folder or jar, or an installed pycocoevalcap");
    command->add_option("--spice-jar", scoring.spiceJar, "The spice-1.0.jar that SPICE is computed by (needs java)");
    command->add_option("--bootstrap", options->bootstrap, "Rounds of drawing for 95 % intervals (default: none)")
        ->check(wholeNumber());
    command->add_option("--seed", options->seed, "Seed of the drawing")->check(wholeNumber())->capture_default_str();
    table.onRun(command, [options](const Context& context) { return score(*options, context); });
}

} // namespace descant::cli
