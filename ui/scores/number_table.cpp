// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scores/number_table.h"

#include "ui/scores/cell_delegate.h"
#include "ui/scores/score_words.h"
#include "ui/support/theme.h"

#include <QFontMetrics>
#include <QHeaderView>
#include <QLocale>
#include <QScrollBar>

#include <algorithm>

namespace descant::ui {
namespace {

constexpr int kRow = 24;
constexpr int kWidestName = 84; ///< of a captioner, in a head

QString countsText(const workflows::ScoreDifference& difference)
{
    const QLocale locale;
    return QString("%1 · %2 · %3")
        .arg(locale.toString(qulonglong(difference.better)), locale.toString(qulonglong(difference.equal)),
             locale.toString(qulonglong(difference.worse)));
}

} // namespace

using workflows::Score;

void NumberModel::setScores(ScoresPointer scores, const QString& judged, const QString& beside)
{
    beginResetModel();
    m_scores = std::move(scores);
    m_names = m_scores ? scoresIn(m_scores->judged) : std::vector<Score>();
    m_judged = judged;
    m_beside = beside;
    endResetModel();
}

int NumberModel::rowOf(Score score) const
{
    const auto found = std::ranges::find(m_names, score);
    return found == m_names.end() ? -1 : int(found - m_names.begin());
}

int NumberModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(m_names.size()); }

int NumberModel::columnCount(const QModelIndex& parent) const
{
    if (parent.isValid() || m_scores == nullptr)
        return 0;
    return m_scores->beside ? All : 3;
}

NumberModel::Column NumberModel::columnAt(int section) const
{
    // With one captioner: name, number, interval.
    return m_scores && !m_scores->beside && section == 2 ? JudgedInterval : static_cast<Column>(section);
}

QString NumberModel::intervalOf(const workflows::ScoreReport& report, Score score) const
{
    const auto interval = report.intervals.find(std::string(nameOf(score)));
    return interval == report.intervals.end() ? QString() : intervalText(interval->second);
}

QString NumberModel::text(Score score, int column) const
{
    if (column == Name)
        return scoreName(score, m_scores->judged.meteorPart);
    if (column == Judged)
        return scoreText(valueOf(m_scores->judged, score));
    if (column == JudgedInterval)
        return intervalOf(m_scores->judged, score);
    if (column == Beside)
        return scoreText(valueOf(*m_scores->beside, score));
    if (column == BesideInterval)
        return intervalOf(*m_scores->beside, score);
    const auto found = m_scores->differences.find(score);
    if (found == m_scores->differences.end())
        return {};
    const workflows::ScoreDifference& difference = found->second;
    return column == Difference        ? differenceText(difference.difference)
        : column == DifferenceInterval ? intervalText(difference.interval)
        : column == Chance             ? probabilityText(difference.probability)
                                       : countsText(difference);
}

QVariant NumberModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || m_scores == nullptr)
        return {};
    const Score score = m_names[std::size_t(index.row())];
    const Column column = columnAt(index.column());
    if (role == Qt::DisplayRole)
        return text(score, column);
    if (role == Qt::AccessibleTextRole)
        return QString("%1, %2: %3")
            .arg(text(score, Name), headerData(index.column(), Qt::Horizontal, Qt::ToolTipRole).toString(),
                 text(score, column));
    if (role == Qt::TextAlignmentRole && column != Name)
        return QVariant(Qt::AlignTrailing | Qt::AlignVCenter);
    const bool isInterval = column == JudgedInterval || column == BesideInterval || column == DifferenceInterval;
    if (role == Qt::ForegroundRole && isInterval)
        return tokens().text2;
    // Coloured where the interval leaves 0 out: the sign tells which way.
    if (role == Qt::ForegroundRole && column == Difference) {
        const auto found = m_scores->differences.find(score);
        if (found != m_scores->differences.end() && found->second.interval.low > 0)
            return tokens().ok;
        if (found != m_scores->differences.end() && found->second.interval.high < 0)
            return tokens().bad;
    }
    return {};
}

QVariant NumberModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole)
        return QVariant((section == 0 ? Qt::AlignLeading : Qt::AlignTrailing) | Qt::AlignVCenter);
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    const bool tip = role == Qt::ToolTipRole;
    const auto captioner = [tip](const QString& name) {
        const QFontMetrics metrics(Theme::current().font(TextRole::Heading));
        return tip ? name : metrics.elidedText(name, Qt::ElideRight, kWidestName);
    };
    switch (columnAt(section)) {
    case Name:
        return tr("Score");
    case Judged:
        return captioner(m_judged);
    case Beside:
        return captioner(m_beside);
    case Difference:
        return tip ? tr("difference: %1 less %2").arg(m_judged, m_beside) : tr("Difference");
    case Chance:
        return tip ? tr("how probable such a difference would be by chance") : tr("By chance");
    case Counts:
        return tip ? tr("clips where %1 is better, equal, worse").arg(m_judged) : tr("Better · equal · worse");
    case DifferenceInterval:
        return tip ? tr("95 percent interval of the difference") : tr("95 %");
    case BesideInterval:
        return tip ? tr("95 percent interval of %1").arg(m_beside) : tr("Its 95 %");
    default:
        return tip ? tr("95 percent interval of %1").arg(m_judged) : tr("95 %");
    }
}

NumberTable::NumberTable(QWidget* parent) : QTableView(parent), m_model(new NumberModel(this))
{
    setAccessibleName("scores");
    setModel(m_model);
    setItemDelegate(new CellDelegate(this));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setShowGrid(false);
    setTabKeyNavigation(false);
    setFrameShape(QFrame::NoFrame);
    setWordWrap(false);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(kRow);
    verticalHeader()->setMinimumSectionSize(kRow);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
        if (current.isValid())
            Q_EMIT chosen(m_model->score(current.row()));
    });
}

void NumberTable::setScores(const ScoresPointer& scores, const QString& judged, const QString& beside)
{
    m_model->setScores(scores, judged, beside);
    updateGeometry();
}

void NumberTable::choose(Score score)
{
    if (const int row = m_model->rowOf(score); row >= 0)
        setCurrentIndex(m_model->index(row, 0)); // selectRow() finds no column from right to left
}

QString NumberTable::asText() const
{
    QString text;
    for (int column = 0; column < m_model->columnCount(); ++column)
        text += (column == 0 ? "" : "\t") + m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    for (int row = 0; row < m_model->rowCount(); ++row) {
        for (int column = 0; column < m_model->columnCount(); ++column)
            text += (column == 0 ? "\n" : "\t") + m_model->index(row, column).data().toString();
    }
    return text;
}

int NumberTable::neededWidth() const { return horizontalHeader()->length() + 2 * frameWidth() + 8; }

QSize NumberTable::sizeHint() const
{
    const int header = horizontalHeader()->sizeHint().height();
    const int bar = m_model->columnCount() > 3 ? horizontalScrollBar()->sizeHint().height() : 0;
    return {neededWidth(), header + kRow * m_model->rowCount() + bar + 4};
}

} // namespace descant::ui
