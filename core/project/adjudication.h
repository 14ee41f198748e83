// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/document.h"

namespace descant::project {

/// The readings that wait for a decision, by file, then time: the order in which a person goes through them.
std::vector<const Reading*> openReadings(const Document& document);

/// The steps that settle a reading, one each. ItemNotFound for an unknown one, EditRefused for one that is settled.

/// What is here stays.
Result<Step> settleLeft(const Document& document, const std::string& readingId);
/// The reading takes the place of what is here; one that says "removed" takes the segment away with its proposals.
Result<Step> settleRight(const Document& document, const std::string& readingId);
/// A text and a stretch made of both; the segment counts as reviewed. EditRefused for an empty text, EmptyRange.
Result<Step> settleMerged(const Document& document, const std::string& readingId, std::string text, TimeRange range);

} // namespace descant::project
