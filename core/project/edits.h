// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/document.h"

namespace descant::project {

/// The steps of a person's work. Each function reads the document, changes nothing, and gives the step to perform,
/// or says why it cannot be (ItemNotFound, EditRefused). Times are on the medium's time line.

Result<Step> addMedia(const Document& document, std::vector<Medium> media);
/// Files that were found again or were read for the first time: each takes the place of the medium with its id.
/// Segments of a file that is read for the first time, and that do not fit its length, are fitted to it.
Result<Step> replaceMedia(const Document& document, std::vector<Medium> media);
/// The new segment's id is the last change's. The range is cut to the medium's length where that is known.
Result<Step> addSegment(const Document& document, const std::string& mediumId, TimeRange range);
Result<Step> setRange(const Document& document, const std::string& segmentId, TimeRange range);
/// Typing: steps of one segment merge while they follow closely. An accepted text that is edited becomes a draft again.
Result<Step> setText(const Document& document, const std::string& segmentId, std::string text);
Result<Step> setStatus(const Document& document, const std::string& segmentId, SegmentStatus status);
/// Two segments that meet at `time`; the text stays with the first, proposals become stale.
Result<Step> splitSegment(const Document& document, const std::string& segmentId, MediaTime time);
/// One segment over both; texts joined by a blank, proposals of both kept and stale.
Result<Step> mergeWithNext(const Document& document, const std::string& segmentId);
Result<Step> removeSegment(const Document& document, const std::string& segmentId);

/// Stores what a model run proposed; open proposals of earlier runs become stale. Never touches human text.
Result<Step> storeProposals(const Document& document, const std::string& segmentId, std::vector<Proposal> proposals);
/// The candidate becomes the human text, ready to edit; the segment stays a draft.
Result<Step> takeProposal(const Document& document, const std::string& proposalId);
/// The human text is right: the segment is accepted. Without a text the best open proposal becomes it. The proposal
/// that the text came from becomes accepted, or edited where the text differs, the others rejected.
Result<Step> acceptSegment(const Document& document, const std::string& segmentId);
/// The open proposals are wrong: they become rejected; a segment without text becomes rejected too.
Result<Step> rejectProposals(const Document& document, const std::string& segmentId);

} // namespace descant::project
