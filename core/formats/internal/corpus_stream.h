// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/corpus.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <functional>
#include <string>

namespace descant::formats {

using TakeObject = std::function<void(std::size_t line, nlohmann::json object)>;

/// The first byte of a text that is neither a byte order mark nor blank; 0 at the end. The stream stays where it was.
char firstByteOf(std::istream& stream);

/// Reads an array of objects one by one. `what` names the format in the error for anything else.
void readObjects(std::istream& stream, const std::string& what, CorpusSink& sink, const TakeObject& take);
/// Reads one object a line.
void readObjectLines(std::istream& stream, CorpusSink& sink, const TakeObject& take);

/// Takes a byte order mark away from where the stream stands.
void skipByteOrderMark(std::istream& stream);
/// One line without its end, be it LF, CR LF or CR; false at the end of the stream.
bool readLine(std::istream& stream, std::string& line);

/// The member where it is a text or a whole number, as text; else nothing, and the sink has the error.
std::optional<std::string> requiredId(const nlohmann::json& object, const char* name, std::size_t line,
                                      CorpusSink& sink);
std::optional<std::string> requiredText(const nlohmann::json& object, const char* name, std::size_t line,
                                        CorpusSink& sink);

/// A whole number that other tools take for one: short, without leading zeros.
bool isPlainNumber(const std::string& text);
/// As a number where it is plain, else as text.
nlohmann::json numberOrText(const std::string& id);

} // namespace descant::formats
