// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/scores/score_runner.h"

#include <QAbstractTableModel>
#include <QTableView>

#include <optional>

namespace descant::ui {

/// Values from `low` on and below `high`; the last bar of a distribution holds its upper end too.
struct ScoreSpan {
    double low = 0, high = 0;
    enum class End { Open, Closed } end = End::Open;
    bool holds(double value) const { return value >= low && (value < high || (end == End::Closed && value == high)); }
};

/// The clips that were judged, as rows that can be sorted and of which a part can be shown. Sorting 100,000 rows takes
/// a few tens of milliseconds; nothing is copied.
class ClipModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Video, Time, Chosen, Beside, Difference, Caption, Others };

    using QAbstractTableModel::QAbstractTableModel;
    void setScores(ScoresPointer scores);
    /// The score in the column Chosen: worst first.
    void choose(workflows::Score score);
    void showOnly(std::optional<ScoreSpan> span); ///< of the chosen score; nothing: all
    workflows::Score chosen() const { return m_chosen; }
    int sortColumn() const { return m_sortColumn; }
    Qt::SortOrder sortOrder() const { return m_order; }

    /// Number in ProjectScores::clips.
    int clip(int row) const { return m_rows[std::size_t(row)]; }
    const std::vector<int>& clips() const { return m_rows; }
    std::vector<double> values() const; ///< the chosen score of all clips

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    QString text(int clip, int column) const;
    std::optional<double> number(int clip, int column) const;
    void arrange();
    std::vector<workflows::Score> others() const; ///< that have columns of their own

    ScoresPointer m_scores;
    workflows::Score m_chosen = workflows::Score::CiderD;
    std::optional<ScoreSpan> m_span;
    std::vector<int> m_rows;
    int m_sortColumn = Chosen;
    Qt::SortOrder m_order = Qt::AscendingOrder;
};

/// The table "judged clips". Enter, or a double click, asks to play; Ctrl+C copies what is chosen.
class ClipTable : public QTableView {
    Q_OBJECT
public:
    explicit ClipTable(QWidget* parent = nullptr);
    ClipModel* clips() const { return m_model; }
    void setScores(ScoresPointer scores);
    void choose(workflows::Score score);
    void showOnly(std::optional<ScoreSpan> span);
    int currentClip() const; ///< -1: none
    enum class Step { Next, Previous };
    bool step(Step direction); ///< false: there is none
    void copy() const;         ///< the chosen rows, or all when none is; as a spreadsheet takes it

Q_SIGNALS:
    void clipChosen(int clip); ///< -1: none
    void playRequested(int clip);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void begin();
    ClipModel* m_model;
};

} // namespace descant::ui
