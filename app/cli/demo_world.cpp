// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "app/cli/output_folder.h"
#include "app/cli/whole_number.h"

#include "core/demo_world/write_world.h"

#include <fmt/format.h>

namespace descant::cli {
namespace {

struct DemoWorldOptions {
    std::string out, split = "train";
    std::uint64_t seed = 1;
    std::int64_t clips = 16;
};

Outcome<Answer> writeWorld(const DemoWorldOptions& options, const Context& context)
{
    DESCANT_TRY(OutputFolder folder, OutputFolder::make(options.out));
    demo_world::WorldRequest request;
    request.folder = folder.part();
    request.seed = options.seed;
    request.clips = options.clips;
    request.split = demo_world::splitFromName(options.split).value_or(demo_world::Split::Train);
    DESCANT_TRY(const demo_world::WorldSummary summary,
                demo_world::writeDemoWorld(request, context.stop, context.progress));
    DESCANT_CHECK(folder.publish());
    Answer answer;
    answer.json = {{"out", options.out},     {"seed", options.seed},         {"split", options.split},
                   {"clips", summary.clips}, {"captions", summary.captions}, {"facts", summary.facts}};
    answer.text = fmt::format("{} clips with {} captions written to {}", summary.clips, summary.captions, options.out);
    return answer;
}

} // namespace

void addDemoWorld(CommandTable& table)
{
    CLI::App* command = table.command("demo-world", "Make clips of the demo world with their captions and facts");
    auto options = std::make_shared<DemoWorldOptions>();
    command->add_option("--out", options->out, "A new folder")->required();
    command->add_option("--seed", options->seed, "The same seed gives the same clips")
        ->check(wholeNumber())
        ->capture_default_str();
    command->add_option("--clips", options->clips, "How many")->check(CLI::Range(1, 1000000))->capture_default_str();
    command->add_option("--split", options->split, "train, val or test: no combination stands in two of them")
        ->check(CLI::IsMember({"train", "val", "test"}))
        ->capture_default_str();
    table.onRun(command, [options](const Context& context) { return writeWorld(*options, context); });
}

} // namespace descant::cli
