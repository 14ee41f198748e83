// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <fmt/format.h>

#include <string_view>
#include <utility>

namespace descant::log {

/// Writes a line to the log (standard error; any thread). Level through DESCANT_LOG=debug|info|warning|error|off.
void write(std::string_view level, std::string_view message);

template <typename... Arguments>
void debug(fmt::format_string<Arguments...> format, Arguments&&... arguments)
{
    write("debug", fmt::format(format, std::forward<Arguments>(arguments)...));
}

template <typename... Arguments>
void info(fmt::format_string<Arguments...> format, Arguments&&... arguments)
{
    write("info", fmt::format(format, std::forward<Arguments>(arguments)...));
}

template <typename... Arguments>
void warning(fmt::format_string<Arguments...> format, Arguments&&... arguments)
{
    write("warning", fmt::format(format, std::forward<Arguments>(arguments)...));
}

template <typename... Arguments>
void error(fmt::format_string<Arguments...> format, Arguments&&... arguments)
{
    write("error", fmt::format(format, std::forward<Arguments>(arguments)...));
}

} // namespace descant::log
