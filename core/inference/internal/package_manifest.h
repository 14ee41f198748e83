// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/inference/internal/plain_file_name.h"
#include "core/inference/model_package.h"

#include <nlohmann/json.hpp>

namespace descant::inference {

constexpr const char* kManifestName = "descant-model.json";
constexpr const char* kTokenizerName = "spiece.model";
constexpr int kManifestFormat = 1;

/// The "files" list of a manifest; names must be plain file names.
Result<std::vector<PackageFile>> packageFilesFromJson(const nlohmann::json& manifest, const std::string& subject);
/// PackageInvalid for a window that BEATs could not attend to, which would only be found out when the memory is gone.
Result<void> checkWindow(const Architecture& architecture, const Preprocessing& preprocessing,
                         const std::string& subject);
/// The hash that identifies the weights among these files.
std::string weightsHash(const std::vector<PackageFile>& files);

} // namespace descant::inference
