// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/panel_area.h"

#include <algorithm>

namespace descant::ui {
namespace {
constexpr QSize kLeast(170, 64);
}

PanelArea::PanelArea(QWidget* content, QWidget* parent) : QScrollArea(parent)
{
    setWidget(content);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    // The keyboard goes to what is inside, which is scrolled into view by that.
    setFocusPolicy(Qt::NoFocus);
    viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
}

QSize PanelArea::minimumSizeHint() const { return widget()->minimumSizeHint().boundedTo(kLeast); }

int PanelArea::neededWidth() const { return std::max(widget()->minimumSizeHint().width(), widget()->minimumWidth()); }

QSize PanelArea::sizeHint() const { return widget()->sizeHint(); }

} // namespace descant::ui
