// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/output.h"

#include "core/formats/corpus.h"
#include "core/formats/format_table.h"

#include <fmt/format.h>

namespace descant::cli {
namespace {

using formats::ExportShape;
using formats::FormatCapability;
using formats::LanguageRoom;
using formats::TimePrecision;

std::string_view nameOf(ExportShape shape)
{
    switch (shape) {
    case ExportShape::OneFile:
        return "file";
    case ExportShape::FileForEachMedium:
        return "file for each medium";
    case ExportShape::Folder:
        break;
    }
    return "folder";
}

std::string_view nameOf(TimePrecision times)
{
    switch (times) {
    case TimePrecision::None:
        return "none";
    case TimePrecision::Seconds:
        return "seconds";
    case TimePrecision::Milliseconds:
        return "milliseconds";
    case TimePrecision::Exact:
        break;
    }
    return "exact";
}

std::string_view nameOf(LanguageRoom languages)
{
    switch (languages) {
    case LanguageRoom::None:
        return "none";
    case LanguageRoom::EnglishAndChinese:
        return "en, zh";
    case LanguageRoom::All:
        break;
    }
    return "all";
}

Json toJson(const FormatCapability& format)
{
    return {{"name", format.name},
            {"title", format.title},
            {"imports", format.imports},
            {"exports", format.exports},
            {"shape", nameOf(format.shape)},
            {"times", nameOf(format.times)},
            {"languages", nameOf(format.languages)},
            {"captions_per_clip", format.captionsPerClip == 0 ? Json() : Json(format.captionsPerClip)},
            {"status", format.status},
            {"split", format.split},
            {"tier", format.tier},
            {"line_breaks", format.lineBreaks},
            {"proposals", format.proposals}};
}

std::string inWords(const FormatCapability& format)
{
    std::string kept;
    const std::pair<bool, std::string_view> parts[] = {
        {format.status, "status"},          {format.split, "split"},         {format.tier, "tier"},
        {format.lineBreaks, "line breaks"}, {format.proposals, "proposals"},
    };
    for (const auto& [holds, what] : parts)
        kept += holds ? fmt::format("{}{}", kept.empty() ? "" : ", ", what) : "";
    return fmt::format("{:<13} {:<22} times {:<13} languages {:<7} {}", format.name, format.title, nameOf(format.times),
                       nameOf(format.languages), kept.empty() ? "texts only" : kept);
}

Answer listFormats()
{
    Answer answer;
    answer.json = {{"formats", Json::array()}};
    for (const FormatCapability& format : formats::formatTable()) {
        answer.json["formats"].push_back(toJson(format));
        answer.text += (answer.text.empty() ? "" : "\n") + inWords(format);
    }
    return answer;
}

Outcome<Answer> tellFormat(const std::string& file)
{
    if (!std::filesystem::exists(file))
        return fail(ErrorCode::FileNotFound, file);
    const std::string_view found = formats::detectFormat(file);
    Answer answer;
    answer.json = {{"file", file}, {"format", found.empty() ? Json() : Json(found)}};
    answer.text = found.empty() ? file + ": none that this version knows" : fmt::format("{}: {}", file, found);
    return answer;
}

} // namespace

void addFormats(CommandTable& table)
{
    CLI::App* command = table.command("formats", "List the exchange formats and what each holds, or tell a file's");
    auto file = std::make_shared<std::string>();
    command->add_option("FILE", *file, "Say which format this file has, from its content");
    table.onRun(command, [file](const Context&) -> Outcome<Answer> {
        return file->empty() ? Outcome<Answer>(listFormats()) : tellFormat(*file);
    });
}

} // namespace descant::cli
