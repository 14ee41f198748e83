// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/adjudication/range_edit.h"

#include "ui/support/conversions.h"
#include "ui/widgets/form_parts.h"
#include "ui/widgets/painting.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>

namespace descant::ui {
namespace {
constexpr int kFieldWidth = 88;
}

RangeEdit::RangeEdit(QWidget* parent) : QWidget(parent), m_trouble(makeWords("verdict", this))
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    add(m_start, tr("From"), "mergedStart");
    add(m_end, tr("to"), "mergedEnd");
    row->addWidget(makeFieldName(tr("seconds"), m_end.line));
    setLook(m_trouble, "state", "doubtful");
    m_trouble->hide();
    row->addWidget(m_trouble, 1);
    row->addStretch();
}

void RangeEdit::add(Field& field, const QString& name, const char* objectName)
{
    field.line = new QLineEdit(this);
    field.line->setObjectName(objectName);
    field.line->setAccessibleName(&field == &m_start ? tr("Start of the merged segment")
                                                     : tr("End of the merged segment"));
    field.line->setAccessibleDescription(tr("Seconds, or minutes and seconds such as 1:05.2."));
    field.line->setToolTip(plainTip(field.line->accessibleDescription()));
    field.line->setFixedWidth(kFieldWidth);
    layout()->addWidget(makeFieldName(name, field.line));
    layout()->addWidget(field.line);
    connect(field.line, &QLineEdit::textEdited, this, [this] {
        showTrouble();
        Q_EMIT edited();
    });
}

void RangeEdit::put(Field& field, MediaTime time)
{
    field.exact = time;
    field.shown = toQString(formatSeconds(time));
    field.line->setText(field.shown);
}

void RangeEdit::setRange(const TimeRange& range)
{
    put(m_start, range.start);
    put(m_end, range.end);
    showTrouble();
}

std::optional<MediaTime> RangeEdit::timeOf(const Field& field)
{
    return field.line->text() == field.shown ? field.exact : parseTime(field.line->text());
}

std::optional<TimeRange> RangeEdit::range() const
{
    const auto start = timeOf(m_start), end = timeOf(m_end);
    if (!start || !end || *start >= *end)
        return std::nullopt;
    return TimeRange{*start, *end};
}

bool RangeEdit::isTouched() const { return m_start.line->text() != m_start.shown || m_end.line->text() != m_end.shown; }

void RangeEdit::showTrouble()
{
    const bool times = timeOf(m_start) && timeOf(m_end);
    say(m_trouble,
        !times         ? tr("Write a time such as 65.2 or 1:05.2.")
            : !range() ? tr("The end must come after the start.")
                       : QString());
}

} // namespace descant::ui
