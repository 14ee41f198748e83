// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/release_datasheet.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace descant::workflows {
namespace {

constexpr const char* kToFill = "*To be filled in.*";

std::string share(std::size_t part, std::size_t whole)
{
    return whole == 0 ? "0 %" : fmt::format("{:.1f} %", 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

std::string countsInWords(const std::map<std::string, std::size_t>& counts)
{
    std::string text;
    for (const auto& [name, count] : counts)
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name.empty() ? "not said" : name, count);
    return text.empty() ? "none" : text;
}

std::string splitTable(const ReleaseCounts& counts)
{
    std::string text = "| split | media | captions |\n| --- | --- | --- |\n";
    for (const auto& [split, captions] : counts.captionsOfSplit) {
        const auto media = counts.mediaOfSplit.find(split);
        text +=
            fmt::format("| {} | {} | {} |\n", split, media == counts.mediaOfSplit.end() ? 0 : media->second, captions);
    }
    return text;
}

std::string question(const std::string& asked, const std::string& answer)
{
    return fmt::format("**{}**\n{}\n\n", asked, answer);
}

std::string leaksInWords(const ReleaseManifest& manifest)
{
    if (manifest.splits.leaks.empty())
        return manifest.splits.file.empty() ? "The project uses no splits; everything stands in train."
                                            : "No group of media that belong together lies in two splits; "
                                              "how they were grouped stands in "
                + manifest.splits.file + ".";
    std::string text = "Media that belong together lie in different splits, "
                       "which was allowed for this release:\n";
    for (const std::string& leak : manifest.splits.leaks)
        text += "\n- " + leak;
    return text;
}

std::string modelsInWords(const ReleaseManifest& manifest)
{
    if (manifest.models.empty())
        return "No model proposed any of the captions.";
    std::string text = "Models that proposed captions, which people took or edited:\n";
    for (const ReleaseModel& model : manifest.models)
        text += fmt::format("\n- {} {} (SHA-256 {}): {} taken as they were, {} edited", model.name, model.version,
                            model.sha256, model.accepted, model.edited);
    return text;
}

std::string provenance(const ReleaseManifest& manifest)
{
    const auto known =
        static_cast<std::size_t>(std::count_if(manifest.media.begin(), manifest.media.end(),
                                               [](const ReleaseMedium& medium) { return !medium.sources.empty(); }));
    return fmt::format("The sources of {} of {} media are known; manifest.json "
                       "has them, medium by medium.",
                       known, manifest.media.size());
}

std::string licences(const ReleaseManifest& manifest)
{
    std::map<std::string, std::size_t> counts;
    for (const ReleaseMedium& medium : manifest.media)
        ++counts[medium.licence];
    return fmt::format("The captions: {}. The media, by what their corpora say: {}.",
                       manifest.licence.empty() ? "no licence was given" : manifest.licence, countsInWords(counts));
}

std::string lossesInWords(const ReleaseManifest& manifest)
{
    std::string text;
    for (const auto& [file, losses] : manifest.losses) {
        for (const std::string& loss : losses)
            text += fmt::format("\n- {}: {}", file, loss);
    }
    return text.empty() ? "The format holds everything." : "The format does not hold everything:\n" + text;
}

std::string composition(const ReleaseManifest& manifest)
{
    const ReleaseCounts& counts = manifest.counts;
    return "## Composition\n\n"
        + question("What do the instances represent, and how many are there?",
                   fmt::format("Stretches of {} media and {} captions that "
                               "describe them.\n\n{}",
                               counts.media, counts.captions, splitTable(counts)))
        + question("What does each instance consist of?",
                   fmt::format("A stretch of time of a medium and one sentence or more, "
                               "in the format {}. Languages of the captions: {}. "
                               "Status: {}.\n\n{}",
                               manifest.format, countsInWords(counts.ofLanguage), countsInWords(counts.ofStatus),
                               lossesInWords(manifest)))
        + question("Are there recommended data splits?", leaksInWords(manifest))
        + question("Is it a sample of a larger set? Is anything missing from "
                   "instances?",
                   kToFill)
        + question("Does it contain data that might be confidential, offensive, "
                   "or identify people?",
                   kToFill);
}

std::string agreementInWords(const std::vector<AgreementReport>& agreement)
{
    if (agreement.empty())
        return "Nobody else has described the same media in this project: it cannot be told.";
    std::string text = "All captions of the project are compared, also those that are not part of the release.\n\n"
        + toMarkdownTable(agreement)
        + "\nBoundaries: mean temporal IoU of the best one-to-one pairs, F1 of pairs of at least half, F1 of starts "
          "and ends "
          "within 0.5 s, Cohen's kappa of \"described or not\" over time. Texts: how many were compared, the share of "
          "equal "
          "ones, CIDEr-D and METEOR of the second against the first (→) and back (←).\n"
          "\\* Worked on stretches of the first: that these agree says little.";
    std::set<std::string> warnings;
    for (const AgreementReport& report : agreement)
        warnings.insert(report.warnings.begin(), report.warnings.end());
    for (const std::string& warning : warnings)
        text += "\n" + warning;
    return text;
}

std::string collection(const ReleaseManifest& manifest, const std::vector<AgreementReport>& agreement)
{
    const ReleaseCounts& counts = manifest.counts;
    return "## Collection\n\n"
        + question("How were the captions acquired?",
                   fmt::format("Written by people: {} ({}). Proposed by a model and "
                               "accepted by a person as they were: {} ({}); edited by "
                               "a person: {} ({}).\n\n{}",
                               counts.human, share(counts.human, counts.captions), counts.fromModel,
                               share(counts.fromModel, counts.captions), counts.editedFromModel,
                               share(counts.editedFromModel, counts.captions), modelsInWords(manifest)))
        + question("Where do the media come from?", provenance(manifest))
        + question("Do annotators agree with each other?", agreementInWords(agreement))
        + question("Who was involved, and how were they paid? Did the people "
                   "who are shown consent?",
                   kToFill);
}

} // namespace

std::string datasheetText(const ReleaseManifest& manifest, const std::vector<AgreementReport>& agreement)
{
    return fmt::format("# Datasheet of {}\n\nMade on {} with {} from what the "
                       "project says. The questions follow "
                       "*Datasheets for Datasets* (Gebru et al., 2021).\n\n",
                       manifest.name, manifest.created, manifest.tool)
        + "## Motivation\n\n"
        + question("For what purpose was the data set created, by whom, and who "
                   "paid for it?",
                   kToFill)
        + composition(manifest) + collection(manifest, agreement) + "## Preprocessing\n\n"
        + question("Was any preprocessing, cleaning or labelling done?",
                   "Only captions with the status named above are part of it. "
                   "Line breaks became blanks where the format asks "
                   "for it.")
        + question("How are texts cut into words when they are scored?", manifest.metrics + ".") + "## Uses\n\n"
        + question("Has it been used already? What should it not be used for?", kToFill) + "## Distribution\n\n"
        + question("Under which licence?", licences(manifest))
        + question("How is it known to be whole?",
                   "manifest.json holds the SHA-256 of every file; `descant-cli "
                   "release verify` reads them.")
        + "## Maintenance\n\n"
        + question("Will it be updated?",
                   manifest.previous.empty() ? "This is the first release that is known to the project."
                                             : "It follows the release whose manifest has the SHA-256 "
                           + manifest.previous + "; changes.md says what changed.")
        + question("Who maintains it, and how can they be reached?", kToFill);
}

} // namespace descant::workflows
