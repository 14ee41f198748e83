// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/adjudication/adjudication_values.h"

#include <QDialog>
#include <QList>

QT_BEGIN_NAMESPACE
class QLabel;
class QListWidget;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;
QT_END_NAMESPACE

namespace descant::ui {

class CaptionEdit;
class KeyButton;
class RangeEdit;

/// The window "Readings": what changed on both sides and what second annotators say, one after the other. Here on the
/// left, theirs on the right, and below a text and a stretch of both. Shows values; tells of decisions by signals.
class AdjudicationDialog : public QDialog {
    Q_OBJECT
public:
    explicit AdjudicationDialog(QWidget* parent = nullptr);

    /// What waits, in the order in which it is gone through. The current one stays current while it waits; when it was
    /// settled, the one that followed it becomes current.
    void setReadings(const QList<AdjudicationValue>& readings);
    /// Id of the current reading; empty when nothing waits.
    QString current() const;

    QListWidget* list() const { return m_list; }
    CaptionEdit* editor() const { return m_editor; }

Q_SIGNALS:
    void leftChosen(const QString& id);
    void rightChosen(const QString& id);
    void merged(const QString& id, const QString& text, descant::TimeRange range);
    void playRequested(const QString& mediumId, descant::TimeRange range);
    void mergeRequested(); ///< there is nothing yet: bring packages

private:
    struct Card {
        QLabel* heading = nullptr;
        QLabel* range = nullptr;
        QLabel* text = nullptr;
        KeyButton* play = nullptr;
        KeyButton* edit = nullptr;
    };
    QWidget* makeContent();
    QWidget* makeCard(Card& card, const QString& name, const QKeySequence& play, const QKeySequence& edit);
    QWidget* makeVerdicts();
    void connectCards();
    void placeAtFoot();
    void addRow(const AdjudicationValue& value);
    void showCurrent(); ///< the cards, and the text that the field begins with
    void showCards();
    void showCard(const Card& card, const AdjudicationSide& side, const QString& compared);
    void offer(const QString& text, const TimeRange& range);
    void showMerge(); ///< whether there is something to use
    void mergeNow();
    const AdjudicationValue* value() const;

    QList<AdjudicationValue> m_readings;
    QStackedWidget* m_pages;
    QLabel* m_heading = nullptr;
    QListWidget* m_list = nullptr;
    Card m_here, m_theirs;
    CaptionEdit* m_editor = nullptr;
    RangeEdit* m_range = nullptr;
    QString m_offered; ///< what the field showed before a person wrote in it
    KeyButton* m_left = nullptr;
    KeyButton* m_right = nullptr;
    KeyButton* m_merge = nullptr;
};

} // namespace descant::ui
