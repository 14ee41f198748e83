// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/scoring_selection.h"

#include <algorithm>
#include <set>
#include <unordered_map>

namespace descant::workflows {
namespace {

using project::Proposal;
using project::ProposalState;
using project::Segment;
using project::SegmentStatus;
using Kind = Captioner::Kind;
using Origin = ScoredClip::Origin;

bool isTaken(const Segment& segment, TextsTaken texts)
{
    if (segment.text.find_first_not_of(" \t\r\n") == std::string::npos)
        return false;
    const bool approved = segment.status == SegmentStatus::Accepted || segment.status == SegmentStatus::Reviewed;
    return approved || (texts == TextsTaken::Written && segment.status != SegmentStatus::Rejected);
}

/// Captions of a file by the number of the clip that they are about.
struct FileCaptions {
    std::unordered_map<std::size_t, std::vector<std::string>> ofClip;
    std::size_t strangers = 0;
};

class Selection {
public:
    Selection(const project::Document& document, const ScoringWish& wish)
        : m_document(document), m_wish(wish), m_clips(document)
    {
    }

    Result<ProjectScores> select()
    {
        DESCANT_CHECK(m_wish.against.kind == Kind::File ? placesOfFile() : placesOfProject());
        DESCANT_TRY(const FileCaptions judged, captionsOf(m_wish.judged));
        const Captioner beside = m_wish.beside.value_or(Captioner());
        DESCANT_TRY(const FileCaptions other, captionsOf(beside));
        for (std::size_t place = 0; place < m_places.size(); ++place)
            add(place, judged, other);
        m_scores.strangers = judged.strangers + other.strangers;
        if (m_scores.clips.empty())
            return nothing();
        return std::move(m_scores);
    }

private:
    /// A clip that may be judged, of the project or of the file with the references.
    struct Place {
        const ScoringClips::Clip* clip = nullptr; ///< nullptr: the project does not have it
        std::string name;                         ///< in the file
        std::vector<std::string> references;      ///< of the file
    };

    bool fits(const ScoringClips::Clip& clip) const
    {
        const Segment& first = *clip.segments.front();
        return (m_wish.split.empty() || first.split == m_wish.split)
            && (m_wish.language.empty() || first.language == m_wish.language);
    }

    /// The project's clips that the filter lets through. Where people's texts are no references, each stretch once.
    std::vector<std::size_t> fittingClips() const
    {
        std::vector<std::size_t> numbers;
        std::set<std::size_t> stretches;
        for (std::size_t number = 0; number < m_clips.clips().size(); ++number) {
            const ScoringClips::Clip& clip = m_clips.clips()[number];
            if (fits(clip) && (stretches.insert(clip.stretch).second || m_wish.against.kind == Kind::People))
                numbers.push_back(number);
        }
        return numbers;
    }

    Result<void> placesOfProject()
    {
        for (const std::size_t number : fittingClips()) {
            m_placeOf.emplace(number, m_places.size());
            m_places.push_back({&m_clips.clips()[number], {}, {}});
        }
        return {};
    }

    Result<void> placesOfFile()
    {
        DESCANT_TRY(std::vector<CaptionGroup> groups, readReferences(m_wish.against.file));
        const auto names = m_clips.byName(fittingClips());
        for (CaptionGroup& group : groups) {
            const auto known = names.find(group.id);
            m_placeNamed.emplace(group.id, m_places.size());
            m_places.push_back({known == names.end() ? nullptr : &m_clips.clips()[known->second], std::move(group.id),
                                std::move(group.captions)});
        }
        return {};
    }

    Result<FileCaptions> captionsOf(const Captioner& captioner) const
    {
        FileCaptions captions;
        if (captioner.kind != Kind::File)
            return captions;
        DESCANT_TRY(std::vector<CaptionGroup> groups, readCandidates(captioner.file));
        const auto names = m_placeNamed.empty() ? m_clips.byName(fittingClips()) : m_placeNamed;
        for (CaptionGroup& group : groups) {
            const auto found = names.find(group.id);
            if (found == names.end())
                ++captions.strangers;
            else
                captions.ofClip[m_placeNamed.empty() ? m_placeOf.at(found->second) : found->second] =
                    std::move(group.captions);
        }
        return captions;
    }

    std::optional<std::string> captionOf(const Captioner& captioner, std::size_t place, const FileCaptions& file) const
    {
        if (captioner.kind == Kind::File) {
            const auto found = file.ofClip.find(place);
            return found == file.ofClip.end() ? std::nullopt : std::optional(found->second.front());
        }
        const ScoringClips::Clip* clip = m_places[place].clip;
        const Proposal* proposal = clip == nullptr ? nullptr : m_clips.proposalFor(*clip, captioner.model);
        return proposal == nullptr ? std::nullopt : std::optional(proposal->text);
    }

    bool isJudged(const Proposal& proposal) const
    {
        const std::string key = modelKey(proposal);
        const auto is = [&key](const Captioner& one) { return one.kind == Kind::Model && one.model == key; };
        return is(m_wish.judged) || (m_wish.beside && is(*m_wish.beside));
    }

    /// Where a text came from, as the verdicts on the proposals tell.
    Origin originOf(const Segment& segment) const
    {
        Origin origin = Origin::Independent;
        for (const Proposal* proposal : m_document.proposalsOf(segment.id)) {
            const bool taken = proposal->state == ProposalState::Accepted || proposal->state == ProposalState::Edited;
            if (!taken || !isJudged(*proposal))
                continue;
            if (proposal->text == segment.text)
                return Origin::Own;
            origin = Origin::Edited;
        }
        return origin;
    }

    /// Also tells whether texts were left out because they are a judged model's own.
    bool addTexts(const ScoringClips::Clip& from, ScoredClip& clip)
    {
        bool leftOut = false;
        for (const Segment* segment : from.segments) {
            if (!isTaken(*segment, m_wish.texts))
                continue;
            const Origin origin = originOf(*segment);
            m_scores.ownTexts += origin == Origin::Own ? 1 : 0;
            m_scores.editedTexts += origin == Origin::Edited ? 1 : 0;
            if (origin == Origin::Own && m_wish.own == OwnTexts::LeftOut) {
                leftOut = true;
                continue;
            }
            clip.origin = std::min(clip.origin, origin);
            clip.references.push_back(segment->text);
        }
        return leftOut;
    }

    ScoredClip describe(const Place& place) const
    {
        ScoredClip clip;
        clip.id = clip.name = place.name;
        if (place.clip == nullptr)
            return clip;
        clip.segmentId = place.clip->segments.front()->id;
        clip.mediumId = place.clip->medium->id;
        clip.range = place.clip->range;
        if (clip.id.empty())
            clip.id = clip.segmentId;
        clip.name = place.clip->medium->name;
        return clip;
    }

    bool addReferences(const Place& place, ScoredClip& clip)
    {
        if (m_wish.against.kind == Kind::People)
            return addTexts(*place.clip, clip);
        if (m_wish.against.kind == Kind::File) {
            clip.references = place.references;
        } else if (const Proposal* proposal = m_clips.proposalFor(*place.clip, m_wish.against.model)) {
            clip.references.push_back(proposal->text);
        }
        return false;
    }

    void add(std::size_t number, const FileCaptions& judged, const FileCaptions& other)
    {
        ScoredClip clip = describe(m_places[number]);
        const bool leftOut = addReferences(m_places[number], clip);
        if (clip.references.empty()) {
            ++(leftOut ? m_scores.withOwnTextAlone : m_scores.withoutReference);
            return;
        }
        const auto candidate = captionOf(m_wish.judged, number, judged);
        const auto besides = m_wish.beside ? captionOf(*m_wish.beside, number, other) : candidate;
        if ((!candidate || !besides) && m_wish.missing == WithoutCandidate::LeftOut) {
            ++m_scores.withoutCandidate;
            return;
        }
        clip.candidate = candidate.value_or(std::string());
        clip.besideCandidate = m_wish.beside ? besides.value_or(std::string()) : std::string();
        m_scores.clips.push_back(std::move(clip));
    }

    tl::unexpected<Error> nothing() const
    {
        if (m_scores.withoutCandidate > 0)
            return fail(ErrorCode::InputInvalid, "scores",
                        std::to_string(m_scores.withoutCandidate)
                            + " clips have a reference and none of them a candidate",
                        "ask the model for proposals, or choose another one");
        if (m_scores.withOwnTextAlone > 0)
            return fail(ErrorCode::InputInvalid, "scores", "every text is the model's own proposal, accepted as it was",
                        "write texts of your own, or count them all the same");
        return fail(ErrorCode::InputInvalid, "scores", "there is nothing to judge against",
                    "accept texts, or judge against a file or another model");
    }

    const project::Document& m_document;
    const ScoringWish& m_wish;
    ScoringClips m_clips;
    std::vector<Place> m_places;
    std::unordered_map<std::size_t, std::size_t> m_placeOf;    ///< of a clip of the project
    std::unordered_map<std::string, std::size_t> m_placeNamed; ///< of a clip of the file
    ProjectScores m_scores;
};

} // namespace

Result<ProjectScores> selectClips(const project::Document& document, const ScoringWish& wish)
{
    if (wish.judged.kind == Kind::People || (wish.beside && wish.beside->kind == Kind::People))
        return fail(ErrorCode::InputInvalid, "scores", "people's texts are not judged", "choose a model or a file");
    return Selection(document, wish).select();
}

} // namespace descant::workflows
