// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/models_backend.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QListWidget;
class QPushButton;
QT_END_NAMESPACE

namespace descant::ui {

/// What can be downloaded, with licence and size.
class DownloadPage : public QWidget {
    Q_OBJECT
public:
    explicit DownloadPage(QWidget* parent = nullptr);
    void setDownloads(const std::vector<Download>& downloads);
    QListWidget* list() const { return m_list; }

Q_SIGNALS:
    void downloadRequested(const descant::ui::Download& item);
    void left();

private:
    void refresh();
    std::vector<Download> m_downloads;
    QListWidget* m_list;
    QLabel* m_words;
    QPushButton* m_start;
};

} // namespace descant::ui
