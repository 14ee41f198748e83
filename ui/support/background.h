// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/support/bridge.h"

#include <functional>
#include <memory>

namespace descant::ui {

/// Runs pieces of work, one after the other, beside the UI thread: opening files, reading thumbnails, exporting.
/// Work must not throw. Going away waits for the piece that runs and drops the rest.
class Background {
public:
    Background();
    ~Background();

    void run(std::function<void()> work);

    /// Runs `work`, then `done` with its result on the UI thread, if `context` still lives.
    template <typename Value> void run(QObject* context, std::function<Value()> work, std::function<void(Value)> done)
    {
        auto deliver = posted<std::shared_ptr<Value>>(
            context, [done = std::move(done)](std::shared_ptr<Value> value) { done(std::move(*value)); });
        run([work = std::move(work), deliver = std::move(deliver)] { deliver(std::make_shared<Value>(work())); });
    }

private:
    struct Private;
    std::unique_ptr<Private> m_private;
};

} // namespace descant::ui
