// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <string>
#include <vector>

namespace descant::training {

/// Learns a sentencepiece vocabulary (unigram; pad 0, </s> 1, <unk> 2, no start) from sentences: the bytes of a
/// spiece.model. Deterministic.
Result<std::string> learnVocabulary(const std::vector<std::string>& sentences, int pieces);

} // namespace descant::training
