// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/model_package.h"

#include <filesystem>
#include <functional>

namespace descant::test {

/// A model of a few thousand parameters with weights that depend on their names only.
inference::Architecture tinyArchitecture(inference::Variant variant = inference::Variant::Multimodal);
/// A complete package of it, ready to be changed before it is written.
inference::PackageDraft tinyDraft(const inference::Architecture& architecture = tinyArchitecture());
/// Writes the package; fails the running test where that does not work.
void writeTinyPackage(const std::filesystem::path& folder,
                      const inference::Architecture& architecture = tinyArchitecture());
/// Changes the manifest of a written package; fails the running test where that does not work.
void changeManifest(const std::filesystem::path& package, const std::function<void(nlohmann::json&)>& change);

} // namespace descant::test
