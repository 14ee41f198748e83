// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/project/project_view.h"
#include "core/project/values.h"

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace descant::project {

/// One thing that a person (or a model) did: all of its changes happen, or none. What undo takes back as one.
struct Step {
    std::string id;
    std::string name; ///< in words, for the menu: "Split segment"
    std::string time; ///< UTC time stamp
    std::string person;
    std::string undoes;   ///< id of the step that this one takes back; empty = it takes nothing back
    std::string mergeKey; ///< steps of the same key within a short time are one (typing); empty = never
    std::vector<Change> changes;
    bool operator==(const Step&) const = default;
};

/// The same step backwards, as a new step that says what it undoes.
Step reversed(const Step& step);

/// What a project says, in memory. Plain values and quick questions; one thread. It knows no file: ProjectSession
/// brings every step to disk.
class Document : public ProjectView {
public:
    /// Makes all changes of the step, or none: EditRefused when a `before` is not what the document holds, when a
    /// value refers to something that is not there, or when a range is empty or negative.
    Result<void> apply(const Step& step);

    const Medium* medium(const std::string& id) const override;
    const Segment* segment(const std::string& id) const override;
    const Proposal* proposal(const std::string& id) const override;
    const Reading* reading(const std::string& id) const override;

    /// All media, in the order in which they were added.
    std::vector<const Medium*> media() const override;
    /// The segments of a medium by start, then end.
    std::vector<const Segment*> segmentsOf(const std::string& mediumId) const override;
    /// The proposals of a segment: newest run first, best first within a run.
    std::vector<const Proposal*> proposalsOf(const std::string& segmentId) const override;
    /// What others say of a segment, oldest first.
    std::vector<const Reading*> readingsOf(const std::string& segmentId) const;
    std::vector<const Reading*> readingsIn(const std::string& mediumId) const override;
    /// All readings, oldest first.
    std::vector<const Reading*> readings() const;
    /// Every value, media first, then segments, proposals and readings: an order in which they can be made again.
    std::vector<Entity> all() const;

    std::size_t mediaCount() const { return m_media.size(); }
    std::size_t segmentCount() const { return m_segments.size(); }
    std::size_t proposalCount() const { return m_proposals.size(); }
    std::size_t readingCount() const { return m_readings.size(); }
    bool operator==(const Document& other) const;

private:
    struct SegmentOrder {
        MediaTime start, end;
        std::string id;
        auto operator<=>(const SegmentOrder&) const = default;
    };

    std::vector<const Reading*> readingsAmong(const std::unordered_map<std::string, std::set<std::string>>& idsOf,
                                              const std::string& key) const;
    Result<void> swap(const Change& change);
    Result<void> checkValue(const Entity& entity) const;
    Result<void> checkRemoval(const Entity& entity) const;
    std::optional<Entity> find(EntityKind kind, const std::string& id) const;
    void insert(const Entity& entity);
    void erase(const Entity& entity);

    // Identifiers sort by the time they were made, so a map keeps media and proposals in that order.
    std::map<std::string, Medium> m_media;
    std::unordered_map<std::string, Segment> m_segments;
    std::unordered_map<std::string, Proposal> m_proposals;
    std::map<std::string, Reading> m_readings;
    std::unordered_map<std::string, std::set<SegmentOrder>> m_segmentsOf;
    std::unordered_map<std::string, std::set<std::string>> m_proposalsOf;
    std::unordered_map<std::string, std::set<std::string>> m_readingsOf; ///< by the segment that they read
    std::unordered_map<std::string, std::set<std::string>> m_readingsIn; ///< by medium
};

} // namespace descant::project
