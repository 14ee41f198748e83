// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/project_work.h"

#include "core/project/edits.h"
#include "core/workflows/open_media.h"

namespace descant::workflows {
namespace {

/// The segment of exactly this stretch; a new one where there is none.
Result<std::string> segmentFor(ProjectSession& session, const std::string& mediumId, TimeRange range)
{
    for (const project::Segment* segment : session.document().segmentsOf(mediumId)) {
        if (segment->range == range)
            return segment->id;
    }
    DESCANT_TRY(project::Step step, project::addSegment(session.document(), mediumId, range));
    const std::string id = project::idOf(*step.changes.back().after);
    DESCANT_CHECK(session.perform(std::move(step)));
    return id;
}

} // namespace

const project::Medium* findMedium(const project::Document& document, const project::Medium& file)
{
    for (const project::Medium* medium : document.media()) {
        const bool samePlace = medium->path == file.path;
        const bool sameContent = !file.fingerprint.empty() && medium->fingerprint == file.fingerprint;
        if (samePlace || sameContent)
            return medium;
    }
    return nullptr;
}

Outcome<std::vector<project::Medium>>
addMediaFiles(ProjectSession& session, const std::vector<std::filesystem::path>& files, std::stop_token stop)
{
    std::vector<project::Medium> all, fresh;
    for (const std::filesystem::path& file : files) {
        DESCANT_TRY(project::Medium medium, readMedium(file, stop));
        if (const project::Medium* known = findMedium(session.document(), medium)) {
            all.push_back(*known);
            continue;
        }
        const auto same = [&](const project::Medium& other) { return other.path == medium.path; };
        if (std::none_of(fresh.begin(), fresh.end(), same))
            fresh.push_back(medium);
        all.push_back(std::move(medium));
    }
    if (!fresh.empty())
        DESCANT_CHECK(session.perform(project::addMedia(session.document(), std::move(fresh))));
    DESCANT_CHECK(session.flush());
    return all;
}

Outcome<void> storeCaptions(ProjectSession& session, const CaptionedStretch& stretch,
                            std::vector<project::Proposal> proposals, std::stop_token stop)
{
    DESCANT_TRY(const std::vector<project::Medium> media, addMediaFiles(session, {stretch.media}, stop));
    const project::Medium* known = findMedium(session.document(), media.front());
    if (known == nullptr)
        return fail(ErrorCode::ItemNotFound, stretch.media.string());
    TimeRange range = stretch.range;
    if (known->duration > range.start)
        range.end = std::min(range.end, known->duration);
    DESCANT_TRY(const std::string segment, segmentFor(session, known->id, range));
    DESCANT_CHECK(session.perform(project::storeProposals(session.document(), segment, std::move(proposals))));
    DESCANT_CHECK(session.flush());
    return {};
}

} // namespace descant::workflows
