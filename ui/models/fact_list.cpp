// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/fact_list.h"

#include "ui/widgets/painting.h"

#include <QFormLayout>
#include <QLabel>

namespace descant::ui {

FactList::FactList(QWidget* parent) : QWidget(parent), m_form(new QFormLayout(this))
{
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setHorizontalSpacing(24);
    m_form->setVerticalSpacing(8);
    m_form->setLabelAlignment(Qt::AlignLeading | Qt::AlignTop);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
}

void FactList::setFacts(const QList<Fact>& facts)
{
    while (m_form->rowCount() > 0)
        m_form->removeRow(0);
    for (const Fact& fact : facts) {
        if (fact.value.isEmpty())
            continue;
        auto* name = new QLabel(fact.name, this);
        name->setProperty("look", "quiet");
        name->setMinimumWidth(kFactNameWidth);
        auto* value = new QLabel(fact.value, this);
        value->setTextFormat(Qt::PlainText); // names and licences come from files
        value->setWordWrap(true);
        value->setMinimumWidth(120);
        value->setAccessibleName(fact.name + ": " + fact.value);
        if (fact.tone != Tone::Plain) {
            setLook(value, "look", "verdict");
            setLook(value, "state", fact.tone == Tone::Fine ? "fine" : "doubtful");
        }
        m_form->addRow(name, value);
    }
}

} // namespace descant::ui
