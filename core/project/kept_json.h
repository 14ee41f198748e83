// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/values.h"

namespace descant::project {

/// Whether JSON that a value keeps as text (Medium::extra, Segment::extra, Proposal::settings) is nested so deeply that
/// nobody meant it. JSON is written by functions that call themselves: a hundred thousand brackets end the program.
bool holdsDeepJson(const Entity& entity);
bool holdsDeepJson(const Medium& medium);
bool holdsDeepJson(const Segment& segment);
bool holdsDeepJson(const Proposal& proposal);
bool holdsDeepJson(const Reading& reading);

} // namespace descant::project
