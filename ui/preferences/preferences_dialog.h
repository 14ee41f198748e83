// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace descant::ui {

/// Theme and size. Everything acts at once but the size, which says that it waits for the next start.
class PreferencesDialog : public QDialog {
    Q_OBJECT
public:
    explicit PreferencesDialog(QWidget* parent = nullptr);

private:
    QWidget* makeThemes();
    QWidget* makeSizes();
};

} // namespace descant::ui
