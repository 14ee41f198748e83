// SPDX-License-Identifier: GPL-3.0-or-later
// "project agreement": how far two annotators agree.
#include "app/cli/output.h"
#include "app/cli/project_team.h"

#include "core/base/file.h"
#include "core/base/log.h"
#include "core/workflows/agreement_report.h"

#include <fmt/format.h>

namespace descant::cli {
namespace {

using workflows::AgreementReport;

struct AgreementOptions {
    std::string project, package, out, meteorData;
    std::vector<std::string> people;
    double tolerance = 0.5;
};

Json numberOrNull(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

Json toJson(const std::optional<metrics::Overlap>& overlap)
{
    if (!overlap)
        return nullptr;
    return {{"precision", overlap->precision}, {"recall", overlap->recall}, {"f1", overlap->f1}};
}

Json toJson(const metrics::BoundaryCounts& counts)
{
    Json at = Json::object();
    for (std::size_t i = 0; i < metrics::kIouThresholds.size(); ++i)
        at[fmt::format("{:.1f}", metrics::kIouThresholds[i])] =
            toJson(metrics::overlapOf(counts.matched[i], counts.first, counts.second));
    return {{"first", counts.first},
            {"second", counts.second},
            {"paired", counts.paired},
            {"mean_tiou", numberOrNull(metrics::meanIou(counts))},
            {"tiou", std::move(at)},
            {"boundary", toJson(metrics::overlapOf(counts.boundariesMatched, 2 * counts.first, 2 * counts.second))},
            {"kappa", numberOrNull(metrics::kappaOf(counts))}};
}

Json toJson(const workflows::TextAgreement& texts)
{
    return {{"pairs", texts.pairs},
            {"equal", texts.equal},
            {"cider_d", {texts.ciderDForward, texts.ciderDBack}},
            {"meteor", {numberOrNull(texts.meteorForward), numberOrNull(texts.meteorBack)}}};
}

Json toJson(const workflows::TextPair& pair)
{
    return {{"medium", pair.mediumId},
            {"segments", {pair.firstId, pair.secondId}},
            {"start", seconds(pair.range.start)},
            {"end", seconds(pair.range.end)},
            {"texts", {pair.first, pair.second}},
            {"tiou", pair.iou},
            {"equal", pair.isEqual},
            {"cider_d", {pair.ciderDForward, pair.ciderDBack}},
            {"meteor", {numberOrNull(pair.meteorForward), numberOrNull(pair.meteorBack)}}};
}

Json toJson(const AgreementReport& report)
{
    Json media = Json::array(), pairs = Json::array();
    for (const workflows::MediumAgreement& medium : report.media)
        media.push_back({{"id", medium.mediumId},
                         {"name", medium.name},
                         {"ranges_given", medium.rangesGiven},
                         {"boundaries", toJson(medium.boundaries)},
                         {"texts", toJson(medium.texts)}});
    for (const workflows::TextPair& pair : report.pairs)
        pairs.push_back(toJson(pair));
    return {{"first", report.first},         {"second", report.second},   {"boundaries", toJson(report.boundaries)},
            {"texts", toJson(report.texts)}, {"media", std::move(media)}, {"pairs", std::move(pairs)}};
}

Outcome<Answer> compare(const AgreementOptions& options, const Context& context)
{
    workflows::AgreementWish wish;
    if (!options.people.empty())
        wish.first = options.people.front();
    if (options.people.size() > 1)
        wish.second = options.people[1];
    if (wish.first == "project")
        wish.first.clear();
    if (!options.package.empty())
        wish.package = options.package;
    wish.tolerance = fromSeconds(options.tolerance);
    wish.meteorData = options.meteorData;
    DESCANT_TRY(const AgreementReport report,
                workflows::compareAnnotators(options.project, wish, context.stop, context.progress));
    for (const std::string& warning : report.warnings)
        log::warning("{}", warning);
    Answer answer;
    answer.json = toJson(report);
    answer.text = workflows::toMarkdown(report);
    if (!options.out.empty()) {
        DESCANT_CHECK(writeFileAtomically(options.out, answer.text));
        answer.json["out"] = options.out;
        answer.text = options.out + " written";
    }
    return answer;
}

} // namespace

void addAgreement(CommandTable& table, CLI::App* group)
{
    CLI::App* command = table.command(group, "agreement", "How far two annotators agree about times and texts");
    auto options = std::make_shared<AgreementOptions>();
    command->add_option("PROJECT", options->project, "The project file, *.descant")->required();
    command->add_option("--people", options->people, "Two people, with a comma between; “project” is what is here")
        ->delimiter(',')
        ->expected(1, 2);
    command->add_option("--package", options->package, "A work package, in place of the second");
    command->add_option("--tolerance", options->tolerance, "Seconds by which boundaries may differ")
        ->check(CLI::Range(0.0, 60.0))
        ->capture_default_str();
    command->add_option("--meteor-data", options->meteorData, "METEOR 1.5's folder or jar");
    command->add_option("--out", options->out, "Write the report as Markdown");
    table.onRun(command, [options](const Context& context) { return compare(*options, context); });
}

} // namespace descant::cli
