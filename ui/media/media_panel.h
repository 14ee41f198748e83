// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"

#include <QAbstractListModel>
#include <QImage>
#include <QListView>
#include <QStyledItemDelegate>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace descant::ui {

/// A video of the project, as the list shows it.
struct MediaRow {
    QString id;
    QString name;
    QString path;
    MediaTime duration{0};
    int done = 0; ///< segments with a verdict
    int segments = 0;
    bool missing = false; ///< the file is not where the project says
    bool operator==(const MediaRow&) const = default;
};

class MediaListModel : public QAbstractListModel {
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;
    void setRows(QList<MediaRow> rows);
    void setThumbnail(const QString& id, const QImage& picture);
    const MediaRow& row(int index) const { return m_rows[index]; }
    int indexOf(const QString& id) const;
    QImage thumbnail(const QString& id) const { return m_thumbnails.value(id); }
    bool hasThumbnail(const QString& id) const { return m_thumbnails.contains(id); }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    QList<MediaRow> m_rows;
    QHash<QString, QImage> m_thumbnails;
};

class MediaDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// The list "media" with thumbnails, lengths and how much is done, and below it where to drop more.
class MediaPanel : public QWidget {
    Q_OBJECT
public:
    explicit MediaPanel(QWidget* parent = nullptr);
    void setRows(const QList<MediaRow>& rows);
    void setCurrent(const QString& id);
    void setThumbnail(const QString& id, const QImage& picture);
    /// Rows that have no thumbnail yet.
    QList<MediaRow> withoutThumbnail() const;
    QListView* list() const { return m_list; }

Q_SIGNALS:
    void chosen(const QString& id);
    void openRequested();

private:
    MediaListModel* m_model;
    QListView* m_list;
    QPushButton* m_open;
};

} // namespace descant::ui
