// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/corpora/import_preview.h"

#include "ui/support/conversions.h"

#include <QCoreApplication>

#include <unordered_map>

namespace descant::ui {
namespace {

/// A list is read from its top: more than this nobody reads, and the window would keep it all.
constexpr qsizetype kMostChanges = 500;

QString tr(const char* text) { return QCoreApplication::translate("ImportPreview", text); }

QStringList lines(const std::vector<formats::ImportProblem>& problems)
{
    QStringList lines;
    for (const formats::ImportProblem& problem : problems)
        lines.append(problem.line > 0 ? tr("line %1: %2").arg(problem.line).arg(toQString(problem.message))
                                      : toQString(problem.message));
    return lines;
}

QString orNone(const std::string& value) { return value.empty() ? tr("none") : toQString(value); }

/// What is different beside the words.
QString otherChanges(const project::Segment& before, const project::Segment& after)
{
    QStringList parts;
    const auto compare = [&parts](const QString& name, const QString& old, const QString& fresh) {
        if (old != fresh)
            parts.append(tr("%1: %2 → %3").arg(name, isolated(old), isolated(fresh)));
    };
    compare(tr("time"), rangeText(before.range), rangeText(after.range));
    compare(tr("status"), toQString(std::string(nameOf(before.status))), toQString(std::string(nameOf(after.status))));
    compare(tr("split"), orNone(before.split), orNone(after.split));
    compare(tr("language"), orNone(before.language), orNone(after.language));
    compare(tr("tier"), orNone(before.tier), orNone(after.tier));
    return parts.join(" · ");
}

/// Fills a preview change by change.
class Reader {
public:
    Reader(const project::Document& document, ImportPreview& preview) : m_document(document), m_preview(preview) { }

    void read(const project::Step& step)
    {
        for (const project::Change& change : step.changes)
            if (const auto* medium = change.after ? std::get_if<project::Medium>(&*change.after) : nullptr)
                addMedium(*medium, change.before.has_value());
        for (const project::Change& change : step.changes)
            if (const auto* after = change.after ? std::get_if<project::Segment>(&*change.after) : nullptr)
                addSegment(change.before ? std::get_if<project::Segment>(&*change.before) : nullptr, *after);
        m_preview.changes.append(std::move(m_added));
        m_preview.changes.resize(std::min(m_preview.changes.size(), kMostChanges));
    }

private:
    void addMedium(const project::Medium& medium, bool isKnown)
    {
        m_names[medium.id] = toQString(medium.name);
        if (isKnown)
            return;
        ++m_preview.newMedia;
        std::error_code ignored;
        if (!std::filesystem::exists(medium.path, ignored))
            m_preview.missing.append(toQString(medium.path));
    }

    void addSegment(const project::Segment* before, const project::Segment& after)
    {
        ++(before != nullptr ? m_preview.changedTotal : m_preview.addedTotal);
        QList<ChangedCaption>& list = before != nullptr ? m_preview.changes : m_added;
        if (list.size() >= kMostChanges)
            return;
        list.append({before != nullptr ? ChangedCaption::Kind::Changed : ChangedCaption::Kind::Added,
                     tr("%1, %2").arg(isolated(nameOf(after.mediumId)), rangeText(after.range)),
                     before != nullptr ? toQString(before->text) : QString(), toQString(after.text),
                     before != nullptr ? otherChanges(*before, after) : QString()});
    }

    QString nameOf(const std::string& mediumId) const
    {
        if (const auto found = m_names.find(mediumId); found != m_names.end())
            return found->second;
        const project::Medium* medium = m_document.medium(mediumId);
        return medium == nullptr ? QString() : toQString(medium->name);
    }

    const project::Document& m_document;
    ImportPreview& m_preview;
    QList<ChangedCaption> m_added;
    std::unordered_map<std::string, QString> m_names;
};

} // namespace

ImportPreview previewOf(const project::Document& document, const ImportWish& wish, formats::ImportPlan plan)
{
    ImportPreview preview;
    preview.wish = wish;
    preview.problems = lines(plan.problems);
    Reader(document, preview).read(plan.step);
    preview.plan = std::make_shared<const formats::ImportPlan>(std::move(plan));
    return preview;
}

ImportPreview previewOf(const ImportWish& wish, const formats::ImportFailure& failure)
{
    ImportPreview preview;
    preview.wish = wish;
    preview.trouble = failure.error;
    preview.problems = lines(failure.problems);
    return preview;
}

} // namespace descant::ui
