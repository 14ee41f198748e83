// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/captions/caption_values.h"

#include <QTimer>
#include <QWidget>

#include <optional>

QT_BEGIN_NAMESPACE
class QLabel;
class QListWidget;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;
QT_END_NAMESPACE

namespace descant::ui {

class ActionSet;
class CandidateList;
class CaptionEdit;

/// The right side of the window: the current segment's times, its human text, verdicts, proposals beside the text, and
/// history. Shows values; tells of edits by signals. Model text never enters the field unless it is taken.
class SegmentPanel : public QWidget {
    Q_OBJECT
public:
    explicit SegmentPanel(const ActionSet& actions, QWidget* parent = nullptr);

    /// Nothing: the empty state, saying how a segment is made.
    void show(const std::optional<SegmentValue>& segment);
    /// Words and 0…1 (negative: unknown) while the model works on this segment; an empty text ends it.
    void showProposing(const QString& what, double fraction);
    void setModelNotice(const QString& sentence); ///< in place of proposals while there is no model

    CaptionEdit* editor() const { return m_editor; }
    CandidateList* candidates() const { return m_candidates; }

Q_SIGNALS:
    void textEdited(const QString& text);
    void candidateTaken(int index);
    void leftText();
    void refused(const QString& sentence);

private:
    QWidget* makeContent(const ActionSet& actions);
    void addTextPart(QVBoxLayout* column, const ActionSet& actions);
    void addProposalPart(QVBoxLayout* column, const ActionSet& actions);
    void addHistoryPart(QVBoxLayout* column);
    void showCounts();
    void showProposalState();

    SegmentValue m_value;
    QString m_notice;
    bool m_proposing = false;
    QStackedWidget* m_stack;
    QLabel* m_heading = nullptr;
    CaptionEdit* m_editor = nullptr;
    QLabel* m_badge = nullptr;
    QLabel* m_counts = nullptr;
    QLabel* m_proposalHeading = nullptr;
    QLabel* m_proposalHint = nullptr;
    QProgressBar* m_progress = nullptr;
    QPushButton* m_stop = nullptr;
    QTimer m_patience;
    CandidateList* m_candidates = nullptr;
    QListWidget* m_history = nullptr;
};

} // namespace descant::ui
