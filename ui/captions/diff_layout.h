// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/captions/word_diff.h"

#include <QFont>
#include <QTextLayout>

#include <memory>

namespace descant::ui {

/// How a word of a comparison looks, in the colours of the theme.
QTextCharFormat formatOf(WordChange change);

/// Where lines of a comparison stand.
struct DiffLines {
    QFont font;
    int width = 0;
    int gap = 0; ///< pixels between the lines
};

/// A text with its formats, laid out line under line from the top.
std::unique_ptr<QTextLayout> layOut(const QString& text, const QList<QTextLayout::FormatRange>& formats,
                                    const DiffLines& lines);

} // namespace descant::ui
