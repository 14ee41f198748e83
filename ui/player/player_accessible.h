// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAccessibleWidget>

namespace descant::ui {

class PlayerWidget;

/// Teaches Qt how a PlayerWidget looks to assistive technology; once a program.
void installPlayerAccessibility();

/// The player as moving pictures named "player": value = seconds, said as "00:00:06.208, frame 149".
class PlayerAccessible : public QAccessibleWidget, public QAccessibleValueInterface {
public:
    explicit PlayerAccessible(PlayerWidget* player);

    QString text(QAccessible::Text kind) const override;
    void* interface_cast(QAccessible::InterfaceType type) override;
    QVariant currentValue() const override;
    void setCurrentValue(const QVariant& value) override;
    QVariant maximumValue() const override;
    QVariant minimumValue() const override;
    QVariant minimumStepSize() const override;

private:
    PlayerWidget* player() const;
};

} // namespace descant::ui
