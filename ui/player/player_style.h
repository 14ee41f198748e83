// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

namespace descant::ui {

/// Sizes (logical pixels) of the player, and the colours around the picture, which are the same in every theme:
/// a picture is judged on black. Everything else comes from the theme.
struct PlayerStyle {
    QColor surround{0, 0, 0};
    QColor wordsOnSurround{0xaa, 0xb1, 0xbf};
    int transportHeight = 44;
    int transportIcon = 18;
    int transportButton = 32;
    int interfaceFont = 13;
    int margin = 12;
};

} // namespace descant::ui
