// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/media_url.h"

#include <fmt/format.h>

#include <charconv>
#include <map>

namespace descant::formats {
namespace {

bool isPlain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
        || std::string_view("-._~/").find(c) != std::string_view::npos;
}

std::string decoded(std::string_view text)
{
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned value = 0;
        const bool isCode = text[i] == '%' && i + 2 < text.size()
            && std::from_chars(text.data() + i + 1, text.data() + i + 3, value, 16).ptr == text.data() + i + 3;
        plain.push_back(isCode ? static_cast<char>(value) : text[i]);
        i += isCode ? 2 : 0;
    }
    return plain;
}

} // namespace

std::string mediaUrl(const std::filesystem::path& path)
{
    std::string url = path.is_absolute() ? "file://" : "./";
    for (const char c : path.generic_string())
        url += isPlain(c) ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    return url;
}

std::string pathOfUrl(std::string_view url)
{
    constexpr std::string_view kFile = "file:", kHost = "//", kHere = "./";
    if (url.substr(0, kFile.size()) == kFile) {
        url.remove_prefix(kFile.size());
        if (url.substr(0, kHost.size()) == kHost)
            url.remove_prefix(kHost.size());
    }
    while (url.substr(0, kHere.size()) == kHere)
        url.remove_prefix(kHere.size());
    return decoded(url);
}

std::string mediaTypeOf(const std::string& name)
{
    static const std::map<std::string, std::string> kTypes{
        {".mp4", "video/mp4"},        {".m4v", "video/mp4"},   {".mov", "video/quicktime"}, {".avi", "video/x-msvideo"},
        {".mkv", "video/x-matroska"}, {".webm", "video/webm"}, {".mpg", "video/mpeg"},      {".mpeg", "video/mpeg"},
        {".wav", "audio/x-wav"},      {".mp3", "audio/mpeg"},  {".m4a", "audio/mp4"},       {".flac", "audio/flac"},
        {".ogg", "audio/ogg"}};
    const auto found = kTypes.find(std::filesystem::path(name).extension().string());
    return found == kTypes.end() ? "video/*" : found->second;
}

} // namespace descant::formats
