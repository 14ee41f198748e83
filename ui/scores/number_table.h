// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/scores/score_runner.h"

#include <QAbstractTableModel>
#include <QTableView>

namespace descant::ui {

/// The numbers of the whole set: a row for each score, with its 95 % interval; beside a second captioner also the
/// difference, its interval, how probable it is by chance, and how many clips were better, equal and worse.
class NumberModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;
    void setScores(ScoresPointer scores, const QString& judged, const QString& beside);
    workflows::Score score(int row) const { return m_names[std::size_t(row)]; }
    int rowOf(workflows::Score score) const; ///< -1: it was not computed

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    /// What matters most first: the panel may be narrow.
    enum Column {
        Name,
        Judged,
        Beside,
        Difference,
        DifferenceInterval,
        Chance,
        Counts,
        JudgedInterval,
        BesideInterval,
        All
    };
    Column columnAt(int section) const;
    QString text(workflows::Score score, int column) const;
    QString intervalOf(const workflows::ScoreReport& report, workflows::Score score) const;
    ScoresPointer m_scores;
    std::vector<workflows::Score> m_names;
    QString m_judged, m_beside;
};

/// The table "scores"; its current row is the score that clips are sorted by.
class NumberTable : public QTableView {
    Q_OBJECT
public:
    explicit NumberTable(QWidget* parent = nullptr);
    void setScores(const ScoresPointer& scores, const QString& judged, const QString& beside);
    void choose(workflows::Score score);
    QString asText() const; ///< with tabulators, as a spreadsheet takes it
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {200, sizeHint().height()}; }
    int neededWidth() const; ///< in which nothing is scrolled

Q_SIGNALS:
    void chosen(descant::workflows::Score score);

private:
    NumberModel* m_model;
};

} // namespace descant::ui
