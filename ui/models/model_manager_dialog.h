// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/add_model_page.h"

#include <QDialog>

QT_BEGIN_NAMESPACE
class QLabel;
class QListView;
class QStackedWidget;
QT_END_NAMESPACE

namespace descant::ui {

class DownloadPage;
class ErrorBar;
class ModelDetails;
class ModelJobs;
class ModelListModel;

/// The model manager: the models that are known, what is known of the chosen one and what can be done with it; pages to
/// add a model from files and to download one. What takes long goes on in ModelJobs when this is closed. Not modal.
class ModelManagerDialog : public QDialog {
    Q_OBJECT
public:
    ModelManagerDialog(ModelJobs& jobs, const ModelPickers& pickers, QWidget* parent = nullptr);

    /// Goes to the page that adds a model, with this picked.
    void addFrom(const QString& path);
    void choose(const QString& folder); ///< once it is on the shelf

private:
    QWidget* makeLeft();
    QWidget* makeRight(const ModelPickers& pickers);
    QWidget* makeEmpty();
    QWidget* makeFoot();
    void connectJobs();
    void connectPages();
    void showShelf();
    void showChosen();
    void showFailure(const Error& error);
    void showAddPage();
    void showDownloads();
    void goBack();
    void say(const QString& words);

    ModelJobs& m_jobs;
    ModelListModel* m_models;
    QString m_wanted; ///< folder of the row to choose
    ErrorBar* m_errors;
    QListView* m_list = nullptr;
    QPushButton* m_add = nullptr;
    QPushButton* m_download = nullptr;
    QPushButton* m_previous = nullptr;
    QStackedWidget* m_pages = nullptr;
    QLabel* m_reading = nullptr;
    QWidget* m_empty = nullptr;
    ModelDetails* m_details = nullptr;
    AddModelPage* m_addPage = nullptr;
    DownloadPage* m_downloadPage = nullptr;
    QWidget* m_downloadArea = nullptr;
    QLabel* m_result = nullptr;
};

} // namespace descant::ui
