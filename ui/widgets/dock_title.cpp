// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/dock_title.h"

#include "ui/support/icons.h"
#include "ui/support/theme.h"

#include <QDockWidget>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace descant::ui {

DockTitle::DockTitle(QDockWidget* dock)
    : QWidget(dock), m_name(new QLabel(dock->windowTitle(), this)), m_hide(new QToolButton(this))
{
    setProperty("look", "dockTitle");
    setAttribute(Qt::WA_StyledBackground);
    setToolTip(tr("Drag to move this panel; double-click lets it float."));
    m_name->setProperty("look", "dockName");
    m_hide->setAccessibleName(tr("Hide panel %1").arg(dock->windowTitle()));
    m_hide->setToolTip(tr("Hides this panel. View → Panels brings it back."));
    m_hide->setFocusPolicy(Qt::NoFocus);
    m_hide->setIconSize({14, 14});
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 4, 8, 4);
    row->setSpacing(4);
    row->addWidget(m_name, 1);
    row->addWidget(m_hide);
    connect(m_hide, &QToolButton::clicked, dock, &QDockWidget::close);
    connect(dock, &QWidget::windowTitleChanged, m_name, &QLabel::setText);
    connect(&Theme::current(), &Theme::changed, this, &DockTitle::retint);
    retint();
}

void DockTitle::retint() { m_hide->setIcon(themedIcon("close")); }

} // namespace descant::ui
