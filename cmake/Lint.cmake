# SPDX-License-Identifier: GPL-3.0-or-later
# The target "lint": clang-tidy over core, ui and app, compiling nothing; a finding fails it. The preset
# that has this target is configured for clang, and without precompiled headers, which clang-tidy cannot read of GCC.
include_guard()

find_program(DESCANT_RUN_CLANG_TIDY NAMES run-clang-tidy run-clang-tidy-14 REQUIRED)
add_custom_target(lint
  COMMAND "${DESCANT_RUN_CLANG_TIDY}" -quiet -p "${CMAKE_BINARY_DIR}" "${CMAKE_SOURCE_DIR}/(core|ui|app)/"
  USES_TERMINAL VERBATIM COMMENT "clang-tidy over core, ui and app")
