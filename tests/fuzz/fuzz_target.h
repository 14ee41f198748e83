// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string_view>

/// What libFuzzer, or replay_main.cpp, calls with each input. A parser passes when it neither crashes nor runs away nor
/// lets an exception out; every input is either read or refused with an error.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace descant::fuzz {

/// An input of a fuzzer as text.
std::string_view textOf(const std::uint8_t* data, std::size_t size);
/// A file of that name in a folder of this process alone, holding the input; made anew by each call.
std::filesystem::path fileWith(std::string_view bytes, const char* name);

/// Ends the program with a message where a promise of the parser does not hold.
void require(bool holds, const char* promise);

} // namespace descant::fuzz
