// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/project_work.h"

#include "core/project/edits.h"
#include "core/workflows/open_media.h"

#include <algorithm>
#include <system_error>

namespace descant::workflows {
namespace {

/// How far apart two times may lie that mean the same: corpora write milliseconds, and say of a whole file what its
/// pictures or its sound take, or what somebody rounded; the file itself is a frame or a piece of sound longer.
constexpr MediaTime kRounding{1'000}, kFrame{100'000};

bool areSameEdge(MediaTime one, MediaTime other, MediaTime edgeOfFile, MediaTime frame)
{
    using std::chrono::abs;
    return abs(one - other) <= kRounding || (abs(one - edgeOfFile) <= frame && abs(other - edgeOfFile) <= frame);
}

/// The segment of this stretch, the one that fits best where several do; nothing where there is none.
const project::Segment* segmentOf(const project::Document& document, const project::Medium& medium, TimeRange range)
{
    // Of a file of a few frames, a quarter at most.
    const MediaTime frame = std::min(kFrame, medium.duration / 4);
    const project::Segment* best = nullptr;
    MediaTime least{0};
    for (const project::Segment* segment : document.segmentsOf(medium.id)) {
        const TimeRange& there = segment->range;
        const MediaTime off = std::chrono::abs(there.start - range.start) + std::chrono::abs(there.end - range.end);
        const bool fits = areSameEdge(there.start, range.start, MediaTime{0}, frame)
            && areSameEdge(there.end, range.end, medium.duration, frame);
        if (fits && (best == nullptr || off < least)) {
            best = segment;
            least = off;
        }
    }
    return best;
}

/// The segment of this stretch; a new one where there is none.
Result<std::string> segmentFor(ProjectSession& session, const project::Medium& medium, TimeRange range)
{
    if (const project::Segment* there = segmentOf(session.document(), medium, range))
        return there->id;
    DESCANT_TRY(project::Step step, project::addSegment(session.document(), medium.id, range));
    const std::string id = project::idOf(*step.changes.back().after);
    DESCANT_CHECK(session.perform(std::move(step)));
    return id;
}

/// What the project knows of a file after it was read: everything where it had only a name, the new place of a file
/// that is no more where it was. A copy of a file that is still in its place changes nothing, and a file with other
/// content is not taken for the one that the segments were made on.
project::Medium seenAgain(const project::Medium& known, project::Medium read)
{
    std::error_code ignored;
    const bool neverSeen = known.fingerprint.empty();
    const bool moved = known.fingerprint == read.fingerprint && known.path != read.path
        && !std::filesystem::exists(known.path, ignored);
    if (!neverSeen && !moved)
        return known;
    read.id = known.id;
    read.extra = known.extra;
    return read;
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

Outcome<std::vector<project::Medium>> readMediaFiles(const std::vector<std::filesystem::path>& files,
                                                     const std::stop_token& stop)
{
    std::vector<project::Medium> media;
    for (const std::filesystem::path& file : files) {
        DESCANT_TRY(project::Medium medium, readMedium(file, stop));
        media.push_back(std::move(medium));
    }
    return media;
}

Result<AddedMedia> addMedia(ProjectSession& session, const std::vector<project::Medium>& files)
{
    AddedMedia result;
    std::vector<project::Medium> fresh, found;
    for (project::Medium medium : files) {
        const auto same = [&](const project::Medium& other) { return other.path == medium.path; };
        if (const project::Medium* known = findMedium(session.document(), medium)) {
            medium = seenAgain(*known, std::move(medium));
            if (medium != *known && std::none_of(found.begin(), found.end(), same))
                found.push_back(medium);
        } else if (std::none_of(fresh.begin(), fresh.end(), same)) {
            fresh.push_back(medium);
        }
        result.media.push_back(std::move(medium));
    }
    result.added = fresh.size();
    result.found = found.size();
    if (!found.empty())
        DESCANT_CHECK(session.perform(project::replaceMedia(session.document(), std::move(found))));
    if (!fresh.empty())
        DESCANT_CHECK(session.perform(project::addMedia(session.document(), std::move(fresh))));
    DESCANT_CHECK(session.flush());
    return result;
}

Outcome<AddedMedia> addMediaFiles(ProjectSession& session, const std::vector<std::filesystem::path>& files,
                                  const std::stop_token& stop)
{
    DESCANT_TRY(const std::vector<project::Medium> media, readMediaFiles(files, stop));
    return addMedia(session, media);
}

Outcome<void> storeCaptions(ProjectSession& session, const CaptionedStretch& stretch,
                            std::vector<project::Proposal> proposals, const std::stop_token& stop)
{
    DESCANT_TRY(const AddedMedia added, addMediaFiles(session, {stretch.media}, stop));
    const project::Medium* known = findMedium(session.document(), added.media.front());
    if (known == nullptr)
        return fail(ErrorCode::ItemNotFound, stretch.media.string());
    TimeRange range = stretch.range;
    if (known->duration > range.start)
        range.end = std::min(range.end, known->duration);
    DESCANT_TRY(const std::string segment, segmentFor(session, *known, range));
    DESCANT_CHECK(session.perform(project::storeProposals(session.document(), segment, std::move(proposals))));
    DESCANT_CHECK(session.flush());
    return {};
}

} // namespace descant::workflows
