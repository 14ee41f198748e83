// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/background.h"

#include <QThreadPool>

namespace descant::ui {

struct Background::Private {
    QThreadPool pool;
};

Background::Background() : m_private(std::make_unique<Private>()) { m_private->pool.setMaxThreadCount(1); }

Background::~Background()
{
    m_private->pool.clear();
    m_private->pool.waitForDone();
}

void Background::run(std::function<void()> work) { m_private->pool.start(std::move(work)); }

} // namespace descant::ui
