// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output.h"

#include "core/base/file.h"

#include <fmt/format.h>

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <mutex>

namespace descant::cli {
namespace {

std::mutex progressMutex;
bool progressShown = false;

/// Without control characters: a file name may hold orders to the terminal.
std::string harmless(std::string text)
{
    const auto isOrder = [](unsigned char letter) { return (letter < 0x20 && letter != '\n') || letter == 0x7f; };
    std::replace_if(text.begin(), text.end(), isOrder, '?');
    return text;
}

/// One line, whatever a file name holds.
std::string oneLine(std::string text)
{
    std::replace_if(
        text.begin(), text.end(), [](char letter) { return letter == '\n' || letter == '\r'; }, ' ');
    return harmless(std::move(text));
}

/// A line on standard output. FileNotWritable, DiskFull.
Result<void> printLine(const std::string& text)
{
    if (std::fprintf(stdout, "%s\n", text.c_str()) < 0 || std::fflush(stdout) != 0)
        return fail(errorFromErrno(errno, "standard output", ErrorCode::FileNotWritable));
    return {};
}

Result<void> printJson(const Json& json)
{
    return printLine(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

void printErrorLine(const Error& error)
{
    std::fprintf(stderr, "descant-cli: %s\n", oneLine(describe(error)).c_str());
    for (const std::string& item : error.items)
        std::fprintf(stderr, "  %s\n", oneLine(item).c_str());
}

} // namespace

Json errorToJson(const Error& error)
{
    std::string message(errorSentence(error.code));
    if (!error.detail.empty())
        message += " (" + error.detail + ")";
    Json json{
        {"code", errorName(error.code)}, {"message", message}, {"subject", error.subject}, {"advice", adviceOf(error)}};
    if (!error.items.empty())
        json["keys"] = error.items;
    return json;
}

Json fraction(const Rational& rational) { return Json::array({rational.numerator, rational.denominator}); }

int printAnswer(const Answer& answer, OutputForm form)
{
    Result<void> printed;
    if (form == OutputForm::Document) {
        Json json = answer.json;
        if (answer.error)
            json["error"] = errorToJson(*answer.error);
        printed = printJson(json);
    } else if (!answer.text.empty()) {
        printed = printLine(harmless(answer.text));
    }
    if (!answer.error && printed)
        return 0;
    const Error& error = answer.error ? *answer.error : printed.error();
    printErrorLine(error);
    return errorExitStatus(error.code);
}

int printError(const Error& error, OutputForm form)
{
    // Whether it could be printed or not: the line and the exit status tell.
    if (form == OutputForm::Document)
        (void)printJson({{"error", errorToJson(error)}});
    printErrorLine(error);
    return errorExitStatus(error.code);
}

int printCancelled(OutputForm form)
{
    if (form == OutputForm::Document)
        (void)printJson({{"error",
                          {{"code", "cancelled"},
                           {"message", "Cancelled"},
                           {"subject", ""},
                           {"advice", "run it again; what was kept is used"}}}});
    std::fprintf(stderr, "descant-cli: Cancelled: the work that had begun: run it again; what was kept is used\n");
    return 3;
}

ProgressSink progressOnStandardError()
{
    if (isatty(STDERR_FILENO) == 0)
        return {};
    return [](const Progress& progress) {
        const std::lock_guard lock(progressMutex);
        const std::string share = progress.fraction < 0 ? "" : fmt::format("{:3.0f} % ", 100 * progress.fraction);
        std::fprintf(stderr, "\r\033[K%s%s", share.c_str(), oneLine(progress.what).c_str());
        std::fflush(stderr);
        progressShown = true;
    };
}

void endProgress()
{
    const std::lock_guard lock(progressMutex);
    if (progressShown)
        std::fprintf(stderr, "\r\033[K");
    progressShown = false;
}

} // namespace descant::cli
