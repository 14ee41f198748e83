// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QList>
#include <QObject>
#include <QString>

QT_BEGIN_NAMESPACE
class QDockWidget;
class QMainWindow;
QT_END_NAMESPACE

namespace descant::ui {

class ActionSet;

/// The panels of the window as docks, and five arrangements of them that remember themselves: what a person moves or
/// hides in one of them is there again when it is chosen again, also after a restart. UI thread only.
class WindowLayouts : public QObject {
    Q_OBJECT
public:
    explicit WindowLayouts(QMainWindow* window);

    /// A panel, made once. `name` is its stable name ("media", "segments", "caption", "jobs", "scores").
    QDockWidget* add(const QString& name, const QString& title, QWidget* content);
    /// Menu entries "view.layout…", "view.panel…" and "view.resetLayout".
    void connectActions(const ActionSet& actions);

    /// Shows the panels as the current layout has them; or hides all, for the start page. The second call of either
    /// does nothing.
    void showPanels();
    void hidePanels();
    /// Makes a panel visible and brings it to the front, in the layout that is shown.
    void reveal(const QString& name);
    void use(const QString& layout);
    /// The current layout as it was made.
    void reset();
    /// Writes the current layout down; at the end of the program.
    void remember() const;
    QString current() const { return m_current; }
    static QStringList names(); ///< annotate, review, describe, compare, scores

Q_SIGNALS:
    void changed(const QString& title);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void arrange();
    /// Makes panels that a small window has squeezed as wide again as their parts need, where there is room now.
    void giveRoom();
    void restore();
    QDockWidget* panel(const QString& name) const { return m_panels.value(name); }
    QMainWindow* m_window;
    QHash<QString, QDockWidget*> m_panels;
    QHash<QString, QString> m_titles;
    QString m_current;
    bool m_shown = false;
};

} // namespace descant::ui
