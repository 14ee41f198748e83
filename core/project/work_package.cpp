// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/work_package.h"

#include "core/base/identifier.h"
#include "core/base/sha256.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <set>

namespace descant::project {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 3> kSights{"everything", "ranges", "media"};

/// JSON, because its quotes keep the members apart whatever the text holds.
std::string hashOf(const json& said) { return sha256Of(said.dump(-1, ' ', false, json::error_handler_t::replace)); }

template <typename Value> std::string versionOfValue(const Value& value)
{
    return hashOf(json::array({value.range.start.count(), value.range.end.count(), value.text, nameOf(value.status),
                               value.language, value.tier}));
}

/// A proposal that goes on from words that a person gave: it says them.
bool holdsPersonsWords(const Proposal& proposal)
{
    const json settings = json::parse(proposal.settings, nullptr, false);
    return settings.is_object() && settings.contains("prefix");
}

/// Makes the one step that fills a package.
class PackageMaker {
public:
    PackageMaker(const Document& document, WorkPackage& package, PackageProposals proposals)
        : m_document(document), m_package(package), m_proposals(proposals)
    {
        m_step = {newIdentifier(), "Work package", timestampNow(), package.origin.person, {}, {}, {}};
    }

    Result<void> addMedium(const std::string& id)
    {
        const Medium* medium = m_document.medium(id);
        if (!medium)
            return fail(ErrorCode::ItemNotFound, "file " + id);
        if (!m_media.insert(id).second)
            return {};
        Medium given = *medium;
        if (isBlind())
            given.extra.clear();
        add(std::move(given));
        return {};
    }

    Result<void> addSegment(const std::string& id)
    {
        const Segment* segment = m_document.segment(id);
        if (!segment)
            return fail(ErrorCode::ItemNotFound, "segment " + id);
        DESCANT_CHECK(addMedium(segment->mediumId));
        if (m_package.origin.sight == PackageSight::Media || !m_segments.insert(id).second)
            return {};
        const Segment given = isBlind() ? withheld(*segment) : *segment;
        m_package.bases.push_back(
            {id, versionOf(*segment), versionOf(given), proposalsVersion(m_document, id), given.split, given.extra});
        add(given);
        if (m_proposals == PackageProposals::Included)
            addProposals(id);
        return {};
    }

    Result<void> finish()
    {
        if (m_step.changes.empty())
            return fail(ErrorCode::InputInvalid, "the work package", "nothing was chosen for it",
                        "choose files or segments of the project");
        DESCANT_CHECK(m_package.document.apply(m_step));
        m_package.journal.push_back(std::move(m_step));
        return {};
    }

private:
    bool isBlind() const { return m_package.origin.sight != PackageSight::Everything; }
    void add(Entity entity) { m_step.changes.push_back({std::nullopt, std::move(entity)}); }

    /// The stretch alone. The split goes too: what was chosen for a test set tells something as well.
    static Segment withheld(const Segment& segment)
    {
        Segment given;
        given.id = segment.id;
        given.mediumId = segment.mediumId;
        given.range = segment.range;
        given.language = segment.language;
        given.tier = segment.tier;
        return given;
    }

    void addProposals(const std::string& segmentId)
    {
        for (const Proposal* proposal : m_document.proposalsOf(segmentId)) {
            if (isBlind() && holdsPersonsWords(*proposal))
                continue;
            Proposal given = *proposal;
            // What became of a proposal would tell what the first annotator wrote.
            if (isBlind() && given.state != ProposalState::Stale)
                given.state = ProposalState::Open;
            add(std::move(given));
        }
    }

    const Document& m_document;
    WorkPackage& m_package;
    PackageProposals m_proposals;
    Step m_step;
    std::set<std::string> m_media, m_segments;
};

} // namespace

std::string versionOf(const Segment& segment) { return versionOfValue(segment); }
std::string versionOf(const Reading& reading) { return versionOfValue(reading); }

std::string proposalsVersion(const Document& document, const std::string& segmentId)
{
    std::vector<std::string> said;
    for (const Proposal* proposal : document.proposalsOf(segmentId))
        said.push_back(proposal->id + " " + std::string(nameOf(proposal->state)));
    std::sort(said.begin(), said.end());
    return hashOf(said);
}

Result<WorkPackage> makePackage(const Document& document, PackageOrigin origin, const PackageContent& content)
{
    WorkPackage package;
    package.origin = std::move(origin);
    package.origin.id = newIdentifier();
    PackageMaker maker(document, package, content.proposals);
    for (const std::string& id : content.media)
        DESCANT_CHECK(maker.addMedium(id));
    for (const std::string& id : content.segments)
        DESCANT_CHECK(maker.addSegment(id));
    DESCANT_CHECK(maker.finish());
    return package;
}

std::string_view nameOf(PackageSight sight) { return kSights[static_cast<std::size_t>(sight)]; }

std::optional<PackageSight> packageSightFrom(std::string_view name)
{
    const auto found = std::find(kSights.begin(), kSights.end(), name);
    return found == kSights.end() ? std::nullopt : std::optional(static_cast<PackageSight>(found - kSights.begin()));
}

} // namespace descant::project
