// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "app/cli/output_folder.h"

#include "core/base/file.h"
#include "core/media/still_image.h"
#include "core/workflows/clip_reading.h"

#include <fmt/format.h>

namespace descant::cli {
namespace {

struct FramesOptions {
    std::string file, out, size, model;
    StretchOptions stretch;
    int count = 16;
};

/// Size and recipe of the pictures, as the options ask.
Result<workflows::PictureRecipe> recipeOf(const FramesOptions& options)
{
    workflows::PictureRecipe recipe;
    if (!options.model.empty()) {
        DESCANT_TRY(const inference::ModelPackage package, inference::ModelPackage::open(options.model));
        recipe = workflows::recipeOf(package);
    }
    if (!options.size.empty()) {
        DESCANT_TRY(recipe.size, parseSize(options.size));
    }
    return recipe;
}

Outcome<Answer> writeFrames(const FramesOptions& options, const Context& context)
{
    DESCANT_TRY(const workflows::PictureRecipe recipe, recipeOf(options));
    DESCANT_TRY(const TimeRange range, stretchOf(options.file, options.stretch, context.stop));
    DESCANT_TRY(const media::SampledFrames sampled,
                workflows::readFrames(options.file, range, options.count, recipe, context.stop, context.progress));
    DESCANT_TRY(OutputFolder folder, OutputFolder::make(options.out));
    Json frames = Json::array();
    for (const media::SampledFrame& frame : sampled.frames) {
        if (context.stop.stop_requested())
            return cancelled();
        const std::string name = fmt::format("{:03}.png", frames.size());
        DESCANT_CHECK(media::writePng(folder.file(name), frame.image.view()));
        frames.push_back({{"file", name}, {"frame", frame.frame}, {"pts", frame.pts}, {"time", seconds(frame.time)}});
    }
    Answer answer;
    answer.json = {
        {"presented", sampled.presented}, {"time_base", fraction(sampled.timeBase)}, {"frames", std::move(frames)}};
    DESCANT_CHECK(writeFileAtomically(folder.file("times.json"), answer.json.dump(1) + "\n"));
    folder.keep();
    answer.text = fmt::format("{} of {} frames written to {}", sampled.frames.size(), sampled.presented, options.out);
    return answer;
}

} // namespace

void addFrames(CommandTable& table)
{
    CLI::App* command =
        table.command("frames", "Write the very frames that a model would see, as PNG, with their times");
    auto options = std::make_shared<FramesOptions>();
    command->add_option("FILE", options->file, "The media file")->required();
    addStretchOptions(command, options->stretch);
    command->add_option("--count", options->count, "How many frames, evenly spread")
        ->check(CLI::Range(1, 100000))
        ->capture_default_str();
    command->add_option("--out", options->out, "Folder for 000.png, 001.png, … and times.json")->required();
    command->add_option("--size", options->size, "Resize to WxH (default: as in the file)");
    command->add_option("--model", options->model, "Resize as this model package asks");
    table.onRun(command, [options](const Context& context) { return writeFrames(*options, context); });
}

} // namespace descant::cli
