// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

QT_BEGIN_NAMESPACE
class QLineEdit;
QT_END_NAMESPACE

namespace descant::ui {

/// Theme, size and model folder. Everything acts at once but the size, which says that it waits for the next start.
class PreferencesDialog : public QDialog {
    Q_OBJECT
public:
    explicit PreferencesDialog(QWidget* parent = nullptr);

Q_SIGNALS:
    void modelFolderChanged(const QString& folder);

private:
    QWidget* makeThemes();
    QWidget* makeSizes();
    QWidget* makeModel();
};

} // namespace descant::ui
