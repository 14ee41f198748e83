// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"

#include <QWidget>

#include <optional>

QT_BEGIN_NAMESPACE
class QLabel;
class QLineEdit;
QT_END_NAMESPACE

namespace descant::ui {

/// The start and the end of a stretch, to be written: seconds, or minutes and seconds ("65.2", "1:05.2"). An end that
/// nobody has touched stays exactly what it was.
class RangeEdit : public QWidget {
    Q_OBJECT
public:
    explicit RangeEdit(QWidget* parent = nullptr);
    void setRange(const TimeRange& range);
    /// Nothing when one of them is no time, or the end does not come after the start; the reason is shown.
    std::optional<TimeRange> range() const;
    bool isTouched() const; ///< whether a person has written in it

Q_SIGNALS:
    void edited(); ///< by a person

private:
    struct Field {
        QLineEdit* line = nullptr;
        MediaTime exact{};
        QString shown; ///< for the exact time
    };
    void add(Field& field, const QString& name, const char* objectName);
    static void put(Field& field, MediaTime time);
    static std::optional<MediaTime> timeOf(const Field& field);
    void showTrouble();
    Field m_start, m_end;
    QLabel* m_trouble;
};

} // namespace descant::ui
