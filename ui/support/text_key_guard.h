// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QObject>
#include <QSet>

QT_BEGIN_NAMESPACE
class QWidget;
QT_END_NAMESPACE

namespace descant::ui {

/// Keeps the keys of lists and the timeline dead where somebody is writing, and keeps Space, Enter and arrows with the
/// button or list that has the keyboard. Installed once, on the application.
class TextKeyGuard : public QObject {
    Q_OBJECT
public:
    explicit TextKeyGuard(QObject* parent);

    /// Whether `widget` is a place where text is written.
    static bool takesText(const QWidget* widget);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    bool keepsKey(const QWidget* widget, const QKeySequence& key) const;
    QSet<QKeySequence> m_listOnly;
};

} // namespace descant::ui
