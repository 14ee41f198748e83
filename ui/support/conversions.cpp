// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/conversions.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringList>

#include <cstring>

namespace descant::ui {

QString toQString(const std::string& text) { return QString::fromStdString(text); }

std::string fromQString(const QString& text) { return text.toStdString(); }

QString toQString(const std::filesystem::path& path) { return QString::fromStdString(path.string()); }

std::filesystem::path toPath(const QString& text) { return std::filesystem::path(text.toStdString()); }

QImage toQImage(const Image& image)
{
    QImage copy(image.width, image.height, QImage::Format_RGB888);
    for (int y = 0; y < image.height; ++y)
        std::memcpy(copy.scanLine(y), image.row(y), std::size_t(image.width) * 3);
    return copy;
}

QString isolated(const QString& words) { return QChar(0x2068) + words + QChar(0x2069); }

QString leftToRight(const QString& words) { return QChar(0x2066) + words + QChar(0x2069); }

QString withoutMarks(QString words)
{
    for (const char16_t mark : {0x2066, 0x2068, 0x2069})
        words.remove(QChar(mark));
    return words;
}

QString lengthText(MediaTime time) { return toQString(formatLength(time)); }

QString rangeText(const TimeRange& range)
{
    return leftToRight(
        QString("%1 – %2 s").arg(toQString(formatSeconds(range.start)), toQString(formatSeconds(range.end))));
}

QString rangeSpoken(const TimeRange& range)
{
    return QCoreApplication::translate("conversions", "%1 to %2 seconds")
        .arg(toQString(formatSeconds(range.start)), toQString(formatSeconds(range.end)));
}

std::optional<MediaTime> parseTime(const QString& text)
{
    static const QRegularExpression kForm("^\\s*(?:(?:(\\d{1,4}):)?(\\d{1,4}):)?(\\d{1,6}(?:[.,]\\d{1,6})?)\\s*$");
    const QRegularExpressionMatch match = kForm.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const double hours = match.captured(1).toDouble();
    const double minutes = match.captured(2).toDouble();
    return fromSeconds(hours * 3600.0 + minutes * 60.0 + match.captured(3).replace(',', '.').toDouble());
}

QString plainTip(const QString& words)
{
    return words.isEmpty() ? words : "<span>" + words.toHtmlEscaped() + "</span>";
}

QString sentence(const Error& error) { return toQString(describe(error)); }

} // namespace descant::ui
