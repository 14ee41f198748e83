// SPDX-License-Identifier: GPL-3.0-or-later
// The report about agreement, for people.
#include "core/workflows/agreement_report.h"

#include <fmt/format.h>

#include <algorithm>

namespace descant::workflows {
namespace {

constexpr std::size_t kWorst = 50;
constexpr std::size_t kHalf = 1; // of metrics::kIouThresholds
static_assert(metrics::kIouThresholds[kHalf] == 0.5);

std::string shown(const std::optional<double>& value) { return value ? fmt::format("{:.3f}", *value) : "–"; }

std::string f1(const std::optional<metrics::Overlap>& overlap)
{
    return shown(overlap ? std::optional(overlap->f1) : std::nullopt);
}

/// A text in a table cell.
std::string cell(std::string text)
{
    std::replace_if(
        text.begin(), text.end(), [](char letter) { return letter == '\n' || letter == '\r'; }, ' ');
    for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2)
        text.insert(at, 1, '\\');
    return text;
}

std::string boundaryRow(const std::string& name, const metrics::BoundaryCounts& counts)
{
    std::string row =
        fmt::format("| {} | {} | {} | {} |", cell(name), counts.first, counts.second, shown(metrics::meanIou(counts)));
    for (const std::size_t matched : counts.matched)
        row += fmt::format(" {} |", f1(metrics::overlapOf(matched, counts.first, counts.second)));
    return row
        + fmt::format(" {} | {} |\n",
                      f1(metrics::overlapOf(counts.boundariesMatched, 2 * counts.first, 2 * counts.second)),
                      shown(metrics::kappaOf(counts)));
}

std::string textRow(const std::string& name, const TextAgreement& texts)
{
    const auto share = texts.pairs == 0 ? std::nullopt : std::optional(double(texts.equal) / double(texts.pairs));
    return fmt::format("| {} | {} | {} | {:.3f} | {:.3f} | {} | {} |\n", cell(name), texts.pairs, shown(share),
                       texts.ciderDForward, texts.ciderDBack, shown(texts.meteorForward), shown(texts.meteorBack));
}

std::string shortRow(const AgreementReport& report)
{
    const metrics::BoundaryCounts& counts = report.boundaries;
    const bool isGiven = std::any_of(report.media.begin(), report.media.end(),
                                     [](const MediumAgreement& medium) { return medium.rangesGiven; });
    const TextAgreement& texts = report.texts;
    const auto share = texts.pairs == 0 ? std::nullopt : std::optional(double(texts.equal) / double(texts.pairs));
    return fmt::format("| {} | {}{} | {} | {} | {} | {} | {} | {} | {:.3f} | {:.3f} | {} | {} |\n", cell(report.first),
                       cell(report.second), isGiven ? " \\*" : "", shown(metrics::meanIou(counts)),
                       f1(metrics::overlapOf(counts.matched[kHalf], counts.first, counts.second)),
                       f1(metrics::overlapOf(counts.boundariesMatched, 2 * counts.first, 2 * counts.second)),
                       shown(metrics::kappaOf(counts)), texts.pairs, shown(share), texts.ciderDForward,
                       texts.ciderDBack, shown(texts.meteorForward), shown(texts.meteorBack));
}

} // namespace

std::string toMarkdown(const AgreementReport& report)
{
    std::string text =
        fmt::format("# Agreement of {} and {}\n\n## Boundaries\n\n", cell(report.first), cell(report.second));
    text += "| medium | first | second | mean tIoU | F1@0.3 | F1@0.5 | F1@0.7 | F1@0.9 | boundary F1 | kappa |\n"
            "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n";
    bool isGiven = false;
    for (const MediumAgreement& medium : report.media) {
        text += boundaryRow(medium.name + (medium.rangesGiven ? " \\*" : ""), medium.boundaries);
        isGiven = isGiven || medium.rangesGiven;
    }
    text += boundaryRow("**all**", report.boundaries);
    if (isGiven)
        text += "\n\\* The second worked on the stretches of the first: that these agree says little.\n";
    text += "\n## Texts\n\n| medium | pairs | equal | CIDEr-D → | CIDEr-D ← | METEOR → | METEOR ← |\n"
            "| --- | --- | --- | --- | --- | --- | --- |\n";
    for (const MediumAgreement& medium : report.media)
        text += textRow(medium.name, medium.texts);
    text += textRow("**all**", report.texts);
    text += "\n→ judges the second against the first, ← the first against the second.\n\n## Worst disagreements\n\n"
            "| from | to | first | second |\n| --- | --- | --- | --- |\n";
    for (std::size_t i = 0; i < std::min(kWorst, report.pairs.size()); ++i) {
        const TextPair& pair = report.pairs[i];
        if (!pair.isEqual)
            text += fmt::format("| {} | {} | {} | {} |\n", formatSeconds(pair.range.start),
                                formatSeconds(pair.range.end), cell(pair.first), cell(pair.second));
    }
    for (const std::string& warning : report.warnings)
        text += "\n" + warning + "\n";
    return text;
}

std::string toMarkdownTable(const std::vector<AgreementReport>& reports)
{
    if (reports.empty())
        return {};
    std::string text =
        "| first | second | mean tIoU | F1@0.5 | boundary F1 | kappa | pairs of texts | equal | CIDEr-D → | CIDEr-D ← "
        "| "
        "METEOR → | METEOR ← |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n";
    for (const AgreementReport& report : reports)
        text += shortRow(report);
    return text;
}

} // namespace descant::workflows
