// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/model_list.h"

#include "ui/models/model_words.h"
#include "ui/support/conversions.h"
#include "ui/support/theme.h"
#include "ui/widgets/painting.h"

#include <QDir>
#include <QPainter>

namespace descant::ui {
namespace {

constexpr int kRowHeight = 56;
constexpr int kMarkWidth = 24;

/// What the second line says.
QString rowWords(const ModelValue& model)
{
    return model.problem ? ModelListModel::tr("cannot be used")
                         : ModelListModel::tr("%1 · %2").arg(toQString(model.variant), sizeText(model.bytes));
}

} // namespace

bool isSameFolder(const QString& one, const QString& other)
{
    if (one.isEmpty() || other.isEmpty())
        return false;
    const auto spelled = [](const QString& folder) {
        const QString canonical = QDir(folder).canonicalPath();
        return canonical.isEmpty() ? QDir::cleanPath(folder) : canonical;
    };
    return spelled(one) == spelled(other);
}

void ModelListModel::setModels(std::vector<ModelValue> models, const QString& inUse)
{
    beginResetModel();
    m_models = std::move(models);
    m_inUse = inUse;
    endResetModel();
}

bool ModelListModel::isInUse(int row) const { return isSameFolder(toQString(model(row).folder), m_inUse); }

int ModelListModel::rowOf(const QString& folder) const
{
    for (int row = 0; row < rowCount(); ++row) {
        if (isSameFolder(toQString(model(row).folder), folder))
            return row;
    }
    return -1;
}

int ModelListModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(m_models.size()); }

QVariant ModelListModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const ModelValue& shown = model(index.row());
    if (role == Qt::DisplayRole)
        return toQString(shown.name);
    if (role == Qt::AccessibleTextRole) {
        const QString words = toQString(shown.name) + ", " + rowWords(shown);
        return isInUse(index.row()) ? tr("%1, in use").arg(words) : words;
    }
    return role == Qt::ToolTipRole ? plainTip(toQString(shown.folder)) : QVariant();
}

QSize ModelDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const { return {200, kRowHeight}; }

void ModelDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto* models = static_cast<const ModelListModel*>(index.model());
    const ModelValue& model = models->model(index.row());
    painter->save();
    paintRowBackground(*painter, option.rect, option.state.testFlag(QStyle::State_Selected),
                       option.state.testFlag(QStyle::State_MouseOver));
    const QRect body = option.rect.adjusted(16, 8, -16, -8);
    QRect mark(body.right() - kMarkWidth, body.top(), kMarkWidth, 20);
    QRect words(body.left(), body.top(), body.width() - kMarkWidth, 20);
    if (option.direction == Qt::RightToLeft) {
        mark.moveLeft(body.left());
        words.moveRight(body.right());
    }
    painter->setLayoutDirection(option.direction);
    painter->setFont(Theme::current().font(TextRole::Candidate));
    paintLine(*painter, words, toQString(model.name), tokens().text);
    if (models->isInUse(index.row())) {
        painter->setPen(tokens().ok);
        painter->drawText(mark, Qt::AlignCenter, "✓");
    }
    painter->setFont(Theme::current().font(TextRole::Glance));
    paintLine(*painter, QRect(body.left(), body.top() + 22, body.width(), 18), rowWords(model),
              model.problem ? tokens().bad : tokens().text2);
    painter->restore();
}

} // namespace descant::ui
