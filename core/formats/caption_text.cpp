// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/caption_text.h"

namespace descant::formats {

std::string onOneLine(const std::string& text)
{
    // CR, LF, VT, FF and the UTF-8 of U+0085, U+2028 and U+2029.
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool nextLine = text.compare(i, 2, "\xc2\x85") == 0;
        const bool separator = text.compare(i, 3, "\xe2\x80\xa8") == 0 || text.compare(i, 3, "\xe2\x80\xa9") == 0;
        const bool blank = nextLine || separator || text[i] == ' ' || (text[i] >= '\t' && text[i] <= '\r');
        i += separator ? 2 : nextLine ? 1 : 0;
        if (!blank)
            plain.push_back(text[i]);
        else if (!plain.empty() && plain.back() != ' ')
            plain.push_back(' ');
    }
    while (!plain.empty() && plain.back() == ' ')
        plain.pop_back();
    return plain;
}

} // namespace descant::formats
