// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/corpus_stream.h"

#include "core/formats/internal/json_rows.h"
#include "core/formats/internal/json_values.h"

#include <algorithm>

namespace descant::formats {

using nlohmann::json;

namespace {

constexpr std::size_t kLongestPlainNumber = 15; // exact in a double as well

bool isBlank(int byte) { return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n'; }

} // namespace

void skipByteOrderMark(std::istream& stream)
{
    const auto begin = stream.tellg();
    char mark[3] = {};
    stream.read(mark, sizeof mark);
    if (stream.gcount() == 3 && mark[0] == '\xef' && mark[1] == '\xbb' && mark[2] == '\xbf')
        return;
    stream.clear();
    stream.seekg(begin);
}

char firstByteOf(std::istream& stream)
{
    const auto begin = stream.tellg();
    skipByteOrderMark(stream);
    int byte = stream.get();
    while (isBlank(byte))
        byte = stream.get();
    stream.clear();
    stream.seekg(begin);
    return byte == std::char_traits<char>::eof() ? '\0' : static_cast<char>(byte);
}

bool readLine(std::istream& stream, std::string& line)
{
    line.clear();
    std::streambuf& bytes = *stream.rdbuf();
    bool any = false;
    for (int byte = bytes.sbumpc(); byte != std::char_traits<char>::eof(); byte = bytes.sbumpc()) {
        any = true;
        if (byte == '\n')
            return true;
        if (byte == '\r') {
            if (bytes.sgetc() == '\n')
                bytes.sbumpc();
            return true;
        }
        line.push_back(static_cast<char>(byte));
    }
    return any;
}

void readObjects(std::istream& stream, const std::string& what, CorpusSink& sink, const TakeObject& take)
{
    if (firstByteOf(stream) != '[')
        return sink.error(1, "it is not " + what + ": an array of objects is wanted");
    const auto problem = readJsonRows(stream, {}, [&](JsonRow row) {
        if (row.value.is_object())
            take(row.line, std::move(row.value));
        else
            sink.error(row.line, "it is not " + what + ": an object is wanted here");
    });
    if (problem)
        sink.error(problem->line, problem->message);
}

void readObjectLines(std::istream& stream, CorpusSink& sink, const TakeObject& take)
{
    skipByteOrderMark(stream);
    std::string line;
    for (std::size_t number = 1; readLine(stream, line); ++number) {
        if (std::all_of(line.begin(), line.end(), isBlank))
            continue;
        auto object = parseStrictly(line);
        if (!object)
            sink.error(number, object.error());
        else if (!object->is_object())
            sink.error(number, "each line must be an object");
        else
            take(number, *std::move(object));
    }
}

std::optional<std::string> requiredId(const json& object, const char* name, std::size_t line, CorpusSink& sink)
{
    const auto found = object.find(name);
    auto id = found == object.end() ? std::nullopt : identifierOf(*found);
    if (id && !id->empty())
        return id;
    sink.error(line, "\"" + std::string(name) + "\" must be a text or a whole number");
    return std::nullopt;
}

std::optional<std::string> requiredText(const json& object, const char* name, std::size_t line, CorpusSink& sink)
{
    const auto found = object.find(name);
    if (found != object.end() && found->is_string())
        return found->get<std::string>();
    sink.error(line, "\"" + std::string(name) + "\" must be a text");
    return std::nullopt;
}

bool isPlainNumber(const std::string& text)
{
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    return !text.empty() && text.size() <= kLongestPlainNumber && (text == "0" || text.front() != '0')
        && std::all_of(text.begin(), text.end(), isDigit);
}

json numberOrText(const std::string& id) { return isPlainNumber(id) ? json(std::stoll(id)) : json(id); }

} // namespace descant::formats
