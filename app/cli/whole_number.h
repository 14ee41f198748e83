// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>

namespace descant::cli {

/// Accepts decimal digits that fit 64 bits: CLI11 itself takes "-1" and what is too large for some number too.
CLI::Validator wholeNumber();

} // namespace descant::cli
