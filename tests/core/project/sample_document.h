// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/document.h"

#include <random>

namespace descant::test {

project::Medium sampleMedium(const std::string& name, MediaTime duration = MediaTime{60'000'000});
project::Proposal sampleProposal(const std::string& text, int rank = 0);
project::Reading sampleReading(const std::string& mediumId, const std::string& segmentId, const std::string& text);
/// An edit that the document allows: new, moved, split, merged and removed segments, typing, proposals, verdicts,
/// others' readings.
project::Step randomEdit(const project::Document& document, std::mt19937& random);

} // namespace descant::test
