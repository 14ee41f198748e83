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

namespace {
constexpr int kMostMessages = 20;
} // namespace

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
    connect(m_close, &QToolButton::clicked, this, &ErrorBar::closeFront);
    connect(m_copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_text->text()); });
    connect(m_offer, &QPushButton::clicked, this, [this] {
        const std::function<void()> action = m_messages.last().action;
        closeFront();
        if (action)
            action();
    });
    connect(&Theme::current(), &Theme::changed, this, &ErrorBar::retint);
    retint();
    hide();
}

void ErrorBar::retint()
{
    const bool error = m_messages.isEmpty() || m_messages.last().kind == Kind::Error;
    m_icon->setPixmap(
        tintedIcon(error ? "error" : "info", error ? tokens().bad : tokens().accent, 18, devicePixelRatioF()));
    m_close->setIcon(themedIcon("close"));
}

void ErrorBar::add(Message message)
{
    // Said again, it comes to the front; and a hint is only for the moment.
    m_messages.removeIf([&](const Message& old) { return old.kind == Kind::Hint || old.sentence == message.sentence; });
    m_messages.append(std::move(message));
    if (m_messages.size() > kMostMessages)
        m_messages.removeFirst();
    showFront();
}

void ErrorBar::closeFront()
{
    m_messages.removeLast();
    if (m_messages.isEmpty())
        hide();
    else
        showFront();
}

void ErrorBar::clear()
{
    m_messages.clear();
    hide();
}

void ErrorBar::showFront()
{
    const Message& message = m_messages.last();
    m_text->setText(message.sentence);
    m_text->setAccessibleName(message.sentence);
    m_offer->setText(message.offer);
    m_offer->setAccessibleName(message.offer.isEmpty() ? tr("What to do") : message.offer);
    m_offer->setVisible(!message.offer.isEmpty());
    m_copy->setVisible(message.kind == Kind::Error);
    retint();
    show();
    QAccessibleEvent announced(m_text, QAccessible::Alert);
    QAccessible::updateAccessibility(&announced);
}

void ErrorBar::showError(const QString& sentence) { add({Kind::Error, sentence, {}, {}}); }

void ErrorBar::showError(const QString& sentence, const QString& offer, std::function<void()> action)
{
    add({Kind::Error, sentence, offer, std::move(action)});
}

void ErrorBar::showHint(const QString& sentence) { add({Kind::Hint, sentence, {}, {}}); }

void ErrorBar::showHint(const QString& sentence, const QString& offer, std::function<void()> action)
{
    add({Kind::Hint, sentence, offer, std::move(action)});
}

QString ErrorBar::text() const { return m_messages.isEmpty() ? QString() : m_messages.last().sentence; }

QStringList ErrorBar::texts() const
{
    QStringList texts;
    for (const Message& message : m_messages)
        texts.append(message.sentence);
    return texts;
}

} // namespace descant::ui
