// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QListView>
#include <QStyledItemDelegate>

#include <functional>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
class QWidget;
QT_END_NAMESPACE

namespace descant::ui {

enum class JobState { Waiting, Running, Done, Failed, Cancelled };

/// A piece of work that runs beside the window.
struct JobRow {
    int id = 0;
    QString title;          ///< "Propose for segment 2"
    QString detail;         ///< what it does now, or how it ended
    double fraction = -1.0; ///< negative while it cannot be known
    JobState state = JobState::Waiting;
    std::function<void()> cancel;
};

/// All jobs of this start, newest first; finished ones stay until they are cleared. UI thread only.
class JobListModel : public QAbstractListModel {
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;
    int add(const QString& title, std::function<void()> cancel);
    void setCancel(int id, std::function<void()> cancel);
    void progress(int id, const QString& detail, double fraction);
    void finish(int id, JobState state, const QString& detail);
    void clearFinished();
    const JobRow& row(int index) const { return m_rows[index]; }
    int running() const;
    /// The job to show in the status bar: the oldest that runs.
    const JobRow* front() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    int indexOf(int id) const;
    QList<JobRow> m_rows;
    int m_lastId = 0;
};

class JobDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// The list "jobs" with what can be done about them.
class JobPanel : public QWidget {
    Q_OBJECT
public:
    explicit JobPanel(JobListModel* model, QWidget* parent = nullptr);

private:
    void refresh();
    /// The chosen job, or without one the job in front, where it can be cancelled; else nothing.
    const JobRow* cancellable() const;
    JobListModel* m_model;
    QListView* m_list;
    QWidget* m_emptyPage;
    QLabel* m_empty;
    QPushButton* m_cancel;
    QPushButton* m_clear;
};

} // namespace descant::ui
