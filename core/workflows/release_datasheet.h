// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflows/release_manifest.h"

#include <string>

namespace descant::workflows {

/// The questions of "Datasheets for Datasets" (Gebru et al., 2021), in short,
/// each answered as far as the project knows; what only people know is left to
/// be filled in, and says so. Markdown.
std::string datasheetText(const ReleaseManifest& manifest);

} // namespace descant::workflows
