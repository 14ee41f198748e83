// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QList>
#include <QString>
#include <QStringList>

#include <span>

namespace descant::ui {

/// What must be there before an action can do something.
enum class Needs { Nothing, Project, Medium, Segment, Proposal };

/// Whether a key that is held down does its action again and again: steps, seeks and zooms do, verdicts never.
enum class Held { Once, Repeats };

/// One thing the program can do. Menus, buttons, tooltips, the key page and the printed documentation all come from
/// these rows, so that none of them can disagree.
struct ActionSpecification {
    const char* id;           ///< "segment.split"
    const char* text;         ///< name as menus show it, translatable
    const char* listKeys;     ///< keys outside text fields, separated by spaces; may be single letters
    const char* anywhereKeys; ///< keys that also work while a text field is being written in
    Needs needs;
    const char* menu; ///< "Segment", or "Proposals/Take" for a submenu; "-Segment" begins a new group
    const char* help; ///< one sentence
    const char* icon; ///< file in resources/icons, or empty
    Held held = Held::Once;
};

std::span<const ActionSpecification> actionTable();
/// The row of an id; an unknown id is a programmer's mistake and gives an empty row.
const ActionSpecification& actionSpecification(const QString& id);

QString actionText(const ActionSpecification& action);
QString actionHelp(const ActionSpecification& action);
/// Menu titles from outside in, translated, without the group mark.
QStringList menuPath(const ActionSpecification& action);
bool beginsGroup(const ActionSpecification& action);

QList<QKeySequence> listKeys(const ActionSpecification& action);
QList<QKeySequence> anywhereKeys(const ActionSpecification& action);
/// Every key, first the ones for lists and the timeline.
QList<QKeySequence> allKeys(const ActionSpecification& action);
/// What the menu of a segment offers, and that of a place in the timeline without one: ids, an empty one parts groups.
enum class ContextMenu { Segment, Time };
QStringList contextMenuIds(ContextMenu menu);
/// A key as a button shows it: "Ctrl+↵", "Space", "←".
QString keyLabel(const QKeySequence& key);
/// Name, keys and the sentence, as rich text.
QString tooltipOf(const ActionSpecification& action);
/// The key page of the documentation, as Markdown.
QString keysAsMarkdown();

} // namespace descant::ui
