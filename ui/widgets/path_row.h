// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <functional>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace descant::ui {

/// Asks for a folder or a file and gives the answer later, or never.
using AskPath = std::function<void(std::function<void(const QString& path)> chosen)>;

/// A file or a folder that may be picked: its name, buttons to choose and to clear.
class PathRow : public QWidget {
    Q_OBJECT
public:
    PathRow(const QString& name, AskPath ask, QWidget* parent = nullptr);
    QString path() const { return m_path; }
    void setPath(const QString& path); ///< without telling anybody
    /// The file that is taken while none is picked; empty: none is.
    void setFound(const QString& file);
    /// What is said while none is picked and none was found.
    void setNone(const QString& words);
    QPushButton* chooseButton() const { return m_choose; }

Q_SIGNALS:
    void changed();

private:
    void refresh();
    QString m_name, m_path, m_found, m_none;
    QLabel* m_words;
    QPushButton* m_choose;
    QPushButton* m_clear;
};

} // namespace descant::ui
