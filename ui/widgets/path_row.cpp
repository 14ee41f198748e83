// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/path_row.h"

#include "ui/support/conversions.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPointer>
#include <QPushButton>

namespace descant::ui {

PathRow::PathRow(const QString& name, AskPath ask, QWidget* parent)
    : QWidget(parent),
      m_name(name),
      m_none(tr("none")),
      m_words(new QLabel(this)),
      m_choose(new QPushButton(tr("Choose…"), this)),
      m_clear(new QPushButton(tr("Clear"), this))
{
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    m_words->setMinimumWidth(120);
    m_choose->setAccessibleName(tr("Choose %1").arg(name));
    m_clear->setAccessibleName(tr("Clear %1").arg(name));
    for (QPushButton* button : {m_choose, m_clear})
        button->setAutoDefault(false);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_words, 1);
    row->addWidget(m_clear);
    row->addWidget(m_choose);
    connect(m_choose, &QPushButton::clicked, this, [this, ask = std::move(ask)] {
        ask([self = QPointer(this)](const QString& path) {
            // The answer may come after the page has gone.
            if (!self)
                return;
            self->setPath(path);
            Q_EMIT self->changed();
        });
    });
    connect(m_clear, &QPushButton::clicked, this, [this] {
        setPath({});
        m_choose->setFocus();
        Q_EMIT changed();
    });
    refresh();
}

void PathRow::setPath(const QString& path)
{
    m_path = path;
    refresh();
}

void PathRow::setFound(const QString& file)
{
    m_found = file;
    refresh();
}

void PathRow::setNone(const QString& words)
{
    m_none = words;
    refresh();
}

void PathRow::refresh()
{
    m_words->setText(!m_path.isEmpty()       ? QFileInfo(m_path).fileName()
                         : m_found.isEmpty() ? m_none
                                             : tr("%1, found").arg(m_found));
    m_words->setToolTip(plainTip(m_path));
    m_words->setAccessibleName(tr("%1: %2").arg(m_name, m_words->text()));
    m_clear->setVisible(!m_path.isEmpty());
}

} // namespace descant::ui
