// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStackedWidget>

QT_BEGIN_NAMESPACE
class QHBoxLayout;
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace descant::ui {

class ProgressStrip;

/// How work that was ordered goes, and how it ended; hidden before any was.
class ExportState : public QStackedWidget {
    Q_OBJECT
public:
    explicit ExportState(QWidget* parent = nullptr);
    /// One more button for an end with a folder, before "Open folder".
    void addEndButton(QPushButton* button);
    void clear();
    /// Whether somebody may be about to cancel; setFocus() lets them.
    bool hasKeyboard() const;
    /// `fraction` below 0: it cannot be known.
    void showProgress(const QString& words, double fraction);
    /// With a folder there is something to look at.
    void showEnd(const QString& words, const QString& folder = {});
    const QString& folder() const { return m_folder; }

Q_SIGNALS:
    void cancelled();
    void openFolderRequested(const QString& folder);

private:
    void fillEnd();
    ProgressStrip* m_progress;
    QWidget* m_end;
    QLabel* m_result = nullptr;
    QPushButton* m_open = nullptr;
    QPushButton* m_more = nullptr;
    QHBoxLayout* m_row = nullptr;
    QString m_folder;
};

} // namespace descant::ui
