// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>

namespace descant::ui {

/// Holds a panel, or a page, that may be given less room than its parts need, as on a small screen: they are scrolled.
class PanelArea : public QScrollArea {
    Q_OBJECT
public:
    PanelArea(QWidget* content, QWidget* parent);
    QSize minimumSizeHint() const override;
    QSize sizeHint() const override;
    int neededWidth() const; ///< in which nothing has to be scrolled sideways
};

} // namespace descant::ui
