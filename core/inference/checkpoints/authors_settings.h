// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

namespace descant::inference {

/// The manifest (without architecture and files) that goes with an authors' training file: the settings of their
/// evaluation on the data set that its "config" names, MSR-VTT where it names none. The prompt is the file's own.
nlohmann::json authorsManifest(const nlohmann::json& config);
/// The manifest that goes with a BLIP-2 hub folder: Pillow's resize, and the decoding of LAVIS.
nlohmann::json hubManifest();

} // namespace descant::inference
