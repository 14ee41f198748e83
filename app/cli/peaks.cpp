// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/output.h"

#include "core/media/peaks.h"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

namespace descant::cli {
namespace {

struct PeaksOptions {
    std::string file, out;
    int samplesPerPixel = 256;
    int bits = 16;
    bool split = false;
};

Outcome<Answer> writePeaks(const PeaksOptions& options, const Context& context)
{
    std::error_code ignored;
    if (std::filesystem::equivalent(options.file, options.out, ignored))
        return fail(ErrorCode::UsageWrong, "--out " + options.out, "it is the file that is read",
                    "choose another name");
    media::PeakOptions wanted;
    wanted.samplesPerPixel = options.samplesPerPixel;
    wanted.bits = options.bits == 8 ? media::PeakBits::Eight : media::PeakBits::Sixteen;
    wanted.channels = options.split ? media::PeakChannels::Split : media::PeakChannels::Averaged;
    DESCANT_TRY(const media::Peaks peaks, media::computePeaks(options.file, wanted, context.stop, context.progress));
    DESCANT_CHECK(media::writePeaks(peaks, options.out));
    Answer answer;
    answer.json = {{"file", options.file},
                   {"out", options.out},
                   {"sample_rate", peaks.sampleRate},
                   {"samples_per_pixel", peaks.samplesPerPixel},
                   {"bits", options.bits},
                   {"channels", peaks.channels},
                   {"length", peaks.pixels()}};
    answer.text = fmt::format("{} points of {} samples at {} Hz written to {}", peaks.pixels(), peaks.samplesPerPixel,
                              peaks.sampleRate, options.out);
    return answer;
}

} // namespace

void addPeaks(CommandTable& table)
{
    CLI::App* command = table.command("peaks", "Write the waveform in audiowaveform's binary format");
    auto options = std::make_shared<PeaksOptions>();
    command->add_option("FILE", options->file, "The media file")->required();
    command->add_option("--out", options->out, "The file to write, usually *.dat")->required();
    command->add_option("--samples-per-pixel", options->samplesPerPixel, "Samples in one point")
        ->check(CLI::Range(2, 1 << 24))
        ->capture_default_str();
    command->add_option("--bits", options->bits, "8 or 16 bits a value")
        ->check(CLI::IsMember({8, 16}))
        ->capture_default_str();
    command->add_flag("--split-channels", options->split, "Each channel for itself (default: their mean)");
    table.onRun(command, [options](const Context& context) { return writePeaks(*options, context); });
}

} // namespace descant::cli
