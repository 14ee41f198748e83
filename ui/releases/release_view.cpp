// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/releases/release_view.h"

#include "ui/corpora/change_list.h"
#include "ui/releases/line_tabs.h"
#include "ui/releases/release_words.h"
#include "ui/releases/size_table.h"
#include "ui/widgets/form_parts.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/problem_box.h"

#include <QLabel>
#include <QLocale>
#include <QTabBar>
#include <QVBoxLayout>

namespace descant::ui {

ReleaseView::ReleaseView(QWidget* parent)
    : QWidget(parent),
      m_head(makeWords("title", this)),
      m_verdict(makeWords("verdict", this)),
      m_since(makeWords("quiet", this)),
      m_problem(new ProblemBox(this)),
      m_touched(new ProblemBox(this)),
      m_sizes(new SizeTable(SizeTable::Columns::WithoutGroups, this)),
      m_tabs(new LineTabs(this)),
      m_changePage(new QWidget(this)),
      m_changes(new ChangeList(m_changePage)),
      m_more(makeGlance({}, m_changePage))
{
    fillChanges();
    m_problem->setObjectName("releaseProblem");
    m_touched->setObjectName("endProblem");
    m_head->setObjectName("releaseHead");
    m_verdict->setObjectName("releaseVerdict");
    m_since->setObjectName("releaseSince");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    for (QWidget* part : std::initializer_list<QWidget*>{m_touched, m_problem, m_head, m_verdict, m_sizes, m_since})
        column->addWidget(part);
    column->addWidget(m_tabs, 1);
    column->addStretch();
    showWaiting();
}

void ReleaseView::fillChanges()
{
    m_changePage->setObjectName("changesPage");
    auto* column = new QVBoxLayout(m_changePage);
    column->setContentsMargins(0, 8, 0, 0);
    column->addWidget(m_changes, 1);
    column->addWidget(m_more);
    m_changePage->hide();
}

void ReleaseView::showWaiting()
{
    if (m_head->text().isEmpty())
        say(m_head, tr("Looking through the captions…"));
}

void ReleaseView::showProblems(const QString& words, const QStringList& items) { m_touched->showWords(words, items); }

void ReleaseView::clearProblems() { m_touched->clear(); }

void ReleaseView::show(const ReleasePreview& preview)
{
    m_problem->clear();
    const bool possible = !preview.trouble.has_value();
    say(m_head, possible ? releaseHead(preview) : tr("This cannot be released"));
    if (!possible)
        m_problem->showError(*preview.trouble);
    const bool tight = preview.leaks.isEmpty();
    say(m_verdict,
        !possible   ? QString()
            : tight ? tr("Nothing leaks.")
                    : tr("Leaks are allowed, and named in the manifest:"));
    setLook(m_verdict, "state", tight ? "fine" : "doubtful");
    say(m_since, changesWords(preview));
    m_sizes->setSizes(preview.sizes);
    m_sizes->setVisible(possible);
    const qulonglong changes = preview.changed + preview.added + preview.removed;
    m_changes->setChanges(preview.changes);
    const qulonglong unseen = changes - qulonglong(preview.changes.size());
    m_more->setText(tr("and %1 more").arg(QLocale().toString(unseen)));
    m_more->setVisible(unseen > 0);
    m_tabs->setTabs({{tr("Leaks"), preview.leaks, qulonglong(preview.leaks.size())},
                     {tr("Not kept by the format"), preview.losses, qulonglong(preview.losses.size())}});
    QWidget::setTabOrder(m_tabs->tabBar(), m_changes);
    m_tabs->putFirst(m_changePage, tr("Changes"), changes);
    announce(m_head);
}

} // namespace descant::ui
