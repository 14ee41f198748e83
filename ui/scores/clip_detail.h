// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/scores/score_runner.h"

#include <QFrame>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QVBoxLayout;
QT_END_NAMESPACE

namespace descant::ui {

/// A caption in a frame, solid for people's and dashed for a model's, that can be chosen and copied.
class CaptionCard : public QFrame {
    Q_OBJECT
public:
    enum class Writer { Person, Model };
    CaptionCard(Writer writer, QWidget* parent);
    /// `text` is rich text, `plain` what it says.
    void show(const QString& heading, const QString& text, const QString& plain);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Writer m_writer;
    QLabel* m_heading;
    QLabel* m_text;
};

/// One clip: what it was judged against, and what was judged, word by word against the reference that is nearest.
class ClipDetail : public QWidget {
    Q_OBJECT
public:
    explicit ClipDetail(QWidget* parent = nullptr);
    /// -1: none.
    void show(ScoresPointer scores, int clip, const QString& judged, const QString& beside);

private:
    void refresh();
    ScoresPointer m_scores;
    int m_clip = -1;
    QString m_judgedName, m_besideName;
    QLabel* m_heading;
    QLabel* m_note;
    CaptionCard* m_judged;
    CaptionCard* m_beside;
    CaptionCard* m_references;
};

/// The candidate as rich text: words that the nearest reference lacks marked, words of it that are missing struck out.
/// Without marks where too little is shared.
QString comparedWords(const QString& candidate, const std::vector<std::string>& references);

} // namespace descant::ui
