// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include <functional>

QT_BEGIN_NAMESPACE
class QLineEdit;
QT_END_NAMESPACE

namespace descant::ui {

/// Theme, size and model folder. Everything acts at once but the size, which says that it waits for the next start.
class PreferencesDialog : public QDialog {
    Q_OBJECT
public:
    /// Asks for a folder and gives the answer later, or never.
    using AskFolder = std::function<void(std::function<void(const QString& folder)> chosen)>;
    explicit PreferencesDialog(AskFolder askModelFolder, QWidget* parent = nullptr);

Q_SIGNALS:
    void modelFolderChanged(const QString& folder);

private:
    QWidget* makeThemes();
    QWidget* makeSizes();
    QWidget* makeModel();
    void useModelFolder(const QString& folder);
    AskFolder m_askModelFolder;
};

} // namespace descant::ui
