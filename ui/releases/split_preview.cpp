// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/releases/split_preview.h"

#include "ui/releases/release_words.h"
#include "ui/support/conversions.h"

#include <algorithm>
#include <map>
#include <set>

namespace descant::ui {
namespace {

using project::Document;
using splits::AssignedGroup;

constexpr qsizetype kMostLines = 1000;
constexpr std::size_t kMostNames = 4;

void addLine(QStringList& lines, const QString& line)
{
    if (lines.size() < kMostLines)
        lines.append(line);
}

std::set<std::string> splitsOf(const Document& document, const std::string& medium)
{
    std::set<std::string> splits;
    for (const project::Segment* segment : document.segmentsOf(medium))
        splits.insert(segment->split);
    return splits;
}

/// The reasons that join a group, each once.
QString whyOf(const std::vector<splits::Link>& links)
{
    QStringList reasons;
    for (const splits::Link& link : links)
        reasons.append(toQString(link.why));
    reasons.removeDuplicates();
    return reasons.join(SplitWords::tr("; "));
}

QString leakLine(const splits::Leak& leak)
{
    QStringList media;
    for (const splits::LeakedMedium& medium : leak.media) {
        QStringList splits;
        for (const std::string& split : medium.splits)
            splits.append(splitText(toQString(split)));
        media.append(
            SplitWords::tr("%1 (%2)").arg(isolated(toQString(medium.name)), splits.join(SplitWords::tr(", "))));
    }
    const QString line = SplitWords::tr("%1 belong together").arg(media.join(SplitWords::tr(", ")));
    const QString why = whyOf(leak.links);
    return why.isEmpty() ? line : SplitWords::tr("%1: %2").arg(line, isolated(why));
}

QStringList leakLines(const std::vector<splits::Leak>& leaks)
{
    QStringList lines;
    for (const splits::Leak& leak : leaks)
        addLine(lines, leakLine(leak));
    return lines;
}

/// What a plan cannot settle: leaks, media that stand elsewhere than was promised, promises that contradict each other.
QStringList problemLines(const workflows::SplitReport& report)
{
    QStringList lines = leakLines(report.leaks);
    for (const splits::Stray& stray : report.strays)
        addLine(lines,
                SplitWords::tr("%1 is frozen in %2 and stands elsewhere")
                    .arg(isolated(toQString(stray.name)), splitText(toQString(stray.promised))));
    for (const splits::FrozenConflict& conflict : report.assignment.conflicts) {
        QStringList frozen;
        for (const std::string& group : conflict.frozen)
            frozen.append(isolated(toQString(group)));
        addLine(lines,
                SplitWords::tr("Frozen groups of different splits belong together: %1 – %2")
                    .arg(frozen.join(SplitWords::tr(", ")), isolated(whyOf(conflict.links))));
    }
    return lines;
}

QString joinedLine(const Document& document, const splits::Group& group)
{
    QStringList names;
    for (std::size_t i = 0; i < std::min(kMostNames, group.media.size()); ++i)
        names.append(isolated(toQString(document.medium(group.media[i])->name)));
    if (group.media.size() > kMostNames)
        names.append(SplitWords::tr("…"));
    return SplitWords::tr("%1 videos: %2 – %3")
        .arg(QString::number(group.media.size()), names.join(SplitWords::tr(", ")), isolated(whyOf(group.links)));
}

QStringList joinedLines(const Document& document, const splits::Grouping& grouping)
{
    std::vector<const splits::Group*> groups;
    for (const splits::Group& group : grouping.groups)
        if (group.media.size() > 1)
            groups.push_back(&group);
    std::stable_sort(groups.begin(), groups.end(),
                     [](const auto* one, const auto* other) { return one->media.size() > other->media.size(); });
    QStringList lines;
    for (const splits::Group* group : groups)
        addLine(lines, joinedLine(document, *group));
    return lines;
}

/// Sizes and changes, group by group.
class Counter {
public:
    Counter(const Document& document, SplitPreview& preview) : m_document(document), m_preview(preview) { }

    void take(const AssignedGroup& assigned)
    {
        std::set<std::string> stands;
        for (const std::string& medium : assigned.group.media) {
            ++m_preview.videos;
            if (assigned.split.empty())
                countAsItStands(medium, stands);
            else
                count(medium, assigned.split);
        }
        ++m_preview.groups;
        if (!assigned.split.empty())
            stands = {assigned.split};
        for (const std::string& split : stands)
            ++m_sizes[split].groups;
    }

    void finish()
    {
        for (const std::string& name : splits::splitNames())
            append(name);
        for (const auto& [name, size] : m_sizes)
            if (const auto& usual = splits::splitNames(); std::find(usual.begin(), usual.end(), name) == usual.end())
                append(name);
    }

private:
    void append(const std::string& name)
    {
        SplitSize size = m_sizes[name];
        size.split = toQString(name);
        m_preview.sizes.append(size);
    }

    void count(const std::string& medium, const std::string& split)
    {
        SplitSize& size = m_sizes[split];
        ++size.videos;
        size.captions += m_document.segmentsOf(medium).size();
        const std::set<std::string> before = splitsOf(m_document, medium);
        if (before.empty() || before == std::set{split})
            return;
        ++m_preview.changed;
        QStringList names;
        for (const std::string& one : before)
            names.append(splitText(toQString(one)));
        addLine(m_preview.changes,
                SplitWords::tr("%1: %2 → %3")
                    .arg(isolated(toQString(m_document.medium(medium)->name)), names.join(SplitWords::tr(", ")),
                         splitText(toQString(split))));
    }

    void countAsItStands(const std::string& medium, std::set<std::string>& stands)
    {
        for (const std::string& split : splitsOf(m_document, medium)) {
            stands.insert(split);
            ++m_sizes[split].videos;
        }
        for (const project::Segment* segment : m_document.segmentsOf(medium))
            ++m_sizes[segment->split].captions;
    }

    const Document& m_document;
    SplitPreview& m_preview;
    std::map<std::string, SplitSize> m_sizes;
};

std::vector<splits::Leak> mendedLeaks(const workflows::SplitPlan& plan)
{
    std::set<std::string> remaining;
    for (const splits::Leak& leak : plan.report.leaks)
        remaining.insert(leak.group);
    std::vector<splits::Leak> mended;
    std::copy_if(plan.before.begin(), plan.before.end(), std::back_inserter(mended),
                 [&](const splits::Leak& leak) { return !remaining.contains(leak.group); });
    return mended;
}

} // namespace

SplitPreview splitPreviewOf(std::shared_ptr<const Document> document, const workflows::SplitOptions& options,
                            workflows::SplitPlan plan)
{
    SplitPreview preview;
    preview.options = options;
    preview.settings = {plan.report.by, plan.report.ratios, plan.report.salt};
    Counter counter(*document, preview);
    for (const AssignedGroup& assigned : plan.report.assignment.groups)
        counter.take(assigned);
    counter.finish();
    preview.problems = problemLines(plan.report);
    preview.mended = leakLines(mendedLeaks(plan));
    preview.joined = joinedLines(*document, plan.report.grouping);
    for (const workflows::PartlyKnown& medium : plan.report.partlyKnown)
        addLine(preview.partly,
                SplitWords::tr("%1: %2").arg(isolated(toQString(medium.name)), isolated(toQString(medium.reason))));
    preview.document = std::move(document);
    preview.plan = std::make_shared<const workflows::SplitPlan>(std::move(plan));
    return preview;
}

} // namespace descant::ui
