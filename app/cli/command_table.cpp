// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_table.h"

#include "app/cli/output.h"
#include "app/cli/signals.h"

#include <cstring>
#include <exception>
#include <new>

namespace descant::cli {
namespace {

bool asksForJson(int count, char** arguments)
{
    for (int i = 1; i < count; ++i) {
        if (std::strcmp(arguments[i], "--json") == 0)
            return true;
    }
    return false;
}

} // namespace

CommandTable::CommandTable()
    : m_root("Describes video in words: looks, listens and proposes captions for a person to accept.", "descant-cli")
{
    m_root.set_version_flag("--version", std::string("descant-cli ") + DESCANT_VERSION);
    m_root.require_subcommand(1);
    m_root.footer("Every command takes --json (one JSON document on standard output) and --help.\n"
                  "Exit status: 0 done, 1 failed, 2 wrong usage, 3 cancelled.");
}

CLI::App* CommandTable::command(const std::string& name, const std::string& help)
{
    return command(&m_root, name, help);
}

CLI::App* CommandTable::command(CLI::App* group, const std::string& name, const std::string& help)
{
    CLI::App* made = group->add_subcommand(name, help);
    made->add_flag("--json", m_json, "Print one JSON document and nothing else on standard output");
    return made;
}

CLI::App* CommandTable::group(const std::string& name, const std::string& help)
{
    CLI::App* made = m_root.add_subcommand(name, help);
    made->require_subcommand(1);
    return made;
}

void CommandTable::onRun(CLI::App* command, Command run) { m_entries.push_back({command, std::move(run)}); }

bool CommandTable::has(const std::string& name) const
{
    return !m_root.get_subcommands([&](const CLI::App* command) { return command->get_name() == name; }).empty();
}

int CommandTable::run(int argumentCount, char** arguments)
{
    try {
        m_root.parse(argumentCount, arguments);
    } catch (const CLI::Success& wish) {
        return m_root.exit(wish); // --help and --version
    } catch (const CLI::ParseError& wrong) {
        Error error{ErrorCode::UsageWrong, "the command line", wrong.what(), "see descant-cli --help", {}};
        return printError(error, asksForJson(argumentCount, arguments) ? OutputForm::Document : OutputForm::Text);
    }
    return runChosen();
}

namespace {

/// Nothing that is thrown inside goes past the command: it ends as an error like any other.
Outcome<Answer> runSafely(const Command& run, const Context& context)
{
    try {
        return run(context);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "the command");
    } catch (const std::exception& problem) {
        return fail(ErrorCode::Internal, "the command", problem.what());
    }
}

} // namespace

int CommandTable::runChosen()
{
    const OutputForm form = m_json ? OutputForm::Document : OutputForm::Text;
    for (const Entry& entry : m_entries) {
        if (!entry.app->parsed())
            continue;
        const Outcome<Answer> answer = runSafely(entry.run, {stopOnSignals(), progressOnStandardError()});
        endProgress();
        if (answer)
            return printAnswer(*answer, form);
        if (isCancelled(answer.error()))
            return printCancelled(form);
        return printError(std::get<Error>(answer.error()), form);
    }
    return printError({ErrorCode::UsageWrong, "the command line", "no command", "see descant-cli --help", {}}, form);
}

} // namespace descant::cli
