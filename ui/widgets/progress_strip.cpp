// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/progress_strip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

namespace descant::ui {

ProgressStrip::ProgressStrip(QWidget* parent)
    : QFrame(parent),
      m_words(new QLabel(this)),
      m_bar(new QProgressBar(this)),
      m_cancel(new QPushButton(tr("Cancel"), this))
{
    setProperty("look", "card");
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("progress"));
    m_cancel->setAutoDefault(false);
    auto* column = new QVBoxLayout;
    column->setSpacing(8);
    column->addWidget(m_words);
    column->addWidget(m_bar);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 12, 16, 12);
    row->setSpacing(16);
    row->addLayout(column, 1);
    row->addWidget(m_cancel);
    connect(m_cancel, &QPushButton::clicked, this, &ProgressStrip::cancelled);
}

void ProgressStrip::setProgress(const QString& words, double fraction)
{
    m_words->setText(words);
    m_cancel->setAccessibleName(tr("Cancel: %1").arg(words));
    m_bar->setRange(0, fraction < 0.0 ? 0 : 1000);
    m_bar->setValue(int(fraction * 1000));
}

} // namespace descant::ui
