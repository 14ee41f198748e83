// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

QT_BEGIN_NAMESPACE
class QFormLayout;
QT_END_NAMESPACE

namespace descant::ui {

/// Width of the names on the left, so that lists below each other stand in one column.
inline constexpr int kFactNameWidth = 152;

/// What is known of something: names on the left, values on the right, which wrap.
class FactList : public QWidget {
    Q_OBJECT
public:
    /// Fine and Doubtful are told by colour beside the words, never by colour alone.
    enum class Tone { Plain, Fine, Doubtful };
    struct Fact {
        QString name, value;
        Tone tone = Tone::Plain;
    };
    explicit FactList(QWidget* parent = nullptr);
    void setFacts(const QList<Fact>& facts); ///< without those that have no value

private:
    QFormLayout* m_form;
};

} // namespace descant::ui
