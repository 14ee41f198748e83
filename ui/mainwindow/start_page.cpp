// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/start_page.h"

#include "ui/support/action_set.h"
#include "ui/support/conversions.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/painting.h"

#include <QFileInfo>
#include <QLabel>
#include <QVBoxLayout>

namespace descant::ui {
namespace {
constexpr int kShown = 6;
}

QString recentName(const QFileInfo& project)
{
    const QString name = project.completeBaseName();
    return project.exists() ? name : StartPage::tr("%1 – file missing").arg(name);
}

StartPage::StartPage(const ActionSet& actions, QWidget* parent)
    : QWidget(parent), m_recent(new QWidget(this)), m_recentColumn(new QVBoxLayout(m_recent))
{
    setProperty("look", "window");
    setAttribute(Qt::WA_StyledBackground);
    auto* page =
        new EmptyState("open-video", tr("Describe what is seen and heard"),
                       tr("Open videos or drop them here. Mark a stretch, let the model propose, and write the "
                          "sentence that is right. Everything is saved as you work, on this machine."),
                       this);
    page->addButton(actions.button("file.openVideos", "primary", page));
    page->addButton(actions.button("file.openProject", "quiet", page));
    page->addButton(actions.button("help.sample", "quiet", page));
    page->addBelow(m_recent);
    m_recentColumn->setContentsMargins(0, 32, 0, 0);
    m_recentColumn->setSpacing(2);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(page);
}

void StartPage::setRecent(const QStringList& projects)
{
    while (QLayoutItem* item = m_recentColumn->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    if (!projects.isEmpty())
        m_recentColumn->addWidget(makeHeading(tr("RECENT PROJECTS"), m_recent));
    for (const QString& path : projects.mid(0, kShown)) {
        const QFileInfo file(path);
        const QString name = recentName(file);
        auto* button = new QPushButton(QString(name).replace('&', "&&"), m_recent);
        button->setProperty("look", "link");
        button->setCursor(Qt::PointingHandCursor);
        button->setToolTip(plainTip(path));
        button->setAccessibleName(tr("Open recent project %1").arg(name));
        button->setEnabled(file.exists());
        connect(button, &QPushButton::clicked, this, [this, path] { Q_EMIT projectChosen(path); });
        m_recentColumn->addWidget(button);
    }
}

} // namespace descant::ui
