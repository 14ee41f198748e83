// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStackedWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace descant::ui {

class ProgressStrip;

/// How the export that was ordered goes, and how it ended; hidden before one was.
class ExportState : public QStackedWidget {
    Q_OBJECT
public:
    explicit ExportState(QWidget* parent = nullptr);
    void clear();
    /// `fraction` below 0: it cannot be known.
    void showProgress(const QString& words, double fraction);
    /// With a folder there is something to look at.
    void showEnd(const QString& words, const QString& folder = {});

Q_SIGNALS:
    void cancelled();
    void openFolderRequested(const QString& folder);

private:
    void fillEnd();
    ProgressStrip* m_progress;
    QWidget* m_end;
    QLabel* m_result = nullptr;
    QPushButton* m_open = nullptr;
    QString m_folder;
};

} // namespace descant::ui
