// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/inspection_view.h"

#include "ui/models/model_words.h"
#include "ui/support/conversions.h"
#include "ui/support/icons.h"
#include "ui/support/theme.h"
#include "ui/widgets/painting.h"

#include <QLabel>
#include <QListWidget>
#include <QVBoxLayout>

namespace descant::ui {
namespace {

constexpr int kListHeight = 112;

QString words(const SourceValue& source)
{
    QStringList parts{toQString(source.path.filename())};
    if (!source.variant.empty())
        parts.append(variantText(source.variant));
    parts.append(sizeText(source.bytes));
    if (source.parameters > 0)
        parts.append(InspectionView::tr("%1 parameters").arg(countText(source.parameters)));
    if (!source.licence.empty())
        parts.append(toQString(source.licence));
    return parts.join(" · ");
}

QString capitalised(QString clause)
{
    if (!clause.isEmpty())
        clause[0] = clause[0].toUpper();
    return clause;
}

} // namespace

InspectionView::InspectionView(QWidget* parent) : QWidget(parent), m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(12);
}

void InspectionView::clear()
{
    while (QLayoutItem* item = m_column->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

void InspectionView::addLine(Mark mark, const QString& text, const QString& more)
{
    auto* line = new QWidget(this);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    auto* sign = new QLabel(line);
    const QColor color = mark == Mark::There ? tokens().ok
        : mark == Mark::Without              ? tokens().text2
        : mark == Mark::Missing              ? tokens().warn
                                             : tokens().bad;
    const char* icon = mark == Mark::There ? "accept"
        : mark == Mark::Without            ? "info"
        : mark == Mark::Missing            ? "warning"
                                           : "error";
    sign->setPixmap(tintedIcon(icon, color, 18, devicePixelRatioF()));
    auto* column = new QVBoxLayout;
    column->setSpacing(4);
    auto* title = new QLabel(text, line);
    auto* rest = makeGlance(more, line);
    for (QLabel* label : {title, rest}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        column->addWidget(label);
    }
    title->setAccessibleName(text + ": " + more);
    row->addWidget(sign, 0, Qt::AlignTop);
    row->addLayout(column, 1);
    m_column->addWidget(line);
}

void InspectionView::addItems(const QString& name, const std::vector<std::string>& items)
{
    if (items.empty())
        return;
    auto* list = new QListWidget(this);
    list->setProperty("look", "glance");
    list->setAccessibleName(tr("tensors of %1").arg(name));
    list->setFixedHeight(kListHeight);
    for (const std::string& item : items)
        list->addItem(toQString(item));
    m_column->addWidget(list);
}

void InspectionView::addFound(const SourceValue& source)
{
    if (source.problem) {
        addLine(Mark::Wrong, toQString(source.path.filename()), sentence(*source.problem));
        addItems(toQString(source.path.filename()), source.problem->items);
        return;
    }
    addLine(Mark::There, sourceKindText(source.kind), words(source));
}

void InspectionView::addMissing(const MissingValue& missing)
{
    const bool required = missing.need == MissingValue::Need::Required;
    const QString what = toQString(missing.what);
    addLine(required ? Mark::Missing : Mark::Without, (required ? tr("Missing: %1") : tr("Without %1")).arg(what),
            tr("%1. What to do: %2.").arg(capitalised(toQString(missing.reason)), toQString(missing.advice)));
    addItems(what, missing.items);
}

void InspectionView::show(const InspectionValue& inspection)
{
    clear();
    for (const SourceValue& source : inspection.found)
        addFound(source);
    for (const MissingValue& missing : inspection.missing)
        addMissing(missing);
}

} // namespace descant::ui
