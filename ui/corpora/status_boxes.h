// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/values.h"

#include <QWidget>

#include <map>
#include <set>

QT_BEGIN_NAMESPACE
class QCheckBox;
QT_END_NAMESPACE

namespace descant::ui {

/// Captions of which statuses go out: a box for each.
class StatusBoxes : public QWidget {
    Q_OBJECT
public:
    using Statuses = std::set<project::SegmentStatus>;

    explicit StatusBoxes(QWidget* parent = nullptr);
    /// Ticks these, unless a person has chosen already.
    void suggest(const Statuses& statuses);
    Statuses chosen() const;
    static Statuses everything();

Q_SIGNALS:
    void changed(); ///< by a person

private:
    std::map<project::SegmentStatus, QCheckBox*> m_boxes;
    bool m_chosen = false;
};

} // namespace descant::ui
