// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/empty_state.h"

#include "ui/support/icons.h"
#include "ui/support/theme.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace descant::ui {

EmptyState::EmptyState(const QString& icon, const QString& title, const QString& sentence, QWidget* parent)
    : QWidget(parent), m_iconName(icon), m_icon(new QLabel(this)), m_buttons(new QHBoxLayout), m_column(new QVBoxLayout)
{
    auto* heading = new QLabel(title, this);
    heading->setProperty("look", "title");
    heading->setAlignment(Qt::AlignCenter);
    heading->setWordWrap(true);
    auto* words = new QLabel(sentence, this);
    words->setAlignment(Qt::AlignCenter);
    words->setWordWrap(true);
    words->setMaximumWidth(520);
    words->setProperty("look", "quiet");
    m_icon->setAlignment(Qt::AlignCenter);
    m_buttons->setSpacing(8);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(24, 24, 24, 24);
    outer->setSpacing(16);
    outer->addStretch(2);
    outer->addWidget(m_icon);
    outer->addWidget(heading);
    // In a row of its own, not aligned: only so is a wrapped label given the height it needs.
    auto* sentenceRow = new QHBoxLayout;
    sentenceRow->addStretch(1);
    sentenceRow->addWidget(words, 100);
    sentenceRow->addStretch(1);
    outer->addLayout(sentenceRow);
    outer->addSpacing(8);
    auto* centred = new QHBoxLayout;
    centred->addStretch();
    centred->addLayout(m_buttons);
    centred->addStretch();
    outer->addLayout(centred);
    outer->addLayout(m_column);
    outer->addStretch(3);
    connect(&Theme::current(), &Theme::changed, this, &EmptyState::retint);
    retint();
}

void EmptyState::retint() { m_icon->setPixmap(tintedIcon(m_iconName, tokens().accent, 48, devicePixelRatioF())); }

void EmptyState::addButton(QPushButton* button) { m_buttons->addWidget(button); }

void EmptyState::addBelow(QWidget* widget) { m_column->addWidget(widget, 0, Qt::AlignHCenter); }

} // namespace descant::ui
