// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/player_accessible.h"

#include "ui/player/player_widget.h"

#include <algorithm>

namespace descant::ui {

namespace {

QAccessibleInterface* makeInterface(const QString&, QObject* object)
{
    auto* player = qobject_cast<PlayerWidget*>(object);
    return player != nullptr ? new PlayerAccessible(player) : nullptr;
}

} // namespace

void installPlayerAccessibility()
{
    static const bool installed = [] {
        QAccessible::installFactory(makeInterface);
        return true;
    }();
    Q_UNUSED(installed)
}

PlayerAccessible::PlayerAccessible(PlayerWidget* player) : QAccessibleWidget(player, QAccessible::Animation) { }

PlayerWidget* PlayerAccessible::player() const { return static_cast<PlayerWidget*>(object()); }

QString PlayerAccessible::text(QAccessible::Text kind) const
{
    // The description carries the words too: AT-SPI hands on values as numbers only.
    if (kind == QAccessible::Value || kind == QAccessible::Description)
        return player()->positionInWords();
    return QAccessibleWidget::text(kind);
}

void* PlayerAccessible::interface_cast(QAccessible::InterfaceType type)
{
    if (type == QAccessible::ValueInterface)
        return static_cast<QAccessibleValueInterface*>(this);
    return QAccessibleWidget::interface_cast(type);
}

QVariant PlayerAccessible::currentValue() const { return toSeconds(player()->controller().position()); }

void PlayerAccessible::setCurrentValue(const QVariant& value)
{
    PlaybackController& controller = player()->controller();
    controller.seek(fromSeconds(std::clamp(value.toDouble(), 0.0, toSeconds(controller.duration()))));
}

QVariant PlayerAccessible::maximumValue() const { return toSeconds(player()->controller().duration()); }
QVariant PlayerAccessible::minimumValue() const { return 0.0; }

QVariant PlayerAccessible::minimumStepSize() const
{
    const PlaybackController& controller = player()->controller();
    const auto frames = static_cast<double>(std::max<std::int64_t>(controller.frameCount(), 1));
    return toSeconds(controller.duration()) / frames;
}

} // namespace descant::ui
