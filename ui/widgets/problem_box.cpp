// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/problem_box.h"

#include "ui/support/conversions.h"
#include "ui/support/icons.h"
#include "ui/support/theme.h"
#include "ui/widgets/line_list.h"

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace descant::ui {
namespace {
constexpr int kListHeight = 120;
}

ProblemBox::ProblemBox(QWidget* parent)
    : QFrame(parent),
      m_icon(new QLabel(this)),
      m_text(new QLabel(this)),
      m_items(new LineList(this)),
      m_copy(new QPushButton(tr("Copy"), this))
{
    setProperty("look", "card");
    m_text->setAccessibleName(tr("no problem")); // until there is one
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_items->setAccessibleName(tr("what is wrong, one by one"));
    m_items->setFixedHeight(kListHeight);
    m_copy->setProperty("look", "link");
    m_copy->setAutoDefault(false);
    m_copy->setAccessibleName(tr("Copy what is wrong"));
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addWidget(m_text, 1);
    row->addWidget(m_copy, 0, Qt::AlignTop);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 12, 16, 12);
    column->setSpacing(8);
    column->addLayout(row);
    column->addWidget(m_items);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(
            withoutMarks((QStringList(m_text->text()) + m_items->lines()).join('\n')));
    });
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
    m_items->setLines(items);
    m_items->setVisible(!items.isEmpty());
    show();
    QAccessibleEvent announced(m_text, QAccessible::Alert);
    QAccessible::updateAccessibility(&announced);
}

void ProblemBox::clear()
{
    m_text->clear();
    m_items->setLines({});
    hide();
}

QString ProblemBox::text() const { return m_text->text(); }

} // namespace descant::ui
