// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace descant::ui {

/// One proposal of the model, as the segment panel shows it.
struct CandidateValue {
    QString id;
    QString text;
    double score = 0.0;        ///< 0…1, how sure the model is
    double seenShare = -1.0;   ///< how much of it was seen rather than heard; negative: not known
    QStringList doubtfulWords; ///< words the model was unsure of
    bool stale = false;        ///< the segment's times have changed since
};

enum class CaptionStatus { Empty, Draft, Accepted, Reviewed, Flagged, Rejected };

/// The current segment, as the segment panel shows it: a copy, never the document itself.
struct SegmentValue {
    QString id;
    int number = 0; ///< 1-based
    int count = 0;
    TimeRange range;
    QString text; ///< what a person wrote
    CaptionStatus status = CaptionStatus::Draft;
    QList<CandidateValue> candidates;
    QString modelLine;   ///< "demo 1.0", of the newest proposals
    QStringList history; ///< newest first
};

/// A row of the list of segments.
struct SegmentRow {
    QString id;
    int number = 0;
    TimeRange range;
    QString text;          ///< human text, or the best proposal where nobody has written yet
    bool proposed = false; ///< the text is the model's
    CaptionStatus status = CaptionStatus::Draft;
};

QString statusText(CaptionStatus status);       ///< "accepted"
QString statusIdentifier(CaptionStatus status); ///< the same, never translated

} // namespace descant::ui
