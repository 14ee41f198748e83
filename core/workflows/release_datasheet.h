// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflows/agreement_report.h"
#include "core/workflows/release_manifest.h"

#include <string>
#include <vector>

namespace descant::workflows {

/// The questions of "Datasheets for Datasets" (Gebru et al., 2021), in short,
/// each answered as far as the project knows; what only people know is left to
/// be filled in, and says so. Markdown.
/// `agreement` is what compareEverybody() found.
std::string datasheetText(const ReleaseManifest& manifest, const std::vector<AgreementReport>& agreement);

} // namespace descant::workflows
