// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/output.h"

#include "core/demo_world/write_world.h"

#include <fmt/format.h>

#include <system_error>

namespace descant::cli {
namespace {

struct DemoWorldOptions {
    std::string out, split = "train";
    std::uint64_t seed = 1;
    std::int64_t clips = 16;
};

/// Removes what a broken run left, but nothing that was there before it.
void removeUnfinished(const std::filesystem::path& folder)
{
    std::error_code ignored;
    for (const char* name : {"videos", "annotations.json", "facts.json"})
        std::filesystem::remove_all(folder / name, ignored);
    std::filesystem::remove(folder, ignored);
}

Outcome<Answer> writeWorld(const DemoWorldOptions& options, const Context& context)
{
    demo_world::WorldRequest request;
    request.folder = options.out;
    request.seed = options.seed;
    request.clips = options.clips;
    request.split = demo_world::splitFromName(options.split).value_or(demo_world::Split::Train);
    std::error_code ignored;
    // Only what this run made may be removed when it fails.
    const bool isOurs =
        !std::filesystem::exists(request.folder, ignored) || std::filesystem::is_empty(request.folder, ignored);
    const auto summary = demo_world::writeDemoWorld(request, context.stop, context.progress);
    if (!summary) {
        if (isOurs)
            removeUnfinished(request.folder);
        return fail(summary.error());
    }
    Answer answer;
    answer.json = {{"out", options.out},      {"seed", options.seed},          {"split", options.split},
                   {"clips", summary->clips}, {"captions", summary->captions}, {"facts", summary->facts}};
    answer.text =
        fmt::format("{} clips with {} captions written to {}", summary->clips, summary->captions, options.out);
    return answer;
}

} // namespace

void addDemoWorld(CommandTable& table)
{
    CLI::App* command = table.command("demo-world", "Make clips of the demo world with their captions and facts");
    auto options = std::make_shared<DemoWorldOptions>();
    command->add_option("--out", options->out, "A new folder")->required();
    command->add_option("--seed", options->seed, "The same seed gives the same clips")->capture_default_str();
    command->add_option("--clips", options->clips, "How many")->check(CLI::Range(1, 1000000))->capture_default_str();
    command->add_option("--split", options->split, "train, val or test: no combination stands in two of them")
        ->check(CLI::IsMember({"train", "val", "test"}))
        ->capture_default_str();
    table.onRun(command, [options](const Context& context) { return writeWorld(*options, context); });
}

} // namespace descant::cli
