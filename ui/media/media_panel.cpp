// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/media/media_panel.h"

#include "ui/support/conversions.h"
#include "ui/support/icons.h"
#include "ui/support/theme.h"
#include "ui/widgets/painting.h"

#include <QPainter>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace descant::ui {
namespace {
constexpr QSize kThumbnail(64, 36);
}

void MediaListModel::setRows(QList<MediaRow> rows)
{
    if (rows == m_rows)
        return;
    const bool sameIds = std::equal(rows.begin(), rows.end(), m_rows.begin(), m_rows.end(),
                                    [](const MediaRow& one, const MediaRow& other) { return one.id == other.id; });
    if (!sameIds)
        beginResetModel();
    m_rows = std::move(rows);
    if (!sameIds)
        endResetModel();
    else
        Q_EMIT dataChanged(index(0), index(int(m_rows.size()) - 1));
}

void MediaListModel::setThumbnail(const QString& id, const QImage& picture)
{
    m_thumbnails.insert(id, picture);
    if (const int row = indexOf(id); row >= 0)
        Q_EMIT dataChanged(index(row), index(row));
}

int MediaListModel::indexOf(const QString& id) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&](const MediaRow& row) { return row.id == id; });
    return found == m_rows.end() ? -1 : int(found - m_rows.begin());
}

int MediaListModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(m_rows.size()); }

QVariant MediaListModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_rows.size())
        return {};
    const MediaRow& medium = m_rows[index.row()];
    if (role == Qt::DisplayRole)
        return medium.name;
    if (role == Qt::AccessibleTextRole) {
        const QString words = tr("%1, %2, %3 of %4 done")
                                  .arg(medium.name, lengthText(medium.duration))
                                  .arg(medium.done)
                                  .arg(medium.segments);
        return medium.missing ? words + tr(", file missing") : words;
    }
    return role == Qt::ToolTipRole ? plainTip(medium.path) : QVariant();
}

QSize MediaDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const { return {200, 60}; }

void MediaDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto* model = static_cast<const MediaListModel*>(index.model());
    const MediaRow& medium = model->row(index.row());
    const Tokens& colors = tokens();
    painter->save();
    paintRowBackground(*painter, option.rect, option.state.testFlag(QStyle::State_Selected),
                       option.state.testFlag(QStyle::State_MouseOver));
    const auto place = [&](const QRect& box) { return QStyle::visualRect(option.direction, option.rect, box); };
    const QRect frame = place(QRect(QPoint(option.rect.left() + 16, option.rect.top() + 12), kThumbnail));
    painter->fillRect(frame, Qt::black);
    const QImage picture = model->thumbnail(medium.id);
    if (medium.missing)
        painter->drawPixmap(frame.center() - QPoint(9, 9),
                            tintedIcon("missing", colors.warn, 18, painter->device()->devicePixelRatioF()));
    else if (!picture.isNull()) {
        painter->setRenderHint(QPainter::SmoothPixmapTransform);
        const QSize fitted = picture.size().scaled(kThumbnail, Qt::KeepAspectRatio);
        painter->drawImage(QRect(frame.center() - QPoint(fitted.width() / 2, fitted.height() / 2), fitted), picture);
    }
    const int left = option.rect.left() + 16 + kThumbnail.width() + 10;
    const int width = option.rect.right() - 16 - left;
    QFont name = Theme::current().font(TextRole::Interface);
    name.setWeight(QFont::Medium);
    painter->setFont(name);
    paintLine(*painter, place(QRect(left, option.rect.top() + 8, width, 18)), medium.name,
              medium.missing ? colors.text2 : colors.text);
    painter->setFont(Theme::current().font(TextRole::Glance));
    const QString line = medium.missing ? tr("file missing")
        : medium.segments == 0          ? lengthText(medium.duration) + " · " + tr("no segments yet")
                                        : lengthText(medium.duration) + " · "
            + tr("%1 done").arg(leftToRight(QString("%1 / %2").arg(medium.done).arg(medium.segments)));
    paintLine(*painter, place(QRect(left, option.rect.top() + 26, width, 18)), line,
              medium.missing ? colors.warn : colors.text2);
    const double done = medium.segments == 0 ? 0.0 : double(medium.done) / medium.segments;
    paintBar(*painter, place(QRect(left, option.rect.bottom() - 10, width, 3)), done, colors.ok);
    painter->restore();
}

MediaPanel::MediaPanel(QWidget* parent)
    : QWidget(parent), m_model(new MediaListModel(this)), m_list(new QListView(this)), m_open(new QPushButton(this))
{
    m_list->setAccessibleName("media");
    m_list->setModel(m_model);
    m_list->setItemDelegate(new MediaDelegate(this));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMouseTracking(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_open->setProperty("look", "link");
    m_open->setText(tr("Drop or open videos…"));
    m_open->setAccessibleName(tr("Open videos"));
    m_open->setToolTip(tr("Adds videos to this project (Ctrl+O)"));
    m_open->setCursor(Qt::PointingHandCursor);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 8);
    column->setSpacing(4);
    column->addWidget(m_list, 1);
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(12, 0, 12, 0);
    foot->addWidget(m_open);
    foot->addStretch();
    column->addLayout(foot);
    connect(m_open, &QPushButton::clicked, this, &MediaPanel::openRequested);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& current) {
        if (current.isValid())
            Q_EMIT chosen(m_model->row(current.row()).id);
    });
}

void MediaPanel::setRows(const QList<MediaRow>& rows) { m_model->setRows(rows); }

void MediaPanel::setCurrent(const QString& id)
{
    const int row = m_model->indexOf(id);
    const QSignalBlocker quiet(m_list->selectionModel());
    if (row >= 0)
        m_list->selectionModel()->setCurrentIndex(m_model->index(row), QItemSelectionModel::ClearAndSelect);
    m_list->viewport()->update();
}

void MediaPanel::setThumbnail(const QString& id, const QImage& picture) { m_model->setThumbnail(id, picture); }

QList<MediaRow> MediaPanel::withoutThumbnail() const
{
    QList<MediaRow> rows;
    for (int i = 0; i < m_model->rowCount(); ++i)
        if (!m_model->row(i).missing && !m_model->hasThumbnail(m_model->row(i).id))
            rows.append(m_model->row(i));
    return rows;
}

} // namespace descant::ui
