// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bench_lines.h"

#include "app/cli/bench_clip.h"
#include "app/cli/program_runner.h"

#include "core/media/peaks.h"
#include "core/media/probe.h"
#include "core/workflows/caption_engine.h"
#include "core/workflows/model_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <memory>

namespace descant::cli {
namespace {

using Clock = std::chrono::steady_clock;

double millisecondsSince(Clock::time_point start)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// The peer program with these arguments; nothing where it is not installed.
TimedRun timedProgram(std::vector<std::string> arguments)
{
    if (!programExists(arguments.front()))
        return {};
    return [arguments](std::stop_token stop) -> Outcome<double> {
        const Clock::time_point start = Clock::now();
        DESCANT_CHECK(runProgram(arguments, stop));
        return millisecondsSince(start);
    };
}

Outcome<BenchPair> prepareOpen(const BenchSetting& setting, std::stop_token stop)
{
    DESCANT_TRY(const std::shared_ptr<BenchClip> clip, BenchClip::get(setting, stop));
    BenchPair pair;
    pair.ours = [clip](std::stop_token token) -> Outcome<double> {
        media::forgetFrameTables();
        const Clock::time_point start = Clock::now();
        DESCANT_TRY(const media::FrameTable table, media::readFrameTable(clip->path(), token));
        return table.count() > 0 ? Outcome<double>(millisecondsSince(start))
                                 : fail(ErrorCode::NoVideoStream, clip->path().string());
    };
    pair.peerName = "ffprobe";
    pair.peer = timedProgram({"ffprobe", "-v", "quiet", "-select_streams", "v:0", "-show_entries", "packet=pts,flags",
                              "-of", "csv", clip->path().string()});
    return pair;
}

Outcome<BenchPair> prepareFirstPicture(const BenchSetting& setting, std::stop_token stop)
{
    DESCANT_TRY(const std::shared_ptr<BenchClip> clip, BenchClip::get(setting, stop));
    DESCANT_TRY(const media::MediaInfo info, media::probe(clip->path(), stop));
    const MediaTime middle = info.duration / 2;
    BenchPair pair;
    pair.ours = [clip, middle](std::stop_token token) -> Outcome<double> {
        media::forgetFrameTables();
        const Clock::time_point start = Clock::now();
        DESCANT_TRY(const std::unique_ptr<media::FrameReader> reader, media::FrameReader::open(clip->path(), token));
        DESCANT_CHECK(reader->nearestKeyframe(middle, {}, token));
        return millisecondsSince(start);
    };
    pair.peerName = "ffmpeg -noaccurate_seek";
    pair.peer = timedProgram({"ffmpeg", "-v", "quiet", "-nostdin", "-noaccurate_seek", "-ss", formatSeconds(middle),
                              "-i", clip->path().string(), "-frames:v", "1", "-f", "null", "-"});
    return pair;
}

Outcome<BenchPair> prepareSampling(const BenchSetting& setting, std::stop_token stop)
{
    DESCANT_TRY(const std::shared_ptr<BenchClip> clip, BenchClip::get(setting, stop));
    BenchPair pair;
    pair.ours = [clip](std::stop_token token) -> Outcome<double> {
        media::forgetFrameTables();
        const Clock::time_point start = Clock::now();
        DESCANT_CHECK(media::sampleFrames(clip->path(), {fromSeconds(2.0), fromSeconds(12.0)}, 16,
                                          media::PixelSize{224, 224}, token));
        return millisecondsSince(start);
    };
    pair.peerName = "ffmpeg";
    pair.peer = timedProgram({"ffmpeg",
                              "-v",
                              "quiet",
                              "-nostdin",
                              "-ss",
                              "2",
                              "-t",
                              "10",
                              "-i",
                              clip->path().string(),
                              "-an",
                              "-vf",
                              "fps=1.6,scale=224:224:flags=bilinear",
                              "-frames:v",
                              "16",
                              "-pix_fmt",
                              "rgb24",
                              "-f",
                              "null",
                              "-"});
    return pair;
}

Outcome<BenchPair> preparePeaks(const BenchSetting& setting, std::stop_token stop)
{
    DESCANT_TRY(const std::shared_ptr<BenchClip> clip, BenchClip::get(setting, stop));
    BenchPair pair;
    pair.ours = [clip](std::stop_token token) -> Outcome<double> {
        const Clock::time_point start = Clock::now();
        DESCANT_CHECK(media::computePeaks(clip->path(), {}, token));
        return millisecondsSince(start);
    };
    pair.peerName = "ffmpeg (decoding alone)";
    pair.peer =
        timedProgram({"ffmpeg", "-v", "quiet", "-nostdin", "-i", clip->path().string(), "-vn", "-f", "null", "-"});
    return pair;
}

Result<std::filesystem::path> modelOf(const BenchSetting& setting)
{
    if (!setting.model.empty())
        return std::filesystem::path(setting.model);
    return workflows::defaultModelFolder();
}

/// What both proposal lines share: a loaded model.
struct Proposing {
    std::shared_ptr<BenchClip> clip;
    workflows::CaptionEngine engine;
};

Outcome<std::shared_ptr<Proposing>> prepareProposing(const BenchSetting& setting, std::stop_token stop)
{
    DESCANT_TRY(const std::filesystem::path folder, modelOf(setting));
    DESCANT_TRY(std::shared_ptr<BenchClip> clip, BenchClip::get(setting, stop));
    DESCANT_TRY(workflows::CaptionEngine engine, workflows::CaptionEngine::load(folder, {"cpu", {}}, stop, {}));
    return std::make_shared<Proposing>(Proposing{std::move(clip), std::move(engine)});
}

TimedRun wholeProposal(std::shared_ptr<Proposing> shared)
{
    return [shared](std::stop_token token) -> Outcome<double> {
        const Clock::time_point start = Clock::now();
        DESCANT_CHECK(
            shared->engine.propose(shared->clip->path(), {fromSeconds(2.0), fromSeconds(7.0)}, {}, token, {}));
        return millisecondsSince(start);
    };
}

Outcome<BenchPair> preparePropose(const BenchSetting& setting, std::stop_token stop)
{
    DESCANT_TRY(const std::shared_ptr<Proposing> shared, prepareProposing(setting, stop));
    return BenchPair{wholeProposal(shared), {}, {}};
}

Outcome<BenchPair> prepareCached(const BenchSetting& setting, std::stop_token stop)
{
    DESCANT_TRY(const std::shared_ptr<Proposing> shared, prepareProposing(setting, stop));
    const TimeRange range{fromSeconds(2.0), fromSeconds(7.0)};
    const std::string key = "bench";
    DESCANT_TRY(const workflows::Clip clip,
                workflows::readClip(shared->clip->path(), range, shared->engine.package(),
                                    shared->engine.captioner().windowSeconds(), workflows::Senses::All, stop, {}));
    DESCANT_CHECK(shared->engine.proposeFor(clip, key, {}, stop, {}));
    BenchPair pair;
    pair.ours = [shared, key](std::stop_token token) -> Outcome<double> {
        const Clock::time_point start = Clock::now();
        DESCANT_CHECK(shared->engine.proposeFor({}, key, {}, token, {}));
        return millisecondsSince(start);
    };
    pair.peer = wholeProposal(shared);
    pair.peerName = "the first proposal for the stretch";
    return pair;
}

} // namespace

const std::vector<BenchLine>& benchLines()
{
    static const std::vector<BenchLine> lines = [] {
        std::vector<BenchLine> all{
            {"open-keyframes", false, prepareOpen}, {"first-picture", false, prepareFirstPicture},
            {"sampling", false, prepareSampling},   {"peaks", false, preparePeaks},
            {"propose-demo", true, preparePropose}, {"propose-cached", true, prepareCached},
        };
        std::ranges::move(seekLines(), std::back_inserter(all));
        std::ranges::move(metricLines(), std::back_inserter(all));
        return all;
    }();
    return lines;
}

bool hasModel(const BenchSetting& setting) { return modelOf(setting).has_value(); }

} // namespace descant::cli
