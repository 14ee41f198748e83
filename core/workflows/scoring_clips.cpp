// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/scoring_clips.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

namespace descant::workflows {
namespace {

using project::Proposal;
using project::ProposalState;
using project::Segment;
using project::SegmentStatus;

bool isWritten(const Segment& segment) { return !segment.text.empty() && segment.status != SegmentStatus::Rejected; }
bool isApproved(const Segment& segment)
{
    return !segment.text.empty()
        && (segment.status == SegmentStatus::Accepted || segment.status == SegmentStatus::Reviewed);
}

void countModels(const project::Document& document, const Segment& segment, std::map<std::string, ScoringModel>& models)
{
    std::set<std::string> here;
    for (const Proposal* proposal : document.proposalsOf(segment.id)) {
        const std::string key = modelKey(*proposal);
        ScoringModel& model = models[key];
        if (here.insert(key).second)
            ++model.segments;
        model.key = key;
        model.name = proposal->modelName;
        model.version = proposal->modelVersion;
    }
}

/// What a corpus called the clip that the segment came from.
std::string corpusName(const Segment& segment)
{
    if (segment.extra.empty())
        return {};
    const auto all = nlohmann::json::parse(segment.extra, nullptr, false);
    constexpr std::pair<const char*, const char*> places[] = {{"from", "clip"}, {"video", "video_id"}};
    for (const auto& [group, member] : places) {
        if (!all.is_object() || !all.contains(group) || !all[group].is_object())
            continue;
        const auto name = all[group].find(member);
        if (name != all[group].end() && name->is_string())
            return name->get<std::string>();
    }
    return {};
}

/// Names that mean one thing each.
class Names {
public:
    void add(const std::string& name, std::size_t clip)
    {
        if (name.empty())
            return;
        const auto [found, isNew] = m_clips.emplace(name, clip);
        if (!isNew && found->second != clip)
            m_ambiguous.insert(name);
    }

    std::unordered_map<std::string, std::size_t> take()
    {
        for (const std::string& name : m_ambiguous)
            m_clips.erase(name);
        return std::move(m_clips);
    }

private:
    std::unordered_map<std::string, std::size_t> m_clips;
    std::set<std::string> m_ambiguous;
};

} // namespace

std::string modelKey(const Proposal& proposal)
{
    return proposal.modelName + "\n" + proposal.modelVersion + "\n" + proposal.modelHash;
}

ScoringChoices scoringChoices(const project::Document& document)
{
    ScoringChoices choices;
    std::map<std::string, ScoringModel> models;
    std::set<std::string> splits, languages;
    for (const project::Medium* medium : document.media()) {
        for (const Segment* segment : document.segmentsOf(medium->id)) {
            ++choices.segments;
            choices.written += isWritten(*segment) ? 1 : 0;
            choices.approved += isApproved(*segment) ? 1 : 0;
            if (!segment->split.empty())
                splits.insert(segment->split);
            languages.insert(segment->language);
            countModels(document, *segment, models);
        }
    }
    for (auto& [key, model] : models)
        choices.models.push_back(std::move(model));
    std::ranges::stable_sort(choices.models, std::greater(), &ScoringModel::segments);
    choices.splits.assign(splits.begin(), splits.end());
    choices.languages.assign(languages.begin(), languages.end());
    return choices;
}

ScoringClips::ScoringClips(const project::Document& document) : m_document(document)
{
    for (const project::Medium* medium : document.media()) {
        std::vector<const Segment*> stretch;
        for (const Segment* segment : document.segmentsOf(medium->id)) {
            if (!stretch.empty() && stretch.front()->range != segment->range) {
                addStretch(*medium, stretch);
                stretch.clear();
            }
            stretch.push_back(segment);
        }
        if (!stretch.empty())
            addStretch(*medium, stretch);
    }
}

void ScoringClips::addStretch(const project::Medium& medium, const std::vector<const Segment*>& segments)
{
    const std::size_t first = m_clips.size();
    for (const Segment* segment : segments) {
        const auto same = std::find_if(m_clips.begin() + static_cast<std::ptrdiff_t>(first), m_clips.end(),
                                       [segment](const Clip& clip) {
                                           return clip.segments.front()->language == segment->language
                                               && clip.segments.front()->split == segment->split;
                                       });
        if (same != m_clips.end())
            same->segments.push_back(segment);
        else
            m_clips.push_back({&medium, segment->range, {segment}, m_stretches.size()});
    }
    m_stretches.push_back(segments);
}

const Proposal* ScoringClips::proposalFor(const Clip& clip, const std::string& model) const
{
    const Proposal* best = nullptr;
    for (const Segment* segment : m_stretches[clip.stretch]) {
        const std::vector<const Proposal*> proposals = m_document.proposalsOf(segment->id);
        // A new run makes older ones stale, new times make all of them so.
        const bool timesChanged = !proposals.empty() && proposals.front()->state == ProposalState::Stale;
        for (const Proposal* proposal : proposals) {
            if (modelKey(*proposal) != model || (timesChanged && proposal->state == ProposalState::Stale))
                continue;
            if (best == nullptr || proposal->created > best->created)
                best = proposal;
            break; // the newest of this segment
        }
    }
    return best;
}

std::unordered_map<std::string, std::size_t> ScoringClips::byName(const std::vector<std::size_t>& among) const
{
    std::unordered_map<std::string, std::size_t> clipsOf;
    for (const std::size_t clip : among)
        ++clipsOf[m_clips[clip].medium->id];
    Names names;
    for (const std::size_t number : among) {
        const Clip& clip = m_clips[number];
        for (const Segment* segment : clip.segments) {
            names.add(segment->id, number);
            names.add(corpusName(*segment), number);
        }
        if (clipsOf[clip.medium->id] == 1) {
            names.add(clip.medium->name, number);
            names.add(std::filesystem::path(clip.medium->name).stem().string(), number);
        }
    }
    return names.take();
}

} // namespace descant::workflows
