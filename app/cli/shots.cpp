// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/output.h"

#include "core/media/shots.h"

#include <fmt/format.h>

namespace descant::cli {
namespace {

Outcome<Answer> listShots(const std::string& file, const Context& context)
{
    DESCANT_TRY(const std::vector<media::Shot> shots, media::findShots(file, context.stop, context.progress));
    Answer answer;
    answer.json = {{"file", file}, {"shots", Json::array()}};
    for (const media::Shot& shot : shots) {
        answer.json["shots"].push_back(
            {{"start", seconds(shot.range.start)}, {"end", seconds(shot.range.end)}, {"frame", shot.firstFrame}});
        answer.text += fmt::format("{}{} to {} s, from frame {}", answer.text.empty() ? "" : "\n",
                                   formatSeconds(shot.range.start), formatSeconds(shot.range.end), shot.firstFrame);
    }
    return answer;
}

} // namespace

void addShots(CommandTable& table)
{
    CLI::App* command = table.command("shots", "List the shots of a film: the stretches between its cuts");
    auto file = std::make_shared<std::string>();
    command->add_option("FILE", *file, "The media file")->required();
    table.onRun(command, [file](const Context& context) { return listShots(*file, context); });
}

} // namespace descant::cli
