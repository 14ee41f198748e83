// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/models_backend.h"

#include <QString>

namespace descant::ui {

/// "8.1 GB", in the person's language.
QString sizeText(std::uint64_t bytes);
/// "3.9 million", "4.05 billion".
QString countText(std::int64_t count);
/// What a variant can do, with its name: "sees and hears (multimodal)".
QString variantText(const std::string& variant);
/// What a source is, in words: "BLIP-2 hub folder".
QString sourceKindText(const std::string& kind);
/// The licence, or that none is named.
QString licenceText(const std::string& licence);
/// "0.3 GB needed, 21 GB free: fits".
QString memoryText(std::uint64_t needed, std::uint64_t free);
bool fitsMemory(std::uint64_t needed, std::uint64_t free);
/// "fp32" as people say it: "32 bits (fp32)"; "as-stored": "as stored".
QString precisionText(const std::string& precision);

} // namespace descant::ui
