// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/form_parts.h"

#include <QAccessible>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>

namespace descant::ui {
namespace {
constexpr int kLeastChoice = 10; ///< characters that must be seen
}

QFormLayout* makeForm(QWidget* whole)
{
    auto* form = new QFormLayout(whole);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->setLabelAlignment(Qt::AlignLeading | Qt::AlignTop);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    return form;
}

QLabel* makeFieldName(const QString& text, QWidget* field)
{
    auto* label = new QLabel(text, field->parentWidget());
    label->setProperty("look", "quiet");
    label->setBuddy(field);
    return label;
}

QComboBox* makeChoice(const QString& name, QWidget* parent)
{
    auto* box = new QComboBox(parent);
    box->setAccessibleName(name);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(kLeastChoice);
    return box;
}

QPushButton* makeButton(const QString& text, const char* name, QWidget* parent)
{
    auto* button = new QPushButton(text, parent);
    button->setObjectName(name);
    button->setAutoDefault(false);
    return button;
}

QLabel* makeWords(const char* look, QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    if (look != nullptr)
        label->setProperty("look", look);
    return label;
}

void say(QLabel* label, const QString& words)
{
    label->setText(words);
    label->setAccessibleName(words);
    label->setVisible(!words.isEmpty());
}

void announce(QLabel* label)
{
    QAccessibleEvent announced(label, QAccessible::Alert);
    QAccessible::updateAccessibility(&announced);
}

} // namespace descant::ui
