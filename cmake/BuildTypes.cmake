# SPDX-License-Identifier: GPL-3.0-or-later
# Included before project(): afterwards CMake has made these variables, empty, and setting them does nothing.
include_guard()

# "Dev": quick to compile and quick to run, and the assertions stay on.
set(CMAKE_CXX_FLAGS_DEV "-O1 -g1" CACHE STRING "Flags of the Dev build type")
set(CMAKE_C_FLAGS_DEV "-O1 -g1" CACHE STRING "Flags of the Dev build type")
