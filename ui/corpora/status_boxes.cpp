// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/corpora/status_boxes.h"

#include "core/formats/exchange.h"

#include <QCheckBox>
#include <QGridLayout>

namespace descant::ui {

using project::SegmentStatus;

StatusBoxes::StatusBoxes(QWidget* parent) : QWidget(parent)
{
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(4);
    const std::pair<SegmentStatus, QString> rows[] = {{SegmentStatus::Accepted, tr("accepted")},
                                                      {SegmentStatus::Reviewed, tr("reviewed")},
                                                      {SegmentStatus::Draft, tr("draft")},
                                                      {SegmentStatus::Flagged, tr("flagged")},
                                                      {SegmentStatus::Rejected, tr("rejected")}};
    int place = 0;
    for (const auto& [status, name] : rows) {
        auto* box = new QCheckBox(name, this);
        m_boxes[status] = box;
        grid->addWidget(box, place / 2, place % 2);
        ++place;
        connect(box, &QCheckBox::clicked, this, [this] {
            m_chosen = true;
            Q_EMIT changed();
        });
    }
    grid->setColumnStretch(2, 1);
    suggest(formats::ExportOptions().statuses);
}

StatusBoxes::Statuses StatusBoxes::everything()
{
    return {SegmentStatus::Accepted, SegmentStatus::Reviewed, SegmentStatus::Draft, SegmentStatus::Flagged,
            SegmentStatus::Rejected};
}

void StatusBoxes::suggest(const Statuses& statuses)
{
    if (m_chosen)
        return;
    for (const auto& [status, box] : m_boxes)
        box->setChecked(statuses.contains(status));
}

StatusBoxes::Statuses StatusBoxes::chosen() const
{
    Statuses statuses;
    for (const auto& [status, box] : m_boxes)
        if (box->isChecked())
            statuses.insert(status);
    return statuses;
}

} // namespace descant::ui
