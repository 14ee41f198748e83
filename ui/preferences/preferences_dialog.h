// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include <functional>

namespace descant::ui {

/// Who works here, as the steps of projects name it, and how another name is kept.
struct OwnName {
    QString now;
    std::function<QString(const QString&)> keep; ///< empty, or why the name could not be kept
};

/// Theme, size and the person's name. Everything acts at once but the size, which says that it waits for the next
/// start, and the name, which says that it waits for the next project.
class PreferencesDialog : public QDialog {
    Q_OBJECT
public:
    explicit PreferencesDialog(OwnName name, QWidget* parent = nullptr);

private:
    QWidget* makeThemes();
    QWidget* makeSizes();
    QWidget* makeName();

    OwnName m_name;
};

} // namespace descant::ui
