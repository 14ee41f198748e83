// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/key_button.h"

#include "ui/support/key_frame.h"
#include "ui/support/theme.h"

#include <QPainter>
#include <QStyleOptionButton>

namespace descant::ui {
namespace {
constexpr int kGap = 8;
}

KeyButton::KeyButton(QWidget* parent) : QPushButton(parent) { setCursor(Qt::PointingHandCursor); }

void KeyButton::setKey(const QString& label)
{
    m_key = label;
    updateGeometry();
    update();
}

QSize KeyButton::sizeHint() const
{
    QSize size = QPushButton::sizeHint();
    if (!m_key.isEmpty())
        size.rwidth() += kGap + keyFrameSize(m_key).width();
    return size;
}

void KeyButton::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    QStyleOptionButton option;
    initStyleOption(&option);
    const QString text = option.text;
    option.text.clear();
    option.icon = {};
    style()->drawControl(QStyle::CE_PushButton, &option, &painter, this);

    const QSize key = m_key.isEmpty() ? QSize() : keyFrameSize(m_key);
    const int keySpace = m_key.isEmpty() ? 0 : kGap + key.width();
    const int textWidth = fontMetrics().horizontalAdvance(text);
    const int left = std::max(8, (width() - textWidth - keySpace) / 2);
    const QColor color = property("look") == "primary" && isEnabled() ? tokens().onAccent
        : property("look") == "model" && isEnabled()                  ? tokens().proposal
                                                                      : option.palette.color(QPalette::ButtonText);
    painter.setFont(font());
    painter.setPen(isEnabled() ? color : palette().color(QPalette::Disabled, QPalette::ButtonText));
    const QRect textBox(left, 0, width() - left - keySpace, height());
    painter.drawText(style()->visualRect(layoutDirection(), rect(), textBox),
                     Qt::AlignVCenter | Qt::AlignLeft | Qt::TextHideMnemonic, text);
    if (m_key.isEmpty())
        return;
    const QRect keyBox(QPoint(left + textWidth + kGap, (height() - key.height()) / 2), key);
    paintKeyFrame(painter, style()->visualRect(layoutDirection(), rect(), keyBox).topLeft(), m_key,
                  painter.pen().color());
}

} // namespace descant::ui
