// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/support/theme.h"

namespace descant::ui {

/// The one style sheet of the program, generated from the tokens. Widgets opt into a look through the dynamic
/// property "look" ("primary", "quiet", "panel", "raised", "heading", "glance", "number", "badge", "bar").
QString styleSheet(const Tokens& tokens);

} // namespace descant::ui
