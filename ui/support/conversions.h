// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/image.h"
#include "core/base/media_time.h"

#include <QImage>
#include <QString>

#include <filesystem>
#include <optional>
#include <string>

namespace descant::ui {

QString toQString(const std::string& text);
std::string fromQString(const QString& text);
QString toQString(const std::filesystem::path& path);
std::filesystem::path toPath(const QString& text);
/// A copy of the pixels.
QImage toQImage(const Image& image);
/// Words from outside in a sentence, such as a name: neither disturbs the direction of the other.
QString isolated(const QString& words);
/// What is read from left to right in every language: a range, a key, a path.
QString leftToRight(const QString& words);
/// Without the marks of the two, for what leaves the window or is read out.
QString withoutMarks(QString words);
/// "0:30", "1:02:03".
QString lengthText(MediaTime time);
/// "3.00 – 9.00 s" as headings show it, from left to right in every language; "3.00 to 9.00 seconds" as it is read out.
QString rangeText(const TimeRange& range);
QString rangeSpoken(const TimeRange& range);
/// A time as people type it – "65", "65.2", "1:05.2", "0:01:05" – or nothing.
std::optional<MediaTime> parseTime(const QString& text);
/// Words that may hold anything, as a tip: never taken for mark-up.
QString plainTip(const QString& words);
/// The one sentence that is shown for an error: what failed, on what, what to do.
QString sentence(const Error& error);

} // namespace descant::ui
