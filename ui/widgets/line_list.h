// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListView>
#include <QStringList>

QT_BEGIN_NAMESPACE
class QStringListModel;
QT_END_NAMESPACE

namespace descant::ui {

/// Lines of words, of which there may be thousands: they can be walked through, chosen and copied, nothing else.
class LineList : public QListView {
    Q_OBJECT
public:
    explicit LineList(QWidget* parent = nullptr);
    void setLines(const QStringList& lines);
    QStringList lines() const;
    /// To the clipboard: the lines that are chosen, or all of them when none or one is.
    void copy() const;

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QStringListModel* m_model;
};

} // namespace descant::ui
