// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/corpus_clips.h"

#include "core/base/sha256.h"
#include "core/formats/corpus.h"
#include "core/project/clip_range.h"
#include "core/workflows/clip_reading.h"
#include "core/workflows/open_media.h"

#include <fmt/format.h>

#include <algorithm>

namespace descant::workflows {
namespace {

/// Segments of one stretch and one split are one clip with several captions: what is for testing stays for testing.
void addCaption(std::vector<CorpusClip>& clips, const project::Medium& medium, const project::Segment& segment)
{
    const bool same = !clips.empty() && clips.back().file == medium.path && clips.back().range == segment.range
        && clips.back().split == segment.split;
    if (!same)
        clips.push_back({medium.path, segment.range, segment.split, {}});
    clips.back().captions.push_back(segment.text);
}

/// Descant's own formats hold drafts and rejected texts too; nothing is to be learnt from those.
bool isApproved(const project::Segment& segment)
{
    return segment.status == project::SegmentStatus::Accepted || segment.status == project::SegmentStatus::Reviewed;
}

} // namespace

Result<std::vector<CorpusClip>> readCorpus(const std::filesystem::path& file, const std::filesystem::path& mediaFolder)
{
    project::Document document;
    formats::ImportOptions options;
    options.mediaFolder = mediaFolder;
    auto plan = formats::importCorpus(document, {}, file, options);
    if (!plan)
        return fail(plan.error().error);
    DESCANT_CHECK(document.apply(plan->step));
    std::vector<CorpusClip> clips;
    for (const project::Medium* medium : document.media()) {
        for (const project::Segment* segment : document.segmentsOf(medium->id)) {
            if (!segment->text.empty() && isApproved(*segment))
                addCaption(clips, *medium, *segment);
        }
    }
    if (clips.empty())
        return fail(ErrorCode::CorpusInvalid, file.string(), "it has no captions");
    return clips;
}

std::vector<CorpusClip> clipsOfSplit(const std::vector<CorpusClip>& clips, const std::string& split)
{
    std::vector<CorpusClip> chosen;
    std::copy_if(clips.begin(), clips.end(), std::back_inserter(chosen),
                 [&](const CorpusClip& clip) { return split.empty() || clip.split == split; });
    return chosen;
}

std::string CorpusClips::fingerprint() const
{
    Sha256 hash;
    for (const CorpusClip& clip : m_clips) {
        std::error_code ignored;
        const auto bytes = std::filesystem::file_size(clip.file, ignored);
        const auto changed = std::filesystem::last_write_time(clip.file, ignored).time_since_epoch().count();
        const std::string line = fmt::format("{}|{}|{}|{}|{}\n", clip.file.string(), bytes, changed,
                                             clip.range.start.count(), clip.range.end.count());
        hash.add(line.data(), line.size());
    }
    return hash.finish();
}

Outcome<training::ClipMedia> CorpusClips::media(std::int64_t index, std::stop_token stop)
{
    const CorpusClip& clip = at(index);
    DESCANT_TRY(const project::Medium medium, readMedium(clip.file, stop));
    const double window = static_cast<double>(m_package->preprocessing().windowSamples) / inference::kModelSampleRate;
    DESCANT_TRY(Clip read,
                readClip(clip.file, project::rangeInFile(clip.range, medium.duration), *m_package, window, Senses::All,
                         stop, {}));
    training::ClipMedia media;
    for (media::SampledFrame& frame : read.pictures.frames)
        media.frames.push_back(std::move(frame.image));
    if (!read.sound.empty()) {
        DESCANT_TRY(media.waveform, inference::monoAtModelRate(read.sound, stop));
    }
    return media;
}

} // namespace descant::workflows
