// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/problem_box.h"

#include "ui/support/conversions.h"
#include "ui/support/icons.h"
#include "ui/support/theme.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QStringListModel>

namespace descant::ui {
namespace {
constexpr int kListHeight = 120;
}

ProblemBox::ProblemBox(QWidget* parent)
    : QFrame(parent),
      m_icon(new QLabel(this)),
      m_text(new QLabel(this)),
      m_items(new QListView(this)),
      m_model(new QStringListModel(this))
{
    setProperty("look", "card");
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_items->setModel(m_model);
    m_items->setAccessibleName(tr("what is wrong, one by one"));
    m_items->setProperty("look", "glance");
    m_items->setFixedHeight(kListHeight);
    m_items->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_items->setUniformItemSizes(true);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addWidget(m_text, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 12, 16, 12);
    column->setSpacing(8);
    column->addLayout(row);
    column->addWidget(m_items);
    connect(&Theme::current(), &Theme::changed, this, &ProblemBox::retint);
    retint();
    hide();
}

void ProblemBox::retint() { m_icon->setPixmap(tintedIcon("error", tokens().bad, 18, devicePixelRatioF())); }

void ProblemBox::showError(const Error& error)
{
    QStringList items;
    for (const std::string& item : error.items)
        items.append(toQString(item));
    showWords(sentence(error), items);
}

void ProblemBox::showWords(const QString& sentence, const QStringList& items)
{
    m_text->setText(sentence);
    m_text->setAccessibleName(sentence);
    m_model->setStringList(items);
    m_items->setVisible(!items.isEmpty());
    show();
    QAccessibleEvent announced(m_text, QAccessible::Alert);
    QAccessible::updateAccessibility(&announced);
}

void ProblemBox::clear()
{
    m_text->clear();
    m_model->setStringList({});
    hide();
}

QString ProblemBox::text() const { return m_text->text(); }

} // namespace descant::ui
