// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/text_encoding.h"

#include <array>
#include <cerrno>
#include <iconv.h>
#include <memory>

namespace descant::formats {
namespace {

constexpr std::string_view kMark = "\xef\xbb\xbf";

struct Closer {
    void operator()(void* converter) const { iconv_close(converter); }
};

} // namespace

std::string_view utf16From(std::string_view bytes)
{
    if (bytes.substr(0, 2) == "\xff\xfe")
        return "UTF-16LE";
    return bytes.substr(0, 2) == "\xfe\xff" ? "UTF-16BE" : "";
}

std::optional<std::string> inUtf8(std::string_view bytes, std::string_view encoding)
{
    iconv_t opened = iconv_open("UTF-8", std::string(encoding).c_str());
    if (opened == reinterpret_cast<iconv_t>(-1))
        return std::nullopt;
    const std::unique_ptr<void, Closer> converter(opened);
    std::string text;
    std::array<char, 4096> piece{};
    char* from = const_cast<char*>(bytes.data()); // iconv() does not write there
    std::size_t left = bytes.size();
    while (left > 0) {
        char* to = piece.data();
        std::size_t room = piece.size();
        const bool failed = iconv(converter.get(), &from, &left, &to, &room) == static_cast<std::size_t>(-1);
        if (failed && errno != E2BIG)
            return std::nullopt;
        text.append(piece.data(), piece.size() - room);
    }
    if (text.compare(0, kMark.size(), kMark) == 0)
        text.erase(0, kMark.size());
    return text;
}

} // namespace descant::formats
