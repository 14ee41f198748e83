// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

namespace descant::ui {

/// Colours and sizes of the player, named by the tokens of the theme; the defaults are the dark theme.
struct PlayerStyle {
    QColor panel{0x1d, 0x20, 0x27};
    QColor raised{0x26, 0x2a, 0x33};
    QColor text{0xe8, 0xea, 0xee};
    QColor glance{0xaa, 0xb1, 0xbf};
    QColor accent{0x5c, 0xc8, 0xc0};
    QColor focus{0x8f, 0xd3, 0xff};
    QColor surround{0, 0, 0};      ///< around the picture, black in every theme
    int transportHeight = 44;
    int transportIcon = 18;
    int transportButton = 32;
    int timeCodeFont = 16;         ///< pixels, tabular
    int interfaceFont = 13;
    int margin = 12;
};

} // namespace descant::ui
