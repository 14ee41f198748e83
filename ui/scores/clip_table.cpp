// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scores/clip_table.h"

#include "ui/scores/cell_delegate.h"
#include "ui/scores/score_words.h"
#include "ui/support/conversions.h"
#include "ui/support/theme.h"
#include "ui/widgets/fitted_list.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <limits>
#include <numeric>

namespace descant::ui {
namespace {

constexpr int kRow = 26;
constexpr qsizetype kMostCopied = 100'000;

/// Model text is dashed wherever it stands: a ring of dashes before it.
QPixmap proposalMark()
{
    const double scale = qApp->devicePixelRatio();
    QPixmap picture(QSize(12, 12) * scale);
    picture.setDevicePixelRatio(scale);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(tokens().proposal, 1.5);
    pen.setDashPattern({2.0, 1.5});
    pen.setCapStyle(Qt::FlatCap);
    painter.setPen(pen);
    painter.drawEllipse(QRectF(1.5, 1.5, 9, 9));
    return picture;
}

} // namespace

using workflows::Score;
using workflows::ScoredClip;

void ClipModel::setScores(ScoresPointer scores)
{
    beginResetModel();
    m_scores = std::move(scores);
    m_span.reset();
    if (m_scores && !valueOf(m_scores->judged, m_chosen))
        m_chosen = Score::CiderD;
    if (m_scores && m_sortColumn >= columnCount())
        m_sortColumn = Chosen;
    arrange();
    endResetModel();
}

void ClipModel::choose(Score score)
{
    beginResetModel();
    m_chosen = score;
    m_span.reset();
    m_sortColumn = Chosen;
    m_order = Qt::AscendingOrder;
    arrange();
    endResetModel();
}

void ClipModel::showOnly(std::optional<ScoreSpan> span)
{
    beginResetModel();
    m_span = span;
    arrange();
    endResetModel();
}

std::vector<Score> ClipModel::others() const
{
    std::vector<Score> names = scoresIn(m_scores->judged);
    std::erase(names, m_chosen);
    return names;
}

std::vector<double> ClipModel::values() const
{
    std::vector<double> all;
    if (m_scores == nullptr)
        return all;
    all.reserve(m_scores->clips.size());
    for (const workflows::ScoredSegment& segment : m_scores->judged.segments)
        all.push_back(valueOf(segment, m_chosen).value_or(0));
    return all;
}

std::optional<double> ClipModel::number(int clip, int column) const
{
    const auto place = std::size_t(clip);
    const auto judged = valueOf(m_scores->judged.segments[place], m_chosen);
    if (column == Chosen)
        return judged;
    if (column >= Others)
        return valueOf(m_scores->judged.segments[place], others()[std::size_t(column - Others)]);
    if (!m_scores->beside || (column != Beside && column != Difference))
        return std::nullopt;
    const auto beside = valueOf(m_scores->beside->segments[place], m_chosen);
    if (column == Beside || !beside || !judged)
        return beside;
    return *judged - *beside;
}

void ClipModel::arrange()
{
    m_rows.clear();
    if (m_scores == nullptr)
        return;
    for (int clip = 0; clip < int(m_scores->clips.size()); ++clip) {
        if (!m_span || m_span->holds(number(clip, Chosen).value_or(0)))
            m_rows.push_back(clip);
    }
    const auto by = [this](const auto& key) {
        if (m_order == Qt::AscendingOrder)
            std::ranges::stable_sort(m_rows, std::less(), key);
        else
            std::ranges::stable_sort(m_rows, std::greater(), key);
    };
    const auto& clips = m_scores->clips;
    if (m_sortColumn == Video || m_sortColumn == Time) {
        // A video's clips stay in the order of its time.
        std::ranges::stable_sort(m_rows, std::less(), [&](int clip) { return clips[std::size_t(clip)].range.start; });
        if (m_sortColumn == Video)
            by([&](int clip) -> const std::string& { return clips[std::size_t(clip)].name; });
        else
            by([&](int clip) { return clips[std::size_t(clip)].range.start; });
    } else if (m_sortColumn == Caption) {
        by([&](int clip) -> const std::string& { return clips[std::size_t(clip)].candidate; });
    } else {
        std::vector<double> keys(clips.size());
        for (const int clip : m_rows)
            keys[std::size_t(clip)] = number(clip, m_sortColumn).value_or(0);
        by([&](int clip) { return keys[std::size_t(clip)]; });
    }
}

void ClipModel::sort(int column, Qt::SortOrder order)
{
    beginResetModel();
    m_sortColumn = column;
    m_order = order;
    arrange();
    endResetModel();
}

int ClipModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(m_rows.size()); }

int ClipModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() || m_scores == nullptr ? 0 : Others + int(others().size());
}

QString ClipModel::text(int number, int column) const
{
    const ScoredClip& clip = m_scores->clips[std::size_t(number)];
    if (column == Video)
        return toQString(clip.name);
    if (column == Time)
        return clip.mediumId.empty() ? QString("–") : rangeText(clip.range);
    if (column == Caption)
        return toQString(clip.candidate);
    return column == Difference ? differenceText(this->number(number, column))
                                : scoreText(this->number(number, column));
}

QVariant ClipModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || m_scores == nullptr || index.row() >= int(m_rows.size()))
        return {};
    const int clip = m_rows[std::size_t(index.row())];
    const int column = index.column();
    const bool isNumber = column != Video && column != Time && column != Caption;
    if (role == Qt::DisplayRole)
        return text(clip, column);
    if (role == Qt::AccessibleTextRole)
        return QString("%1: %2").arg(headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(),
                                     text(clip, column));
    if (role == Qt::ToolTipRole && !isNumber)
        return plainTip(text(clip, column));
    if (role == Qt::TextAlignmentRole && isNumber)
        return QVariant(Qt::AlignTrailing | Qt::AlignVCenter);
    if (role == Qt::DecorationRole && column == Caption)
        return proposalMark();
    if (role == Qt::ForegroundRole && column == Caption)
        return tokens().proposal;
    if (role == Qt::ForegroundRole && (column == Time || column >= Others))
        return tokens().text2;
    if (role == Qt::ForegroundRole && column == Difference) {
        const double difference = number(clip, column).value_or(0);
        return difference > 0 ? tokens().ok : difference < 0 ? tokens().bad : tokens().text2;
    }
    return {};
}

QVariant ClipModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    // The arrow that tells the order stands at the end, where numbers end.
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignLeading | Qt::AlignVCenter);
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || m_scores == nullptr || section >= columnCount())
        return {};
    switch (section) {
    case Video:
        return tr("Video");
    case Time:
        return tr("Time");
    case Chosen:
        return scoreName(m_chosen, workflows::MeteorPart::Full);
    case Beside:
        return tr("Beside");
    case Difference:
        return tr("Difference");
    case Caption:
        return tr("Judged caption");
    default:
        return scoreName(others()[std::size_t(section - Others)], workflows::MeteorPart::Full);
    }
}

ClipTable::ClipTable(QWidget* parent) : QTableView(parent), m_model(new ClipModel(this))
{
    setAccessibleName("judged clips");
    setModel(m_model);
    setItemDelegate(new CellDelegate(this));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setShowGrid(false);
    setTabKeyNavigation(false);
    setFrameShape(QFrame::NoFrame);
    setWordWrap(false);
    setMinimumHeight(120);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(kRow);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSortIndicator(ClipModel::Chosen, Qt::AscendingOrder);
    setSortingEnabled(true);
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
        Q_EMIT clipChosen(current.isValid() ? m_model->clip(current.row()) : -1);
    });
    connect(this, &QTableView::doubleClicked, this,
            [this](const QModelIndex& index) { Q_EMIT playRequested(m_model->clip(index.row())); });
    connect(horizontalHeader(), &QHeaderView::sortIndicatorChanged, this, [this] { begin(); });
    connect(&Theme::current(), &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

/// At the top, with the first row chosen.
void ClipTable::begin()
{
    if (m_model->rowCount() > 0)
        setCurrentIndex(m_model->index(0, 0)); // selectRow() finds no column from right to left
    else
        Q_EMIT clipChosen(-1);
    scrollToTop();
}

void ClipTable::setScores(ScoresPointer scores)
{
    const bool withBeside = scores && scores->beside;
    m_model->setScores(std::move(scores));
    setColumnHidden(ClipModel::Beside, !withBeside);
    setColumnHidden(ClipModel::Difference, !withBeside);
    constexpr std::pair<int, int> widths[] = {{ClipModel::Video, 130},     {ClipModel::Time, 112},
                                              {ClipModel::Chosen, 84},     {ClipModel::Beside, 76},
                                              {ClipModel::Difference, 92}, {ClipModel::Caption, 250}};
    for (const auto& [column, width] : widths)
        setColumnWidth(column, width);
    for (int column = ClipModel::Others; column < m_model->columnCount(); ++column)
        setColumnWidth(column, 84);
    begin();
}

void ClipTable::choose(Score score)
{
    m_model->choose(score);
    const QSignalBlocker quiet(horizontalHeader());
    horizontalHeader()->setSortIndicator(ClipModel::Chosen, Qt::AscendingOrder);
    horizontalHeader()->viewport()->update();
    begin();
}

void ClipTable::showOnly(std::optional<ScoreSpan> span)
{
    m_model->showOnly(span);
    begin();
}

int ClipTable::currentClip() const { return currentIndex().isValid() ? m_model->clip(currentIndex().row()) : -1; }

bool ClipTable::step(Step direction)
{
    const int row = !currentIndex().isValid() ? 0 : currentIndex().row() + (direction == Step::Next ? 1 : -1);
    if (row < 0 || row >= m_model->rowCount())
        return false;
    setCurrentIndex(m_model->index(row, 0)); // selectRow() finds no column from right to left
    scrollTo(m_model->index(row, 0));
    return true;
}

void ClipTable::copy() const
{
    std::vector<int> rows;
    for (const QModelIndex& index : selectionModel()->selectedRows())
        rows.push_back(index.row());
    if (rows.empty()) {
        rows.resize(std::size_t(std::min<qsizetype>(m_model->rowCount(), kMostCopied)));
        std::iota(rows.begin(), rows.end(), 0);
    }
    std::ranges::sort(rows);
    QString text;
    for (const int row : rows) {
        QString line;
        for (int column = 0; column < m_model->columnCount(); ++column) {
            if (!isColumnHidden(column))
                line += (line.isEmpty() ? "" : "\t") + m_model->index(row, column).data().toString().simplified();
        }
        text += line + '\n';
    }
    QApplication::clipboard()->setText(withoutMarks(text));
}

void ClipTable::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy))
        copy();
    else if (isEnter(*event) && !event->isAutoRepeat() && currentIndex().isValid())
        Q_EMIT playRequested(currentClip());
    else
        QTableView::keyPressEvent(event);
}

} // namespace descant::ui
