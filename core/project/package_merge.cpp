// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/package_merge.h"

#include "core/base/identifier.h"

#include <algorithm>
#include <array>
#include <set>
#include <unordered_map>

namespace descant::project {
namespace {

constexpr std::array<std::string_view, 5> kOutcomes{"taken", "added", "removed", "conflict", "second"};

using People = std::unordered_map<std::string, std::string>;

/// Who touched each segment of the package last.
People lastPeople(const std::vector<Step>& journal)
{
    People people;
    for (std::size_t i = 1; i < journal.size(); ++i) { // the first step gave the segments out
        for (const Change& change : journal[i].changes) {
            const Entity& entity = change.after ? *change.after : *change.before;
            if (std::holds_alternative<Segment>(entity) && !journal[i].person.empty())
                people[idOf(entity)] = journal[i].person;
        }
    }
    return people;
}

class PackageMerge {
public:
    PackageMerge(const Document& here, const WorkPackage& package, std::string person)
        : m_here(here),
          m_there(package.document),
          m_package(package),
          m_person(std::move(person)),
          m_people(lastPeople(package.journal)),
          m_now(timestampNow())
    {
        for (const BaseVersion& base : package.bases)
            m_bases.emplace(base.segmentId, &base);
        m_plan.step = {newIdentifier(), name(), m_now, m_person.empty() ? package.origin.person : m_person, {}, {}, {}};
    }

    MergePlan run() &&
    {
        for (const Medium* medium : m_there.media())
            placeMedium(*medium);
        // Conflicts about stretches first: what was cut off or joined there waits with them.
        for (const Medium* medium : m_there.media())
            for (const Segment* segment : m_there.segmentsOf(medium->id))
                if (m_bases.contains(segment->id))
                    mergeKnown(*segment);
        for (const Medium* medium : m_there.media())
            for (const Segment* segment : m_there.segmentsOf(medium->id))
                if (!m_bases.contains(segment->id))
                    mergeNew(*segment);
        for (const BaseVersion& base : m_package.bases)
            if (!m_there.segment(base.segmentId))
                mergeRemoved(base);
        if (!isBlind())
            mergeProposals();
        assemble();
        return std::move(m_plan);
    }

private:
    bool isBlind() const { return m_package.origin.sight != PackageSight::Everything; }

    std::string name() const
    {
        const std::string& who = m_person.empty() ? m_package.origin.person : m_person;
        return who.empty() ? "Merge work package" : "Merge work package of " + who;
    }

    std::string personOf(const std::string& segmentId) const
    {
        if (!m_person.empty())
            return m_person;
        const auto found = m_people.find(segmentId);
        return found == m_people.end() ? m_package.origin.person : found->second;
    }

    // Media ------------------------------------------------------------------------------------------------------

    void placeMedium(const Medium& medium)
    {
        const Medium* known = m_here.medium(medium.id);
        for (const Medium* other : m_here.media()) {
            if (!known && !medium.fingerprint.empty() && other->fingerprint == medium.fingerprint)
                known = other;
        }
        m_mediumOf[medium.id] = known ? known->id : medium.id;
        if (!known)
            return;
        if (!known->fingerprint.empty() && !medium.fingerprint.empty() && known->fingerprint != medium.fingerprint) {
            m_strange.insert(medium.id);
            m_plan.warnings.push_back(
                medium.name + " was another file in the work package: what was changed there waits for a decision");
        }
    }

    /// The medium here; one that the package brought is added with its first segment.
    std::string mediumHere(const std::string& id)
    {
        const std::string& here = m_mediumOf.at(id);
        if (!m_here.medium(here) && m_newMedia.insert(here).second)
            m_media.push_back({std::nullopt, Entity(*m_there.medium(id))});
        return here;
    }

    // Segments ---------------------------------------------------------------------------------------------------

    /// What this package said of the segment when it was merged last.
    const Reading* lastReading(const std::string& segmentId) const
    {
        const Reading* last = nullptr;
        for (const Reading* reading : m_here.readingsOf(segmentId)) {
            if (reading->package == m_package.origin.id)
                last = reading;
        }
        return last;
    }

    static bool saysTheSame(const Reading& reading, const Segment& segment)
    {
        return reading.kind != ReadingKind::Removed && versionOf(reading) == versionOf(segment);
    }

    /// Whether the segment here is what the package was made from, or what an earlier merge of it made.
    bool isUntouched(const Segment& here, const std::string& base, const Reading* last) const
    {
        if (!last)
            return versionOf(here) == base;
        const bool cameIn = last->state == ReadingState::Taken || last->state == ReadingState::Right;
        return cameIn && versionOf(*last) == versionOf(here);
    }

    void mergeKnown(const Segment& there)
    {
        const BaseVersion& base = *m_bases.at(there.id);
        const Segment* here = m_here.segment(there.id);
        const Reading* last = lastReading(there.id);
        if (versionOf(there) == base.given && !last) {
            ++m_plan.unchanged;
            if (here && !isBlind())
                takeBookkeeping(*here, there, base);
            return;
        }
        if (last && saysTheSame(*last, there)) {
            ++m_plan.merged;
            return;
        }
        if (isBlind())
            return wait(there, ReadingKind::Second, base.version, last);
        if (here && versionOf(*here) == versionOf(there)) {
            ++m_plan.unchanged;
            return;
        }
        if (!here || m_strange.contains(there.mediumId) || !isUntouched(*here, base.version, last)) {
            if (here && here->range != there.range)
                m_heldBack.push_back(
                    {m_mediumOf.at(there.mediumId),
                     {std::min(here->range.start, there.range.start), std::max(here->range.end, there.range.end)}});
            return wait(there, ReadingKind::Changed, base.version, last);
        }
        Segment after = there;
        after.mediumId = here->mediumId;
        after.split = there.split != base.split && here->split == base.split ? there.split : here->split;
        after.extra = there.extra != base.extra && here->extra == base.extra ? there.extra : here->extra;
        m_segments.push_back({Entity(*here), Entity(after)});
        m_after.insert(after.id);
        record(there, ReadingKind::Changed, base.version);
        note(there.id, MergeOutcome::Taken);
    }

    /// Split and extra are the project's own: a package changes them only where nobody has here.
    void takeBookkeeping(const Segment& here, const Segment& there, const BaseVersion& base)
    {
        Segment after = here;
        if (there.split != base.split && here.split == base.split)
            after.split = there.split;
        if (there.extra != base.extra && here.extra == base.extra)
            after.extra = there.extra;
        if (after != here)
            m_segments.push_back({Entity(here), Entity(after)});
    }

    void mergeNew(const Segment& there)
    {
        const Segment* here = m_here.segment(there.id);
        const Reading* last = lastReading(there.id);
        if (last && saysTheSame(*last, there)) {
            ++m_plan.merged;
            return;
        }
        if (isBlind())
            return wait(there, ReadingKind::Second, {}, last);
        if (here && versionOf(*here) == versionOf(there)) {
            ++m_plan.unchanged;
            return;
        }
        const bool isHeldBack =
            isHeld(m_mediumOf.at(there.mediumId), there.range) || m_strange.contains(there.mediumId);
        if (isHeldBack || (here && !isUntouched(*here, {}, last)) || (!here && last))
            return wait(there, ReadingKind::Changed, {}, last);
        Segment after = there;
        after.mediumId = here ? here->mediumId : mediumHere(there.mediumId);
        m_segments.push_back({here ? std::optional<Entity>(*here) : std::nullopt, Entity(after)});
        m_after.insert(after.id);
        record(there, ReadingKind::Changed, {});
        note(there.id, here ? MergeOutcome::Taken : MergeOutcome::Added);
    }

    void mergeRemoved(const BaseVersion& base)
    {
        const Segment* here = m_here.segment(base.segmentId);
        const Reading* last = lastReading(base.segmentId);
        if (!here || (last && last->kind == ReadingKind::Removed)) {
            ++(last && last->kind == ReadingKind::Removed ? m_plan.merged : m_plan.unchanged);
            return;
        }
        Segment gone = *here;
        gone.text.clear();
        if (isBlind() || isHeld(here->mediumId, here->range) || m_strange.contains(here->mediumId)
            || !isUntouched(*here, base.version, last))
            return wait(gone, ReadingKind::Removed, base.version, last);
        m_removed.insert(here->id);
        record(*here, ReadingKind::Removed, base.version);
        note(here->id, MergeOutcome::Removed);
    }

    bool isHeld(const std::string& mediumId, const TimeRange& range) const
    {
        return std::any_of(m_heldBack.begin(), m_heldBack.end(),
                           [&](const auto& held) { return held.first == mediumId && held.second.overlaps(range); });
    }

    // Readings ---------------------------------------------------------------------------------------------------

    Reading readingOf(const Segment& segment, ReadingKind kind, const std::string& base)
    {
        const bool isTheirs = m_mediumOf.contains(segment.mediumId);
        return {newIdentifier(),
                isTheirs ? mediumHere(segment.mediumId) : segment.mediumId,
                segment.id,
                kind,
                segment.range,
                segment.text,
                segment.status,
                segment.language,
                segment.tier,
                personOf(segment.id),
                base,
                m_package.origin.id,
                ReadingState::Open,
                m_now};
    }

    void record(const Segment& segment, ReadingKind kind, const std::string& base)
    {
        Reading reading = readingOf(segment, kind, base);
        reading.state = ReadingState::Taken;
        m_readings.push_back({std::nullopt, Entity(std::move(reading))});
    }

    /// A reading for a person to decide about. One that waits already is brought up to date.
    void wait(const Segment& segment, ReadingKind kind, const std::string& base, const Reading* last)
    {
        Reading reading = readingOf(segment, kind, base);
        std::optional<Entity> before;
        if (last && last->state == ReadingState::Open) {
            before = *last;
            reading.id = last->id;
        }
        m_readings.push_back({std::move(before), Entity(std::move(reading))});
        m_waiting.insert(segment.id);
        note(segment.id, isBlind() ? MergeOutcome::Second : MergeOutcome::Conflict);
    }

    void note(const std::string& segmentId, MergeOutcome outcome) { m_plan.segments.push_back({segmentId, outcome}); }

    // Proposals --------------------------------------------------------------------------------------------------

    void mergeProposals()
    {
        for (const Medium* medium : m_there.media())
            for (const Segment* segment : m_there.segmentsOf(medium->id))
                for (const Proposal* proposal : m_there.proposalsOf(segment->id))
                    mergeProposal(*proposal);
        for (const std::string& id : m_removed)
            for (const Proposal* proposal : m_here.proposalsOf(id))
                if (!m_movedProposals.contains(proposal->id))
                    m_proposals.push_back({Entity(*proposal), std::nullopt});
    }

    void mergeProposal(const Proposal& there)
    {
        const std::string& segmentId = there.segmentId;
        const bool isThere =
            (m_here.segment(segmentId) || m_after.contains(segmentId)) && !m_removed.contains(segmentId);
        const Proposal* here = m_here.proposal(there.id);
        if (!isThere || (here && *here == there))
            return;
        const bool waits = m_waiting.contains(segmentId);
        if (!here) {
            Proposal added = there;
            if (waits && added.state == ProposalState::Open)
                added.state = ProposalState::Stale;
            m_proposals.push_back({std::nullopt, Entity(std::move(added))});
            return;
        }
        const auto base = m_bases.find(here->segmentId);
        if (waits || base == m_bases.end() || proposalsVersion(m_here, here->segmentId) != base->second->proposals)
            return;
        m_movedProposals.insert(there.id);
        m_proposals.push_back({Entity(*here), Entity(there)});
    }

    /// In an order in which every value's owner is there.
    void assemble()
    {
        auto& changes = m_plan.step.changes;
        changes = m_media;
        changes.insert(changes.end(), m_segments.begin(), m_segments.end());
        changes.insert(changes.end(), m_proposals.begin(), m_proposals.end());
        for (const std::string& id : m_removed)
            changes.push_back({Entity(*m_here.segment(id)), std::nullopt});
        changes.insert(changes.end(), m_readings.begin(), m_readings.end());
    }

    const Document& m_here;
    const Document& m_there;
    const WorkPackage& m_package;
    std::string m_person;
    People m_people;
    std::string m_now;
    std::unordered_map<std::string, const BaseVersion*> m_bases;
    std::unordered_map<std::string, std::string> m_mediumOf; ///< of the package's media: those here
    std::set<std::string> m_strange;                         ///< media of the package that are other files here
    std::set<std::string> m_newMedia, m_removed, m_waiting, m_movedProposals;
    std::set<std::string> m_after;                             ///< segments that the step makes or changes
    std::vector<std::pair<std::string, TimeRange>> m_heldBack; ///< stretches that a decision will be about
    std::vector<Change> m_media, m_segments, m_proposals, m_readings;
    MergePlan m_plan;
};

} // namespace

std::size_t MergePlan::count(MergeOutcome outcome) const
{
    return static_cast<std::size_t>(std::count_if(segments.begin(), segments.end(),
                                                  [&](const MergedSegment& one) { return one.outcome == outcome; }));
}

std::string_view nameOf(MergeOutcome outcome) { return kOutcomes[static_cast<std::size_t>(outcome)]; }

Result<MergePlan> mergePackage(const Document& here, const std::string& projectId, const WorkPackage& package,
                               const std::string& person)
{
    if (package.origin.projectId != projectId)
        return fail(ErrorCode::InputInvalid, "the work package",
                    "it was given out by another project, " + package.origin.projectName, "merge it into that project");
    return PackageMerge(here, package, person).run();
}

} // namespace descant::project
