// SPDX-License-Identifier: GPL-3.0-or-later
// "person": whose name the steps of projects bear.
#include "app/cli/commands.h"
#include "app/cli/output.h"

#include "core/workflows/person_at_work.h"

namespace descant::cli {
namespace {

struct PersonOptions {
    std::string name;
    bool forget = false;
};

Outcome<Answer> tellPerson(const PersonOptions& options)
{
    if (options.forget && !options.name.empty())
        return fail(ErrorCode::UsageWrong, "person", "a name and --forget at once", "give one of them");
    if (options.forget || !options.name.empty())
        DESCANT_CHECK(workflows::setPersonAtWork(options.name));
    const std::string person = workflows::personAtWork();
    Answer answer;
    answer.json = {{"person", person}};
    answer.text = person.empty() ? "Nobody has said who works here" : person;
    return answer;
}

} // namespace

void addPerson(CommandTable& table)
{
    CLI::App* command = table.command("person", "Who works here: every step of a project says who did it");
    auto options = std::make_shared<PersonOptions>();
    command->add_option("NAME", options->name, "From now on this is the name ($DESCANT_PERSON comes before it)");
    command->add_flag("--forget", options->forget, "From now on steps bear no name");
    table.onRun(command, [options](const Context&) { return tellPerson(*options); });
}

} // namespace descant::cli
