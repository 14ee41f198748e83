// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/corpora/format_model.h"

#include "ui/corpora/corpus_words.h"
#include "ui/support/conversions.h"
#include "ui/support/theme.h"

namespace descant::ui {
namespace {

/// Whether the format holds what the column is about; nothing where it is not a question of yes and no.
std::optional<bool> holds(const formats::FormatCapability& format, int column)
{
    switch (column) {
    case FormatModel::Status:
        return format.status;
    case FormatModel::Split:
        return format.split;
    case FormatModel::Tier:
        return format.tier;
    case FormatModel::Lines:
        return format.lineBreaks;
    case FormatModel::Proposals:
        return format.proposals;
    default:
        return std::nullopt;
    }
}

QString words(const formats::FormatCapability& format, int column)
{
    switch (column) {
    case FormatModel::Title:
        return toQString(std::string(format.title));
    case FormatModel::Times:
        return timesText(format.times);
    case FormatModel::Captions:
        return roomText(format.captionsPerClip);
    case FormatModel::Languages:
        return languagesText(format.languages);
    case FormatModel::Shape:
        return shapeText(format.shape);
    default:
        return holds(format, column).value_or(false) ? QStringLiteral("✓") : QStringLiteral("–");
    }
}

} // namespace

FormatModel::FormatModel(QObject* parent) : QAbstractTableModel(parent)
{
    for (const formats::FormatCapability& format : formats::formatTable())
        if (format.exports)
            m_formats.push_back(format);
}

int FormatModel::rowOf(const QString& name) const
{
    for (std::size_t row = 0; row < m_formats.size(); ++row)
        if (name == QLatin1String(m_formats[row].name.data(), qsizetype(m_formats[row].name.size())))
            return int(row);
    return -1;
}

int FormatModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(m_formats.size()); }

int FormatModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(ColumnCount); }

QVariant FormatModel::data(const QModelIndex& index, int role) const
{
    const formats::FormatCapability& one = format(index.row());
    const std::optional<bool> held = holds(one, index.column());
    switch (role) {
    case Qt::DisplayRole:
        return words(one, index.column());
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (held ? Qt::AlignHCenter : Qt::AlignLeading));
    case Qt::ForegroundRole:
        return index.column() == Title || held.value_or(false) ? tokens().text : tokens().text2;
    case Qt::AccessibleTextRole: {
        const QString name = headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString();
        if (index.column() == Title)
            return words(one, Title);
        return tr("%1: %2").arg(name, held ? (*held ? tr("kept") : tr("not kept")) : words(one, index.column()));
    }
    default:
        return {};
    }
}

QVariant FormatModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    const QString names[ColumnCount] = {
        tr("Format"), tr("Times"), tr("Captions a clip"), tr("Languages"), tr("Status"),
        tr("Split"),  tr("Tier"),  tr("Lines"),           tr("Proposals"), tr("Written as")};
    if (role == Qt::DisplayRole)
        return names[section];
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter
                   | (section >= Status && section <= Proposals ? Qt::AlignHCenter : Qt::AlignLeading));
    if (role == Qt::ToolTipRole && section == Lines)
        return plainTip(tr("Captions of several lines"));
    return {};
}

} // namespace descant::ui
