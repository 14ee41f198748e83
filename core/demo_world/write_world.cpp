// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo_world/write_world.h"

#include "core/base/file.h"
#include "core/demo_world/clip.h"
#include "core/media/media_writer.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace descant::demo_world {

namespace fs = std::filesystem;

namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t kMostClips = 1'000'000;
constexpr int kAnimation = 8; // MSR-VTT's category for drawn pictures

Result<void> writeVideo(const fs::path& path, const Clip& clip)
{
    media::MediaWriterOptions options;
    options.size = {kVideoSize, kVideoSize};
    options.frameRate = {25, 2};
    options.sampleRate = kSampleRate;
    options.channels = 1;
    DESCANT_TRY(auto writer, media::MediaWriter::create(path, options));
    for (const Image& frame : clip.frames)
        DESCANT_CHECK(writer->addFrame(frame.view()));
    DESCANT_CHECK(writer->addAudio(clip.audio.samples));
    return writer->finish();
}

/// MSR-VTT's own word for the validation split differs from ours.
std::string msrvttSplit(Split split) { return split == Split::Validation ? "validate" : std::string(splitName(split)); }

Json emptyAnnotations(const WorldRequest& request)
{
    // No date of today: the same request gives the same bytes.
    return {{"info",
             {{"year", "2026"},
              {"version", "1.0"},
              {"description", fmt::format("Descant demo world, seed {}, {}", request.seed, splitName(request.split))},
              {"contributor", "Descant; pictures and sounds by the Tux Paint authors (GPL-2)"},
              {"data_created", "2026-01-01 00:00:00"}}},
            {"videos", Json::array()},
            {"sentences", Json::array()}};
}

/// The two JSON files while they grow.
struct Record {
    Json annotations;
    Json facts = Json::object();
    WorldSummary summary;

    void add(const ClipPlan& plan, const Clip& clip)
    {
        annotations["videos"].push_back({{"id", summary.clips},
                                         {"video_id", clip.id},
                                         {"category", kAnimation},
                                         {"url", ""},
                                         {"start time", 0.0},
                                         {"end time", kClipSeconds},
                                         {"split", msrvttSplit(plan.split)}});
        for (const std::string& caption : clip.captions)
            annotations["sentences"].push_back(
                {{"sen_id", summary.captions++}, {"video_id", clip.id}, {"caption", caption}});
        Json& list = facts[clip.id] = Json::array();
        for (const Fact& fact : clip.facts)
            list.push_back({{"fact", fact.fact}, {"channel", channelName(fact.channel)}});
        summary.facts += static_cast<std::int64_t>(clip.facts.size());
        ++summary.clips;
    }

    Result<void> write(const fs::path& folder) const
    {
        DESCANT_CHECK(writeFileAtomically(folder / "annotations.json", annotations.dump(1) + "\n"));
        return writeFileAtomically(folder / "facts.json", facts.dump(1) + "\n");
    }
};

Result<void> prepare(const WorldRequest& request)
{
    if (request.clips < 1 || request.clips > kMostClips)
        return fail(ErrorCode::UsageWrong, fmt::format("{} clips", request.clips),
                    fmt::format("the number of clips must be from 1 to {}", kMostClips));
    std::error_code error;
    fs::create_directories(request.folder / "videos", error);
    if (error)
        return fail(errorFromErrno(error.value(), request.folder, ErrorCode::FileNotWritable));
    return {};
}

} // namespace

Outcome<WorldSummary> writeDemoWorld(const WorldRequest& request, const Catalogue& catalogue, std::stop_token stop,
                                     const ProgressSink& progress)
{
    DESCANT_CHECK(prepare(request));
    Record record{emptyAnnotations(request), Json::object(), {}};
    for (std::int64_t index = 0; index < request.clips; ++index) {
        if (stop.stop_requested())
            return cancelled();
        report(progress, fmt::format("Rendering clip {} of {}", index + 1, request.clips),
               static_cast<double>(index) / static_cast<double>(request.clips));
        const ClipPlan plan = planClip(request.seed, request.split, index);
        const Clip clip = renderClip(plan, catalogue, {kVideoSize, kVideoFrames, kVideoSize / 6});
        DESCANT_CHECK(writeVideo(request.folder / "videos" / (clip.id + ".mp4"), clip));
        record.add(plan, clip);
    }
    DESCANT_CHECK(record.write(request.folder));
    report(progress, "The demo world is written", 1.0);
    return record.summary;
}

Outcome<WorldSummary> writeDemoWorld(const WorldRequest& request, std::stop_token stop, const ProgressSink& progress)
{
    DESCANT_TRY(const Catalogue catalogue, loadCatalogue());
    return writeDemoWorld(request, catalogue, stop, progress);
}

} // namespace descant::demo_world
