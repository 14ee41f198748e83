// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/captions/caption_values.h"

#include <QCoreApplication>

namespace descant::ui {
namespace {

const char* statusWord(CaptionStatus status)
{
    switch (status) {
    case CaptionStatus::Empty:
        return QT_TRANSLATE_NOOP("status", "no text yet");
    case CaptionStatus::Draft:
        return QT_TRANSLATE_NOOP("status", "draft");
    case CaptionStatus::Accepted:
        return QT_TRANSLATE_NOOP("status", "accepted");
    case CaptionStatus::Reviewed:
        return QT_TRANSLATE_NOOP("status", "reviewed");
    case CaptionStatus::Flagged:
        return QT_TRANSLATE_NOOP("status", "flagged");
    case CaptionStatus::Rejected:
        return QT_TRANSLATE_NOOP("status", "rejected");
    }
    return "";
}

} // namespace

QString statusText(CaptionStatus status) { return QCoreApplication::translate("status", statusWord(status)); }

QString statusIdentifier(CaptionStatus status) { return QString::fromLatin1(statusWord(status)); }

} // namespace descant::ui
