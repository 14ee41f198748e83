// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeline_style.h"

#include "ui/support/theme.h"

namespace descant::ui {

TimelineStyle timelineStyleOf(const Tokens& tokens)
{
    TimelineStyle style;
    style.panel = tokens.panel;
    style.raised = tokens.raised;
    style.line = tokens.line;
    style.outline = tokens.outline;
    style.text = tokens.text;
    style.glance = tokens.text2;
    style.accent = tokens.accent;
    style.proposal = tokens.proposal;
    style.seen = tokens.seen;
    style.heard = tokens.heard;
    style.ok = tokens.ok;
    style.warn = tokens.warn;
    style.bad = tokens.bad;
    style.focus = tokens.focus;
    style.outlineWidth = tokens.outlineWidth;
    return style;
}

} // namespace descant::ui
