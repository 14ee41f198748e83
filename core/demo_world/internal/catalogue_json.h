// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace descant::demo_world {

/// The text of models/demo_world/catalogue.json.
std::string_view catalogueJson();

} // namespace descant::demo_world
