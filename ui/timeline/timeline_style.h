// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

namespace descant::ui {

struct Tokens;

/// Every colour and size of the timeline, named by the tokens of the theme. The widget owns none of its own;
/// the defaults are the dark theme. Sizes are logical pixels.
struct TimelineStyle {
    QColor panel{0x1d, 0x20, 0x27};
    QColor raised{0x26, 0x2a, 0x33};
    QColor line{0x34, 0x3a, 0x46};
    QColor outline{0x78, 0x82, 0x96};
    QColor text{0xe8, 0xea, 0xee};
    QColor glance{0xaa, 0xb1, 0xbf}; ///< token text2
    QColor accent{0x5c, 0xc8, 0xc0};
    QColor proposal{0xb9, 0xa5, 0xff};
    QColor seen{0x56, 0xb4, 0xe9};
    QColor heard{0xf0, 0xa8, 0x3c};
    QColor ok{0x57, 0xc7, 0x85};
    QColor warn{0xf2, 0xb8, 0x4b};
    QColor bad{0xff, 0x8a, 0x80}; ///< also the playhead
    QColor focus{0x8f, 0xd3, 0xff};

    int glanceFont = 12;    ///< pixels: ruler, labels
    int interfaceFont = 13; ///< pixels: texts in segments
    int margin = 12;        ///< left and right of the time line
    int gap = 8;            ///< between rows
    int ruler = 20;
    int thumbnails = 40;
    int waveform = 32;
    int segment = 32;         ///< height of one lane
    int smallestSegment = 14; ///< lanes shrink to this before they scroll
    int evidence = 9;         ///< height of each of the two strips
    int radius = 6;
    int outlineWidth = 1; ///< 2 in high contrast
};

/// The same in the colours of a theme.
TimelineStyle timelineStyleOf(const Tokens& tokens);

} // namespace descant::ui
