// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/releases/splits_view.h"

#include "ui/releases/line_tabs.h"
#include "ui/releases/release_words.h"
#include "ui/releases/size_table.h"
#include "ui/widgets/form_parts.h"
#include "ui/widgets/painting.h"

#include <QLabel>
#include <QVBoxLayout>

namespace descant::ui {

SplitsView::SplitsView(QWidget* parent)
    : QWidget(parent),
      m_head(makeWords("title", this)),
      m_rest(makeWords("quiet", this)),
      m_verdict(makeWords("verdict", this)),
      m_sizes(new SizeTable(SizeTable::Columns::WithGroups, this)),
      m_tabs(new LineTabs(this))
{
    m_head->setObjectName("planHead");
    m_verdict->setObjectName("planVerdict");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    for (QWidget* part : std::initializer_list<QWidget*>{m_head, m_rest, m_verdict, m_sizes})
        column->addWidget(part);
    column->addWidget(m_tabs, 1);
    column->addStretch();
}

void SplitsView::setHead(const QString& words)
{
    say(m_head, words);
    announce(m_head);
}

void SplitsView::show(const SplitPreview& preview)
{
    const auto linesOf = [](const QStringList& lines) { return qulonglong(lines.size()); };
    say(m_rest, planRest(preview));
    say(m_verdict, planVerdict(preview));
    setLook(m_verdict, "state", preview.problems.isEmpty() ? "fine" : "doubtful");
    m_sizes->setSizes(preview.sizes);
    m_tabs->setTabs({{tr("Leaks"), preview.problems, linesOf(preview.problems)},
                     {tr("Changes"), preview.changes, preview.changed},
                     {tr("Mended"), preview.mended, linesOf(preview.mended)},
                     {tr("Groups"), preview.joined, linesOf(preview.joined)},
                     {tr("Known in part"), preview.partly, linesOf(preview.partly)}});
    setHead(planHead(preview));
}

} // namespace descant::ui
