// SPDX-License-Identifier: GPL-3.0-or-later
// What the actions of the window itself do: files, views, help.
#include "ui/mainwindow/main_window.h"

#include "core/workflows/person_at_work.h"

#include "ui/captions/caption_edit.h"
#include "ui/captions/segment_panel.h"
#include "ui/mainwindow/key_page.h"
#include "ui/mainwindow/medium_view.h"
#include "ui/mainwindow/project_controller.h"
#include "ui/mainwindow/proposal_runner.h"
#include "ui/mainwindow/segment_commands.h"
#include "ui/mainwindow/status_line.h"
#include "ui/mainwindow/window_layouts.h"
#include "ui/media/media_panel.h"
#include "ui/preferences/preferences_dialog.h"
#include "ui/support/action_set.h"
#include "ui/support/conversions.h"
#include "ui/support/error_bar.h"
#include "ui/support/settings.h"
#include "ui/timeline/timeline_widget.h"
#include "ui/widgets/command_search.h"

#include <QDragEnterEvent>
#include <QMimeData>

namespace descant::ui {
namespace {

OwnName ownName()
{
    const auto keep = [](const QString& name) {
        const auto kept = workflows::setPersonAtWork(name.toStdString());
        return kept ? QString() : sentence(kept.error());
    };
    return {toQString(workflows::personAtWork()), keep};
}

} // namespace

void MainWindow::connectActions()
{
    m_mediumView->connectActions(*m_actions);
    m_segments->connectActions(*m_actions);
    m_actions->connectTo("edit.undo", m_project, [this] { m_project->undo(); });
    m_actions->connectTo("edit.redo", m_project, [this] { m_project->redo(); });
    m_actions->connectTo("edit.text", this, [this] { m_segmentPanel->editor()->setFocus(); });
    m_actions->connectTo("edit.leaveText", this, [this] { m_mediumView->timeline()->setFocus(); });
    m_actions->connectTo("edit.preferences", this, [this] { (new PreferencesDialog(ownName(), this))->show(); });
    m_actions->connectTo("propose.model", this, [this] { showModels(); });
    m_actions->connectTo("play.goTo", this, [this] { m_search->askTime(); });
    m_actions->connectTo("view.command", this, [this] { m_search->ask(); });
    m_actions->connectTo("view.timeline", this, [this] { m_mediumView->timeline()->setFocus(); });
    m_actions->connectTo("view.media", this, [this] { m_mediaPanel->list()->setFocus(); });
    m_actions->connectTo("view.fullScreen", this, [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
    m_actions->connectTo("help.keys", this, [this] { (new KeyPage(this))->show(); });
    m_actions->connectTo("help.sample", this, [this] { openSample(); });
    m_actions->connectTo("help.about", this, [this] {
        m_errors->showHint(tr("Descant %1 – a studio for describing video. Free software under the GNU General Public "
                              "License, version 3 or later.")
                               .arg(QStringLiteral(DESCANT_VERSION)));
    });
}

void MainWindow::useTheme(ThemeName name)
{
    Settings::setTheme(name);
    Theme::current().use(name);
}

void MainWindow::connectThemes()
{
    const std::pair<const char*, ThemeName> themes[] = {{"view.dark", ThemeName::Dark},
                                                        {"view.light", ThemeName::Light},
                                                        {"view.highContrast", ThemeName::HighContrast}};
    for (const auto& [id, name] : themes)
        m_actions->connectTo(id, this, [this, theme = name] { useTheme(theme); });
}

void MainWindow::connectLayouts()
{
    m_layouts->connectActions(*m_actions);
    connect(m_layouts, &WindowLayouts::changed, this,
            [this](const QString& title) { m_status->setResult(tr("Layout: %1").arg(title)); });
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasUrls()) {
        event->acceptProposedAction();
        m_status->setResult(tr("Drop to add videos, to import captions, or to open a project"));
    }
}

void MainWindow::dropEvent(QDropEvent* event)
{
    QStringList files;
    for (const QUrl& url : event->mimeData()->urls())
        if (url.isLocalFile())
            files.append(url.toLocalFile());
    if (files.isEmpty())
        showError(tr("This cannot be opened: it is not a file on this machine. Save it first, then drop the file."));
    event->acceptProposedAction();
    openFiles(files);
}

} // namespace descant::ui
