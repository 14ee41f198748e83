// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/corpora/export_state.h"

#include "ui/widgets/progress_strip.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace descant::ui {

ExportState::ExportState(QWidget* parent)
    : QStackedWidget(parent), m_progress(new ProgressStrip(this)), m_end(new QWidget(this))
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    m_progress->cancelButton()->setObjectName("cancelExportButton");
    for (QWidget* page : {static_cast<QWidget*>(m_progress), m_end})
        addWidget(page);
    setFocusProxy(m_progress->cancelButton());
    fillEnd();
    clear();
    connect(m_progress, &ProgressStrip::cancelled, this, &ExportState::cancelled);
}

void ExportState::fillEnd()
{
    m_result = new QLabel(m_end);
    m_result->setObjectName("exportResult");
    m_result->setTextFormat(Qt::PlainText);
    m_result->setWordWrap(true);
    m_open = new QPushButton(tr("Open folder"), m_end);
    m_open->setObjectName("openExportFolderButton");
    m_open->setAutoDefault(false);
    m_row = new QHBoxLayout(m_end);
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->addWidget(m_result, 1);
    m_row->addWidget(m_open);
    connect(m_open, &QPushButton::clicked, this, [this] { Q_EMIT openFolderRequested(m_folder); });
}

void ExportState::addEndButton(QPushButton* button)
{
    m_more = button;
    m_row->insertWidget(1, button);
}

bool ExportState::hasKeyboard() const { return isAncestorOf(window()->focusWidget()); }

void ExportState::clear() { hide(); }

void ExportState::showProgress(const QString& words, double fraction)
{
    m_progress->setProgress(words, fraction);
    setCurrentWidget(m_progress);
    show();
}

void ExportState::showEnd(const QString& words, const QString& folder)
{
    m_folder = folder;
    m_result->setText(words);
    m_result->setAccessibleName(words);
    m_open->setVisible(!folder.isEmpty());
    if (m_more != nullptr)
        m_more->setVisible(!folder.isEmpty());
    setCurrentWidget(m_end);
    show();
    QAccessibleEvent announced(m_result, QAccessible::Alert);
    QAccessible::updateAccessibility(&announced);
}

} // namespace descant::ui
