// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/picture_area.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>

namespace descant::ui {

PictureArea::PictureArea(QWidget* parent) : QWidget(parent), m_offer(new QPushButton(this))
{
    setAttribute(Qt::WA_OpaquePaintEvent);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    m_offer->hide();
    connect(m_offer, &QPushButton::clicked, this, &PictureArea::offerTaken);
}

void PictureArea::setPlayerStyle(const PlayerStyle& style)
{
    m_style = style;
    update();
}

void PictureArea::setShape(QSize pictureSize)
{
    m_shape = pictureSize;
    update();
}

void PictureArea::setPicture(const QImage& picture)
{
    m_picture = picture;
    update(picture.isNull() ? rect() : pictureRect());
}

void PictureArea::setWords(const QString& words)
{
    m_words = words;
    update();
}

void PictureArea::setOffer(const QString& words)
{
    m_offer->setText(words);
    m_offer->setVisible(!words.isEmpty());
    placeOffer();
}

QRect PictureArea::pictureRect() const
{
    const QSize shape = m_shape.isEmpty() ? m_picture.size() : m_shape;
    if (shape.isEmpty())
        return {};
    QRect place(QPoint(), shape.scaled(size(), Qt::KeepAspectRatio));
    place.moveCenter(rect().center());
    return place;
}

void PictureArea::paintEvent(QPaintEvent* event)
{
    QPainter painter(this);
    if (m_picture.isNull()) {
        painter.fillRect(event->rect(), m_style.surround);
        QFont sized = font();
        sized.setPixelSize(m_style.interfaceFont);
        painter.setFont(sized);
        painter.setPen(m_style.wordsOnSurround);
        const QRect room = rect().adjusted(m_style.margin, 0, -m_style.margin, -height() / 2);
        painter.drawText(room, int(Qt::AlignHCenter | Qt::AlignBottom) | Qt::TextWordWrap, m_words);
        return;
    }
    const QRect place = pictureRect();
    // The bars alone: filling under the picture would be drawn over at once.
    for (const QRect& bar : event->region().subtracted(place))
        painter.fillRect(bar, m_style.surround);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(place, m_picture);
}

void PictureArea::resizeEvent(QResizeEvent*)
{
    placeOffer();
    Q_EMIT boundChanged(size() * devicePixelRatioF());
}

void PictureArea::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && !m_picture.isNull())
        Q_EMIT clicked();
    else
        QWidget::mousePressEvent(event);
}

void PictureArea::placeOffer()
{
    m_offer->adjustSize();
    m_offer->move((width() - m_offer->width()) / 2, height() / 2 + m_style.margin);
}

} // namespace descant::ui
