// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/action_table.h"

#include "ui/support/action_rows.h"
#include "ui/support/conversions.h"

#include <QCoreApplication>

namespace descant::ui {
namespace {

QList<QKeySequence> parse(const char* keys)
{
    QList<QKeySequence> sequences;
    for (const QString& key : QString::fromLatin1(keys).split(' ', Qt::SkipEmptyParts))
        sequences.append(QKeySequence::fromString(key, QKeySequence::PortableText));
    return sequences;
}

QString labels(const QList<QKeySequence>& keys)
{
    QStringList parts;
    for (const QKeySequence& key : keys)
        parts.append(keyLabel(key));
    parts.removeDuplicates();
    return parts.join(", ");
}

} // namespace

std::span<const ActionSpecification> actionTable() { return actionRows(); }

const ActionSpecification& actionSpecification(const QString& id)
{
    for (const ActionSpecification& action : actionTable())
        if (id == QLatin1String(action.id))
            return action;
    static constexpr ActionSpecification kNone{"", "", "", "", Needs::Nothing, "", "", "", Held::Once};
    Q_ASSERT_X(false, "actionSpecification", qPrintable(id));
    return kNone;
}

QString actionText(const ActionSpecification& action) { return QCoreApplication::translate("actions", action.text); }

QString actionHelp(const ActionSpecification& action) { return QCoreApplication::translate("actions", action.help); }

QStringList menuPath(const ActionSpecification& action)
{
    QStringList path;
    const QString menu = QString::fromLatin1(action.menu);
    for (const QString& part : (menu.startsWith('-') ? menu.mid(1) : menu).split('/'))
        path.append(QCoreApplication::translate("menus", part.toUtf8().constData()));
    return path;
}

bool beginsGroup(const ActionSpecification& action) { return action.menu[0] == '-'; }

QList<QKeySequence> listKeys(const ActionSpecification& action) { return parse(action.listKeys); }

QList<QKeySequence> anywhereKeys(const ActionSpecification& action) { return parse(action.anywhereKeys); }

QList<QKeySequence> allKeys(const ActionSpecification& action) { return listKeys(action) + anywhereKeys(action); }

QStringList contextMenuIds(ContextMenu menu)
{
    if (menu == ContextMenu::Time)
        return {"play.toggle", "", "segment.in", "segment.out", "segment.new", "", "view.zoomIn", "view.zoomOut",
                "view.zoomFit"};
    return {"play.segment",
            "play.loop",
            "",
            "edit.text",
            "propose.segment",
            "",
            "review.accept",
            "review.reject",
            "review.flag",
            "",
            "segment.split",
            "segment.merge",
            "segment.delete"};
}

QString keyLabel(const QKeySequence& key)
{
    QString label = key.toString(QKeySequence::NativeText);
    const std::pair<const char*, const char*> signs[] = {{"Return", "↵"}, {"Enter", "↵"}, {"Left", "←"},
                                                         {"Right", "→"},  {"Up", "↑"},    {"Down", "↓"}};
    for (const auto& [name, sign] : signs)
        if (label == QLatin1String(name) || label.endsWith(QLatin1String("+") + QLatin1String(name)))
            label.replace(label.lastIndexOf(QLatin1String(name)), int(qstrlen(name)), QString::fromUtf8(sign));
    return label;
}

QString tooltipOf(const ActionSpecification& action)
{
    const QList<QKeySequence> keys = allKeys(action);
    QString tip = "<b>" + actionText(action).remove("…").toHtmlEscaped() + "</b>";
    if (!keys.isEmpty())
        tip += "&nbsp;&nbsp;" + leftToRight(labels(keys)).toHtmlEscaped();
    return "<p style='white-space:pre-wrap'>" + tip + "<br>" + actionHelp(action).toHtmlEscaped() + "</p>";
}

QString keysAsMarkdown()
{
    QString page =
        "# Keys\n\nPrinted by `descant --print-keys`. Keys in the first column work outside text fields; keys in "
        "the second work everywhere.\n";
    QString menu;
    for (const ActionSpecification& action : actionTable()) {
        const QString top = menuPath(action).first();
        if (top != menu)
            page += "\n## " + top
                + "\n\n| Action | List and timeline | Anywhere | What it does |\n| --- | --- | --- | --- |\n";
        menu = top;
        const auto cell = [](const QList<QKeySequence>& keys) {
            QStringList parts;
            for (const QKeySequence& key : keys)
                parts.append('`' + keyLabel(key) + '`');
            parts.removeDuplicates();
            return parts.join(' ');
        };
        page += "| "
            + QStringList{actionText(action), cell(listKeys(action)), cell(anywhereKeys(action)), actionHelp(action)}
                  .join(" | ")
            + " |\n";
    }
    return page;
}

} // namespace descant::ui
