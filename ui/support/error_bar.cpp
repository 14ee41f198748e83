// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/error_bar.h"

#include "ui/support/icons.h"
#include "ui/support/theme.h"

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace descant::ui {

ErrorBar::ErrorBar(QWidget* parent)
    : QFrame(parent),
      m_icon(new QLabel(this)),
      m_text(new QLabel(this)),
      m_offer(new QPushButton(this)),
      m_copy(new QToolButton(this)),
      m_close(new QToolButton(this))
{
    setProperty("look", "bar");
    setAccessibleName(tr("message"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText); // names of files may look like mark-up
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_copy->setText(tr("Copy"));
    m_offer->setAccessibleName(tr("What to do"));
    m_copy->setAccessibleName(tr("Copy message"));
    m_close->setAccessibleName(tr("Close message"));
    m_close->setToolTip(tr("Close this message"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 8, 8, 8);
    row->setSpacing(8);
    row->addWidget(m_icon);
    row->addWidget(m_text, 1);
    row->addWidget(m_offer);
    row->addWidget(m_copy);
    row->addWidget(m_close);
    connect(m_close, &QToolButton::clicked, this, &QWidget::hide);
    connect(m_copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_text->text()); });
    connect(m_offer, &QPushButton::clicked, this, [this] {
        hide();
        if (m_action)
            m_action();
    });
    connect(&Theme::current(), &Theme::changed, this, &ErrorBar::retint);
    retint();
    hide();
}

void ErrorBar::retint()
{
    const bool error = m_kind == Kind::Error;
    m_icon->setPixmap(
        tintedIcon(error ? "error" : "info", error ? tokens().bad : tokens().accent, 18, devicePixelRatioF()));
    m_close->setIcon(themedIcon("close"));
}

void ErrorBar::present(Kind kind, const QString& sentence)
{
    m_kind = kind;
    m_text->setText(sentence);
    m_text->setAccessibleName(sentence);
    m_offer->hide();
    m_action = {};
    m_copy->setVisible(kind == Kind::Error);
    retint();
    show();
    QAccessibleEvent announced(m_text, QAccessible::Alert);
    QAccessible::updateAccessibility(&announced);
}

void ErrorBar::showError(const QString& sentence) { present(Kind::Error, sentence); }

void ErrorBar::showError(const QString& sentence, const QString& offer, std::function<void()> action)
{
    present(Kind::Error, sentence);
    m_action = std::move(action);
    m_offer->setText(offer);
    m_offer->setAccessibleName(offer);
    m_offer->show();
}

void ErrorBar::showHint(const QString& sentence) { present(Kind::Hint, sentence); }

QString ErrorBar::text() const { return isHidden() ? QString() : m_text->text(); }

} // namespace descant::ui
