// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/support/action_table.h"

namespace descant::ui {

/// The rows themselves; everybody but the table's own functions asks actionTable().
std::span<const ActionSpecification> actionRows();

} // namespace descant::ui
