// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/player/player_style.h"

#include <QImage>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QPushButton;
QT_END_NAMESPACE

namespace descant::ui {

/// Shows one picture as large as it fits, in its own proportions, on black. Without one: a sentence and a button.
class PictureArea : public QWidget {
    Q_OBJECT
public:
    explicit PictureArea(QWidget* parent = nullptr);

    void setPlayerStyle(const PlayerStyle& style);
    /// Shape of the medium, so that a picture of another size keeps its place.
    void setShape(QSize pictureSize);
    void setPicture(const QImage& picture);
    /// Shown where there is no picture.
    void setWords(const QString& words);
    void setOffer(const QString& words); ///< the button's; empty hides it
    /// Where the picture stands.
    QRect pictureRect() const;
    QSize sizeHint() const override { return {640, 360}; }
    QSize minimumSizeHint() const override { return {160, 90}; }

Q_SIGNALS:
    void offerTaken();
    void clicked();
    void boundChanged(QSize devicePixels);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;

private:
    void placeOffer();

    PlayerStyle m_style;
    QImage m_picture;
    QSize m_shape;
    QString m_words;
    QPushButton* m_offer;
};

} // namespace descant::ui
