// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/document.h"
#include "ui/adjudication/adjudication_values.h"
#include "ui/captions/caption_values.h"
#include "ui/media/media_panel.h"
#include "ui/timeline/timeline_values.h"

#include <QSet>

#include <optional>

namespace descant::ui {

// A document as the panels show it: plain copies, made on the UI thread, quick.

/// Where a segment stands: "2 of 6".
struct SegmentPlace {
    int number = 0; ///< 1-based
    int count = 0;
};

/// `missing` names the media whose files are not where the document says (looked up elsewhere, off the UI thread).
QList<MediaRow> mediaRows(const project::Document& document, const QSet<QString>& missing);
QList<SegmentRow> segmentRows(const project::Document& document, const QString& mediumId);
std::vector<TimelineSegment> timelineSegments(const project::Document& document, const QString& mediumId);
/// One of them; `number` is its 1-based place among the segments of its medium.
SegmentRow segmentRow(const project::Document& document, const project::Segment& segment, int number);
TimelineSegment timelineSegment(const project::Document& document, const project::Segment& segment, int number);
std::optional<SegmentValue> segmentValue(const project::Document& document, const QString& segmentId);
/// The same where its place is known already: finding it means going through every segment of the medium.
std::optional<SegmentValue> segmentValue(const project::Document& document, const QString& segmentId,
                                         SegmentPlace place);
/// What the first candidate of a segment looked at and listened to, where the model told and the times are still
/// those it was made for.
std::optional<TimelineEvidence> segmentEvidence(const project::Document& document, const QString& segmentId);

/// The readings that wait for a decision.
QList<AdjudicationValue> waitingReadings(const project::Document& document);

/// The segment of which a step changes the words and nothing else, as typing does; empty for every other step.
QString rewrittenSegment(const project::Step& step);

/// Whether somebody has said yes or no to the segment.
bool hasVerdict(const project::Segment& segment);
/// The proposals that are shown as candidates: of the newest run, not rejected, nine at most.
std::vector<const project::Proposal*> candidatesOf(const project::Document& document, const std::string& segmentId);
/// Words of which the model was unsure: those whose least likely token had less than one chance in three.
QStringList doubtfulWords(const project::Proposal& proposal);

} // namespace descant::ui
