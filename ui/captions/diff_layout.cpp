// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/captions/diff_layout.h"

#include "ui/support/theme.h"

namespace descant::ui {

QTextCharFormat formatOf(WordChange change)
{
    QTextCharFormat format;
    format.setForeground(tokens().text);
    if (change == WordChange::Added)
        format.setBackground(tokens().added);
    if (change == WordChange::Removed) {
        format.setBackground(tokens().removed);
        format.setFontStrikeOut(true);
    }
    return format;
}

std::unique_ptr<QTextLayout> layOut(const QString& text, const QList<QTextLayout::FormatRange>& formats,
                                    const DiffLines& lines)
{
    auto layout = std::make_unique<QTextLayout>(text, lines.font);
    layout->setFormats(formats);
    layout->beginLayout();
    qreal y = 0;
    for (QTextLine line = layout->createLine(); line.isValid(); line = layout->createLine()) {
        line.setLineWidth(lines.width);
        line.setPosition({0, y});
        y += line.height() + lines.gap;
    }
    layout->endLayout();
    return layout;
}

} // namespace descant::ui
