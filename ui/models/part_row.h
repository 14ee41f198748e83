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

/// One part that may be picked beside a model, such as spiece.model: its name, the file, buttons to choose and to
/// clear.
class PartRow : public QWidget {
    Q_OBJECT
public:
    PartRow(const QString& name, AskPath ask, QWidget* parent = nullptr);
    QString path() const { return m_path; }
    void setPath(const QString& path); ///< without telling anybody
    /// The file that takes the part while none is picked; empty: none does.
    void setFound(const QString& file);
    QPushButton* chooseButton() const { return m_choose; }

Q_SIGNALS:
    void changed();

private:
    void refresh();
    QString m_name, m_path, m_found;
    QLabel* m_words;
    QPushButton* m_choose;
    QPushButton* m_clear;
};

} // namespace descant::ui
