// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/job_panel.h"

#include "ui/support/conversions.h"
#include "ui/support/theme.h"
#include "ui/widgets/painting.h"

#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace descant::ui {
namespace {

bool isFinished(const JobRow& row) { return row.state != JobState::Waiting && row.state != JobState::Running; }

QString stateWord(JobState state)
{
    switch (state) {
    case JobState::Waiting:
        return JobListModel::tr("waiting");
    case JobState::Running:
        return JobListModel::tr("running");
    case JobState::Done:
        return JobListModel::tr("done");
    case JobState::Failed:
        return JobListModel::tr("failed");
    case JobState::Cancelled:
        return JobListModel::tr("cancelled");
    }
    return {};
}

QColor stateColor(JobState state)
{
    switch (state) {
    case JobState::Done:
        return tokens().ok;
    case JobState::Failed:
        return tokens().bad;
    case JobState::Cancelled:
        return tokens().warn;
    case JobState::Waiting:
    case JobState::Running:
        break;
    }
    return tokens().text2;
}

} // namespace

int JobListModel::add(const QString& title, std::function<void()> cancel)
{
    beginInsertRows({}, 0, 0);
    m_rows.prepend({++m_lastId, title, {}, -1.0, JobState::Waiting, std::move(cancel)});
    endInsertRows();
    return m_lastId;
}

int JobListModel::indexOf(int id) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [id](const JobRow& row) { return row.id == id; });
    return found == m_rows.end() ? -1 : int(found - m_rows.begin());
}

void JobListModel::setCancel(int id, std::function<void()> cancel)
{
    if (const int row = indexOf(id); row >= 0) {
        m_rows[row].cancel = std::move(cancel);
        Q_EMIT dataChanged(index(row), index(row));
    }
}

void JobListModel::progress(int id, const QString& detail, double fraction)
{
    const int row = indexOf(id);
    if (row < 0 || isFinished(m_rows[row]))
        return;
    m_rows[row].state = JobState::Running;
    m_rows[row].detail = detail;
    m_rows[row].fraction = fraction;
    Q_EMIT dataChanged(index(row), index(row));
}

void JobListModel::finish(int id, JobState state, const QString& detail)
{
    const int row = indexOf(id);
    if (row < 0)
        return;
    m_rows[row].state = state;
    m_rows[row].detail = detail;
    m_rows[row].cancel = {};
    Q_EMIT dataChanged(index(row), index(row));
}

void JobListModel::clearFinished()
{
    beginResetModel();
    m_rows.erase(std::remove_if(m_rows.begin(), m_rows.end(), isFinished), m_rows.end());
    endResetModel();
}

int JobListModel::running() const
{
    return int(std::count_if(m_rows.begin(), m_rows.end(), [](const JobRow& row) { return !isFinished(row); }));
}

const JobRow* JobListModel::front() const
{
    const auto found = std::find_if(m_rows.rbegin(), m_rows.rend(), [](const JobRow& row) { return !isFinished(row); });
    return found == m_rows.rend() ? nullptr : &*found;
}

int JobListModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(m_rows.size()); }

QVariant JobListModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_rows.size())
        return {};
    const JobRow& job = m_rows[index.row()];
    if (role == Qt::DisplayRole)
        return job.title;
    if (role == Qt::AccessibleTextRole)
        return QString("%1, %2%3")
            .arg(job.title, stateWord(job.state), job.detail.isEmpty() ? QString() : ", " + job.detail);
    return role == Qt::ToolTipRole ? plainTip(job.detail) : QVariant();
}

QSize JobDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const { return {200, 60}; }

void JobDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const JobRow& job = static_cast<const JobListModel*>(index.model())->row(index.row());
    painter->save();
    paintRowBackground(*painter, option.rect, option.state.testFlag(QStyle::State_Selected),
                       option.state.testFlag(QStyle::State_MouseOver));
    const QRect body = option.rect.adjusted(16, 8, -16, -8);
    painter->setFont(Theme::current().font(TextRole::Interface));
    paintLine(*painter, QRect(body.left(), body.top(), body.width(), 18), job.title, tokens().text);
    painter->setFont(Theme::current().font(TextRole::Glance));
    const bool busy = job.state == JobState::Running;
    const QString line = busy && !job.detail.isEmpty() ? job.detail
        : job.detail.isEmpty()                         ? stateWord(job.state)
                                                       : stateWord(job.state) + " · " + job.detail;
    paintLine(*painter, QRect(body.left(), body.top() + 18, body.width(), 18), line, stateColor(job.state));
    if (busy)
        paintBar(*painter, QRect(body.left(), body.bottom() - 3, body.width(), 3), std::max(0.02, job.fraction),
                 tokens().accent);
    painter->restore();
}

JobPanel::JobPanel(JobListModel* model, QWidget* parent)
    : QWidget(parent),
      m_model(model),
      m_list(new QListView(this)),
      m_emptyPage(new QWidget(this)),
      m_empty(makeGlance({}, m_emptyPage)),
      m_cancel(new QPushButton(tr("Cancel job"), this)),
      m_clear(new QPushButton(tr("Clear finished"), this))
{
    m_list->setAccessibleName("jobs");
    m_list->setModel(model);
    m_list->setItemDelegate(new JobDelegate(this));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_empty->setText(tr("Nothing is running. Work that takes long – proposing, exporting, reading files – is listed "
                        "here and can be cancelled."));
    m_empty->setWordWrap(true);
    auto* emptyColumn = new QVBoxLayout(m_emptyPage);
    emptyColumn->setContentsMargins(16, 12, 16, 12);
    emptyColumn->addWidget(m_empty);
    emptyColumn->addStretch();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 8);
    column->addWidget(m_emptyPage, 1);
    column->addWidget(m_list, 1);
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(16, 0, 16, 0);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_clear);
    buttons->addStretch();
    column->addLayout(buttons);
    connect(m_clear, &QPushButton::clicked, model, &JobListModel::clearFinished);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (const JobRow* job = cancellable())
            std::function<void()>(job->cancel)();
    });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &JobPanel::refresh);
    connect(model, &QAbstractItemModel::modelReset, this, &JobPanel::refresh);
    connect(model, &QAbstractItemModel::rowsInserted, this, &JobPanel::refresh);
    connect(model, &QAbstractItemModel::dataChanged, this, &JobPanel::refresh);
    refresh();
}

const JobRow* JobPanel::cancellable() const
{
    const QModelIndex chosen = m_list->currentIndex();
    const JobRow* job = chosen.isValid() ? &m_model->row(chosen.row()) : m_model->front();
    return job != nullptr && job->cancel ? job : nullptr;
}

void JobPanel::refresh()
{
    const int rows = m_model->rowCount();
    m_emptyPage->setVisible(rows == 0);
    m_list->setVisible(rows > 0);
    m_cancel->setVisible(rows > 0);
    m_clear->setVisible(rows > 0);
    m_cancel->setEnabled(cancellable() != nullptr);
    m_clear->setEnabled(m_model->running() < rows);
}

} // namespace descant::ui
