// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/corpora/preview_view.h"

#include "ui/corpora/change_list.h"
#include "ui/corpora/corpus_words.h"
#include "ui/support/conversions.h"
#include "ui/widgets/form_parts.h"
#include "ui/widgets/line_list.h"
#include "ui/widgets/painting.h"

#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QTabWidget>
#include <QVBoxLayout>

namespace descant::ui {
namespace {

constexpr int kLeastHeight = 160;

} // namespace

PreviewView::PreviewView(QWidget* parent)
    : QWidget(parent),
      m_head(makeWords("title", this)),
      m_rest(makeWords("quiet", this)),
      m_tabs(new QTabWidget(this)),
      m_changes(new ChangeList(this)),
      m_more(makeGlance({}, this)),
      m_changePage(new QWidget(this))
{
    m_head->setObjectName("previewHead");
    m_rest->setObjectName("previewRest");
    m_tabs->setMinimumHeight(kLeastHeight);
    auto* changes = new QVBoxLayout(m_changePage);
    changes->setContentsMargins(0, 8, 0, 0);
    changes->addWidget(m_changes, 1);
    changes->addWidget(m_more);
    m_problemPage = makeLines(m_problems, tr("problems"));
    m_missingPage = makeLines(m_missing, tr("missing files"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_head);
    column->addWidget(m_rest);
    column->addWidget(m_tabs, 1);
}

QWidget* PreviewView::makeLines(LineList*& list, const QString& name)
{
    auto* page = new QWidget(this);
    list = new LineList(page);
    list->setAccessibleName(name);
    auto* copy = new QPushButton(tr("Copy"), page);
    copy->setAutoDefault(false);
    copy->setAccessibleName(tr("Copy: %1").arg(name));
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 8, 0, 0);
    column->setSpacing(8);
    column->addWidget(list, 1);
    column->addWidget(copy, 0, Qt::AlignLeading);
    connect(copy, &QPushButton::clicked, list, &LineList::copy);
    return page;
}

void PreviewView::setTab(QWidget* page, const QString& title, int count)
{
    if (count > 0)
        m_tabs->addTab(page, tr("%1 (%2)").arg(title, QLocale().toString(count)));
    else
        page->hide();
}

void PreviewView::show(const ImportPreview& preview)
{
    const bool possible = preview.plan != nullptr;
    m_head->setText(possible ? previewHead(preview) : tr("Nothing was imported"));
    m_rest->setText(possible ? previewRest(preview) : preview.trouble ? sentence(*preview.trouble) : QString());
    m_rest->setVisible(!m_rest->text().isEmpty());
    m_changes->setChanges(preview.changes);
    const int unseen = preview.changedTotal + preview.addedTotal - int(preview.changes.size());
    m_more->setText(tr("and %1 more").arg(QLocale().toString(unseen)));
    m_more->setVisible(unseen > 0);
    m_problems->setLines(preview.problems);
    m_missing->setLines(preview.missing);
    const QWidget* shown = m_tabs->currentWidget();
    m_tabs->clear();
    setTab(m_changePage, tr("Captions"), preview.changedTotal + preview.addedTotal);
    setTab(m_problemPage, possible ? tr("Remarks") : tr("Problems"), int(preview.problems.size()));
    setTab(m_missingPage, tr("Not on this disk"), int(preview.missing.size()));
    m_tabs->setVisible(m_tabs->count() > 0);
    if (const int at = m_tabs->indexOf(const_cast<QWidget*>(shown)); at >= 0)
        m_tabs->setCurrentIndex(at);
    m_head->setAccessibleName(m_head->text() + ". " + m_rest->text());
    announce(m_head);
}

} // namespace descant::ui
