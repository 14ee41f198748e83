// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QFrame>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace descant::ui {

class LineList;

/// An error in the place that it belongs to: its sentence, and under it a list of the single things that are wrong,
/// which scrolls; both can be copied. Hidden while there is none.
class ProblemBox : public QFrame {
    Q_OBJECT
public:
    explicit ProblemBox(QWidget* parent = nullptr);
    void showError(const Error& error);
    void showWords(const QString& sentence, const QStringList& items);
    void clear();
    QString text() const;

private:
    void retint();
    QLabel* m_icon;
    QLabel* m_text;
    LineList* m_items;
    QPushButton* m_copy;
};

} // namespace descant::ui
