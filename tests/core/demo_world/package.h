// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/demo_world/catalogue.h"

#include <filesystem>

namespace descant::test {

inline bool hasStamps() { return std::filesystem::is_directory(demo_world::world().root); }

/// The installed catalogue, loaded once for the program. Only where hasStamps().
inline const demo_world::Catalogue& installedCatalogue()
{
    static const demo_world::Catalogue catalogue = demo_world::loadCatalogue().value();
    return catalogue;
}

} // namespace descant::test

#define DESCANT_NEEDS_STAMPS()                                                                                         \
    if (!descant::test::hasStamps())                                                                                   \
    GTEST_SKIP() << "the package tuxpaint-stamps-default is not installed"
