// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/window_layouts.h"

#include "ui/support/action_set.h"
#include "ui/support/settings.h"
#include "ui/widgets/dock_title.h"
#include "ui/widgets/panel_area.h"

#include <QDockWidget>
#include <QEvent>
#include <QMainWindow>

#include <algorithm>
#include <array>

namespace descant::ui {
namespace {

struct Arrangement {
    const char* layout;
    const char* action;
    bool media, segments, caption, jobs, scores;
    int left, right, bottom; ///< pixels
};

constexpr std::array<Arrangement, 5> kArrangements{{
    {"annotate", "view.layoutAnnotate", true, true, true, false, false, 264, 376, 140},
    {"review", "view.layoutReview", false, true, true, false, false, 340, 420, 140},
    {"describe", "view.layoutDescribe", false, false, true, false, false, 264, 376, 140},
    {"compare", "view.layoutCompare", false, true, true, true, false, 264, 540, 160},
    {"scores", "view.layoutScores", false, false, false, false, true, 264, 680, 140},
}};

constexpr std::array<std::pair<const char*, const char*>, 5> kPanelActions{{{"media", "view.panelMedia"},
                                                                            {"segments", "view.panelSegments"},
                                                                            {"caption", "view.panelCaption"},
                                                                            {"jobs", "view.panelJobs"},
                                                                            {"scores", "view.panelScores"}}};

const Arrangement& arrangementOf(const QString& layout)
{
    for (const Arrangement& arrangement : kArrangements)
        if (layout == QLatin1String(arrangement.layout))
            return arrangement;
    return kArrangements.front();
}

} // namespace

WindowLayouts::WindowLayouts(QMainWindow* window)
    : QObject(window), m_window(window), m_current(arrangementOf(Settings::currentLayout()).layout)
{
    m_window->installEventFilter(this);
    m_window->setDockNestingEnabled(true);
    m_window->setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    m_window->setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    m_window->setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
}

QStringList WindowLayouts::names()
{
    QStringList names;
    for (const Arrangement& arrangement : kArrangements)
        names.append(arrangement.layout);
    return names;
}

QDockWidget* WindowLayouts::add(const QString& name, const QString& title, QWidget* content)
{
    auto* dock = new QDockWidget(title, m_window);
    dock->setObjectName(name);
    dock->setAccessibleName(tr("panel %1").arg(title));
    dock->setTitleBarWidget(new DockTitle(dock));
    dock->setWidget(new PanelArea(content, dock));
    dock->hide();
    m_panels.insert(name, dock);
    return dock;
}

void WindowLayouts::connectActions(const ActionSet& actions)
{
    for (const Arrangement& arrangement : kArrangements) {
        QAction* action = actions.action(arrangement.action);
        action->setCheckable(true);
        action->setChecked(m_current == QLatin1String(arrangement.layout));
        m_titles.insert(arrangement.layout, action->text());
        connect(action, &QAction::triggered, this, [this, name = arrangement.layout] { use(name); });
        connect(this, &WindowLayouts::changed, action,
                [this, action, name = arrangement.layout] { action->setChecked(m_current == QLatin1String(name)); });
    }
    for (const auto& [name, id] : kPanelActions) {
        QAction* action = actions.action(id);
        QDockWidget* dock = panel(name);
        action->setCheckable(true);
        connect(action, &QAction::triggered, dock, [dock](bool visible) {
            dock->setVisible(visible);
            if (visible)
                dock->raise();
        });
        connect(dock->toggleViewAction(), &QAction::toggled, action, &QAction::setChecked);
    }
    connect(actions.action("view.resetLayout"), &QAction::triggered, this, &WindowLayouts::reset);
}

void WindowLayouts::showPanels()
{
    if (m_shown)
        return;
    m_shown = true;
    restore();
}

void WindowLayouts::hidePanels()
{
    remember();
    m_shown = false;
    for (QDockWidget* dock : std::as_const(m_panels))
        dock->hide();
}

void WindowLayouts::reveal(const QString& name)
{
    QDockWidget* dock = panel(name);
    if (!m_shown || dock == nullptr)
        return;
    dock->show();
    dock->raise();
}

void WindowLayouts::use(const QString& layout)
{
    remember();
    m_current = arrangementOf(layout).layout;
    Settings::setCurrentLayout(m_current);
    if (m_shown)
        restore();
    Q_EMIT changed(m_titles.value(m_current));
}

void WindowLayouts::reset()
{
    Settings::setLayout(m_current, {});
    if (m_shown)
        arrange();
    Q_EMIT changed(m_titles.value(m_current));
}

void WindowLayouts::remember() const
{
    if (m_shown)
        Settings::setLayout(m_current, m_window->saveState());
}

void WindowLayouts::restore()
{
    // What lies there may come from another version; then the layout begins anew.
    if (const QByteArray state = Settings::layout(m_current); state.isEmpty() || !m_window->restoreState(state))
        arrange();
}

bool WindowLayouts::eventFilter(QObject* watched, QEvent* event)
{
    // Queued: only after the event does the window lay its panels out.
    if (event->type() == QEvent::Resize && m_shown)
        QMetaObject::invokeMethod(this, &WindowLayouts::giveRoom, Qt::QueuedConnection);
    return QObject::eventFilter(watched, event);
}

namespace {
int neededWidth(const QDockWidget* dock) { return static_cast<PanelArea*>(dock->widget())->neededWidth(); }
} // namespace

void WindowLayouts::giveRoom()
{
    for (QDockWidget* dock : std::as_const(m_panels)) {
        const int needed = neededWidth(dock);
        if (dock->isVisible() && !dock->isFloating() && dock->width() < needed)
            m_window->resizeDocks({dock}, {needed}, Qt::Horizontal);
    }
}

void WindowLayouts::arrange()
{
    const Arrangement& made = arrangementOf(m_current);
    QDockWidget* media = panel("media");
    QDockWidget* segments = panel("segments");
    QDockWidget* caption = panel("caption");
    QDockWidget* jobs = panel("jobs");
    QDockWidget* scores = panel("scores");
    for (QDockWidget* dock : std::as_const(m_panels))
        dock->setFloating(false);
    m_window->addDockWidget(Qt::LeftDockWidgetArea, media);
    m_window->addDockWidget(Qt::LeftDockWidgetArea, segments);
    m_window->splitDockWidget(media, segments, Qt::Vertical);
    m_window->addDockWidget(Qt::RightDockWidgetArea, caption);
    m_window->addDockWidget(Qt::RightDockWidgetArea, scores);
    m_window->tabifyDockWidget(caption, scores);
    m_window->addDockWidget(Qt::BottomDockWidgetArea, jobs);
    media->setVisible(made.media);
    segments->setVisible(made.segments);
    caption->setVisible(made.caption);
    jobs->setVisible(made.jobs);
    scores->setVisible(made.scores);
    QDockWidget* right = made.scores ? scores : caption;
    m_window->resizeDocks({made.media ? media : segments, right}, {made.left, std::max(made.right, neededWidth(right))},
                          Qt::Horizontal);
    m_window->resizeDocks({media, segments}, {320, 440}, Qt::Vertical);
    m_window->resizeDocks({jobs}, {made.bottom}, Qt::Vertical);
    giveRoom();
    // A panel that is shown for the first time gets its width once it has been laid out.
    QMetaObject::invokeMethod(
        this,
        [this, right, width = made.right] {
            if (right->isVisible() && !right->isFloating() && right->width() < width)
                m_window->resizeDocks({right}, {width}, Qt::Horizontal);
        },
        Qt::QueuedConnection);
}

} // namespace descant::ui
