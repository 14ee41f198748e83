// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QMetaObject>
#include <QObject>
#include <QPointer>

#include <functional>
#include <type_traits>
#include <utility>

namespace descant::ui {

/// A function for any thread that runs `function` on the thread of `context`, if `context` still lives by then.
/// This is the only way by which results of core reach a widget.
/// Make it on the thread of `context`; the guard travels inside and is looked at only there.
template <typename... Arguments>
std::function<void(Arguments...)> posted(QObject* context,
                                         std::type_identity_t<std::function<void(Arguments...)>> function)
{
    // The application object outlives every worker; the guard is read on the UI thread alone.
    QPointer<QObject> guard(context);
    return [guard, function = std::move(function)](Arguments... arguments) {
        QCoreApplication* application = QCoreApplication::instance();
        if (application == nullptr)
            return;
        auto call = [guard, function, ... values = std::decay_t<Arguments>(arguments)]() mutable {
            if (guard)
                function(std::move(values)...);
        };
        QMetaObject::invokeMethod(application, std::move(call), Qt::QueuedConnection);
    };
}

} // namespace descant::ui
