// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/scores/clip_table.h"

#include <QWidget>

#include <optional>

namespace descant::ui {

/// How many clips have which score, as bars. Arrow keys walk along them, Enter or Space (or a click) shows only the
/// clips of a bar, once more, or Esc, all of them. What is drawn is also its accessible description.
class ScoreHistogram : public QWidget {
    Q_OBJECT
public:
    static constexpr int kBars = 20;

    explicit ScoreHistogram(QWidget* parent = nullptr);
    /// `name` is that of the score.
    void setValues(const std::vector<double>& values, const QString& name);
    std::optional<ScoreSpan> filter() const;
    int count(int bar) const { return m_counts[std::size_t(bar)]; }
    ScoreSpan span(int bar) const;
    QSize sizeHint() const override { return {280, 132}; }
    QSize minimumSizeHint() const override { return {200, 96}; }

Q_SIGNALS:
    void filterChanged();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    QRectF place(int bar) const;
    int barAt(QPointF position) const; ///< -1: none
    QString words(int bar) const;
    void goTo(int bar);
    void choose(int bar); ///< the same once more: none
    void tell();

    std::vector<int> m_counts = std::vector<int>(kBars);
    double m_low = 0, m_high = 1;
    int m_current = 0;
    int m_chosen = -1;
    QString m_name;
};

} // namespace descant::ui
