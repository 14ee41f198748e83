// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/release_captions.h"

#include "core/base/file.h"
#include "core/formats/json_lines.h"
#include "core/splits/source_keys.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <sstream>
#include <tuple>

namespace descant::workflows {

using nlohmann::json;
using nlohmann::ordered_json;
using project::Medium;
using project::Proposal;
using project::ProposalState;
using project::Segment;

namespace {

constexpr std::size_t kLargestFile = std::size_t{4} << 30;
constexpr std::array<std::string_view, 3> kOrigins{"human", "model", "edited-model"};

bool isWanted(const Segment& segment, const formats::ExportOptions& options)
{
    return options.statuses.contains(segment.status) && segment.text.find_first_not_of(" \t\r\n") != std::string::npos;
}

/// The proposal that the text came from, if it came from one.
const Proposal* originOf(const project::ProjectView& document, const Segment& segment)
{
    for (const Proposal* proposal : document.proposalsOf(segment.id)) {
        if (proposal->state == ProposalState::Accepted || proposal->state == ProposalState::Edited)
            return proposal;
    }
    return nullptr;
}

/// What the corpus that a medium came with says of its licence.
std::string licenceIn(const std::string& extra)
{
    const json members = json::parse(extra.empty() ? "{}" : extra, nullptr, false);
    const auto textIn = [](const json& object) -> std::string {
        for (const char* name : {"licence", "license"}) {
            if (const auto found = object.find(name); found != object.end() && found->is_string())
                return found->get<std::string>();
        }
        return {};
    };
    if (!members.is_object())
        return {};
    std::string licence = textIn(members);
    for (const auto& item : members.items()) {
        if (licence.empty() && item.value().is_object())
            licence = textIn(item.value());
    }
    return licence;
}

class Collector {
public:
    Collector(const project::ProjectView& document, const formats::ExportOptions& options)
        : m_document(document), m_options(options)
    {
    }

    ReleaseContent content;

    void take(const Medium& medium)
    {
        ReleaseMedium made{medium.id, medium.name, medium.fingerprint, {}, licenceIn(medium.extra), {}, 0};
        std::set<std::string> splits;
        for (const Segment* segment : m_document.segmentsOf(medium.id)) {
            if (!isWanted(*segment, m_options))
                continue;
            splits.insert(segment->split.empty() ? "train" : segment->split);
            made.licence = made.licence.empty() ? licenceIn(segment->extra) : made.licence;
            ++made.captions;
            takeCaption(medium, *segment);
        }
        if (made.captions == 0)
            return;
        for (const std::string& split : splits) {
            made.split += (made.split.empty() ? "" : ", ") + split;
            ++content.counts.mediaOfSplit[split];
        }
        for (const splits::MediumKey& key : splits::sourceKeys(m_document, medium)) {
            if (!key.value.starts_with("path:") && !key.value.starts_with("fingerprint:"))
                made.sources.push_back(key.value);
        }
        ++content.counts.media;
        content.media.push_back(std::move(made));
    }

    void finish()
    {
        for (auto& [key, model] : m_models)
            content.models.push_back(std::move(model));
    }

private:
    void takeCaption(const Medium& medium, const Segment& segment)
    {
        ReleaseCaption caption{segment.id,
                               medium.id,
                               medium.name,
                               segment.range,
                               segment.text,
                               segment.split.empty() ? "train" : segment.split,
                               {},
                               segment.language,
                               CaptionOrigin::Human};
        caption.status = nameOf(segment.status);
        if (const Proposal* origin = originOf(m_document, segment))
            caption.origin = takeModel(*origin, segment.text);
        ReleaseCounts& counts = content.counts;
        ++counts.captions;
        ++counts.captionsOfSplit[caption.split];
        ++counts.ofLanguage[caption.language];
        ++counts.ofStatus[caption.status];
        ++(caption.origin == CaptionOrigin::Human       ? counts.human
               : caption.origin == CaptionOrigin::Model ? counts.fromModel
                                                        : counts.editedFromModel);
        content.captions.push_back(std::move(caption));
    }

    CaptionOrigin takeModel(const Proposal& proposal, const std::string& text)
    {
        ReleaseModel& model = m_models[{proposal.modelName, proposal.modelVersion, proposal.modelHash}];
        model.name = proposal.modelName;
        model.version = proposal.modelVersion;
        model.sha256 = proposal.modelHash;
        const bool same = proposal.text == text;
        ++(same ? model.accepted : model.edited);
        return same ? CaptionOrigin::Model : CaptionOrigin::EditedModel;
    }

    const project::ProjectView& m_document;
    const formats::ExportOptions& m_options;
    std::map<std::tuple<std::string, std::string, std::string>, ReleaseModel> m_models;
};

Result<ReleaseCaption> captionFrom(const json& row)
{
    const auto text = [&](const char* name) { return row.at(name).get<std::string>(); };
    try {
        ReleaseCaption caption{text("id"),     text("medium"),   text("file"),        {}, text("text"), text("split"),
                               text("status"), text("language"), CaptionOrigin::Human};
        caption.range = {MediaTime(row.at("start").get<std::int64_t>()), MediaTime(row.at("end").get<std::int64_t>())};
        const auto origin = std::find(kOrigins.begin(), kOrigins.end(), text("origin"));
        if (origin == kOrigins.end())
            return fail(ErrorCode::FormatInvalid, {}, "\"origin\" must be human, model or edited-model");
        caption.origin = static_cast<CaptionOrigin>(origin - kOrigins.begin());
        return caption;
    } catch (const json::exception& problem) {
        return fail(ErrorCode::FormatInvalid, {}, problem.what());
    }
}

} // namespace

std::string_view nameOf(CaptionOrigin origin) { return kOrigins[static_cast<std::size_t>(origin)]; }

ReleaseContent contentOf(const project::ProjectView& document, const formats::ExportOptions& options)
{
    Collector collector(document, options);
    for (const Medium* medium : document.media())
        collector.take(*medium);
    collector.finish();
    return std::move(collector.content);
}

std::string captionsText(const std::vector<ReleaseCaption>& captions)
{
    std::string text;
    for (const ReleaseCaption& caption : captions) {
        const ordered_json row{{"id", caption.id},
                               {"medium", caption.mediumId},
                               {"file", caption.mediumName},
                               {"start", caption.range.start.count()},
                               {"end", caption.range.end.count()},
                               {"text", caption.text},
                               {"split", caption.split},
                               {"status", caption.status},
                               {"language", caption.language},
                               {"origin", nameOf(caption.origin)}};
        text += row.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
    }
    return text;
}

Result<std::vector<ReleaseCaption>> readCaptionsFile(const std::filesystem::path& path)
{
    DESCANT_TRY(const std::string text, readFile(path, kLargestFile));
    std::vector<ReleaseCaption> captions;
    std::istringstream lines(text);
    std::size_t number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        const auto parsed = formats::parseJsonWithLines(line);
        auto caption = parsed ? captionFrom(parsed->value)
                              : Result<ReleaseCaption>(fail(ErrorCode::FormatInvalid, {}, parsed.error().message));
        if (!caption)
            return fail(ErrorCode::FormatInvalid, path.string(),
                        "line " + std::to_string(number) + ": " + caption.error().detail);
        captions.push_back(*std::move(caption));
    }
    return captions;
}

} // namespace descant::workflows
