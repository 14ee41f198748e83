// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

QT_BEGIN_NAMESPACE
class QComboBox;
class QFormLayout;
class QLabel;
class QPushButton;
class QWidget;
QT_END_NAMESPACE

namespace descant::ui {

/// Rows of names and fields; where there is little room the fields stand below their names.
QFormLayout* makeForm(QWidget* whole);
/// The name of a field, quiet, for its row.
QLabel* makeFieldName(const QString& text, QWidget* field);
/// A list of choices that may be narrower than its longest one.
QComboBox* makeChoice(const QString& name, QWidget* parent);
/// A button that Enter in a field does not press; `name` is its object name.
QPushButton* makeButton(const QString& text, const char* name, QWidget* parent);
/// Plain words that wrap, with a look of the style sheet or none.
QLabel* makeWords(const char* look, QWidget* parent);
/// Shows words, also to those who hear them; a label without any is hidden.
void say(QLabel* label, const QString& words);
/// Has a screen reader say what a label says.
void announce(QLabel* label);

} // namespace descant::ui
