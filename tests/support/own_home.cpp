// SPDX-License-Identifier: GPL-3.0-or-later
// Part of every test program, so that none reads or changes what the person at this computer has chosen or stored.
#include "tests/support/paths.h"

#include <cstdlib>

namespace {

[[maybe_unused]] const bool homeIsOwn = [] {
    const std::filesystem::path home = descant::test::programFolder().parent_path() / "tests" / "home";
    setenv("XDG_CONFIG_HOME", (home / "config").c_str(), 1);
    setenv("XDG_DATA_HOME", (home / "data").c_str(), 1);
    setenv("XDG_CACHE_HOME", (home / "cache").c_str(), 1);
    unsetenv("DESCANT_MODEL");
    setenv("no_proxy", "*", 1); // what tests ask for is on this computer
    return true;
}();

} // namespace
