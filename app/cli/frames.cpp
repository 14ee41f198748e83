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

/// Frame `number` as the recipe wants it.
Outcome<Image> pictureOf(media::FrameReader& reader, std::int64_t number, const workflows::PictureRecipe& recipe,
                         const Context& context)
{
    const bool later = recipe.size && recipe.resize != inference::ResizeRecipe::SwscaleBilinear;
    DESCANT_TRY(Image image,
                reader.frame(number, media::PictureUse::Model, later ? std::nullopt : recipe.size, context.stop));
    if (later)
        return inference::resizePillowBicubic(image.view(), recipe.size->width, recipe.size->height);
    return image;
}

/// Writes one picture after the other, so that no more than one is held; gives their list.
Outcome<Json> writePictures(media::FrameReader& reader, const std::vector<std::int64_t>& numbers,
                            const workflows::PictureRecipe& recipe, const std::filesystem::path& folder,
                            const Context& context)
{
    const media::FrameTable& table = reader.table();
    Json frames = Json::array();
    for (const std::int64_t number : numbers) {
        report(context.progress, fmt::format("Writing frame {} of {}", frames.size() + 1, numbers.size()),
               double(frames.size()) / double(numbers.size()));
        DESCANT_TRY(const Image image, pictureOf(reader, number, recipe, context));
        const std::string name = fmt::format("{:03}.png", frames.size());
        DESCANT_CHECK(media::writePng(folder / name, image.view()));
        frames.push_back(
            {{"file", name}, {"frame", number}, {"pts", table.ptsOf(number)}, {"time", seconds(table.timeOf(number))}});
    }
    return frames;
}

Outcome<Answer> writeFrames(const FramesOptions& options, const Context& context)
{
    DESCANT_TRY(const workflows::PictureRecipe recipe, recipeOf(options));
    DESCANT_TRY(const TimeRange range, stretchOf(options.file, options.stretch, context.stop));
    DESCANT_TRY(const auto reader, media::FrameReader::open(options.file, context.stop));
    DESCANT_TRY(const media::FrameChoice choice, media::chooseFrames(reader->table(), range, options.count));
    DESCANT_TRY(OutputFolder folder, OutputFolder::make(options.out));
    DESCANT_TRY(Json frames, writePictures(*reader, choice.numbers, recipe, folder.part(), context));
    Answer answer;
    answer.json = {{"presented", choice.presented},
                   {"time_base", fraction(reader->table().timeBase())},
                   {"frames", std::move(frames)}};
    DESCANT_CHECK(writeFileAtomically(folder.part() / "times.json", answer.json.dump(1) + "\n"));
    DESCANT_CHECK(folder.publish());
    answer.text = fmt::format("{} of {} frames written to {}", choice.numbers.size(), choice.presented, options.out);
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
