// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace descant::formats {

/// A path as a URL: "file:///data/a%20b.mp4" for an absolute one, "./a%20b.mp4" for another.
std::string mediaUrl(const std::filesystem::path& path);
/// The path that a URL of a file means, without "file:" and "./"; what is no such URL stays as it is, decoded.
std::string pathOfUrl(std::string_view url);

/// "video/mp4" and the like, by the ending of the name.
std::string mediaTypeOf(const std::string& name);

} // namespace descant::formats
