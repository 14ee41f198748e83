// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/releases/release_preview.h"

#include "ui/releases/release_words.h"
#include "ui/support/conversions.h"

#include <algorithm>
#include <map>
#include <set>

namespace descant::ui {
namespace {

using workflows::ReleaseCaption;
using workflows::ReleaseChanges;
using Kind = ChangedCaption::Kind;

constexpr qsizetype kMostChanges = 1000;

QString whereOf(const ReleaseCaption& caption)
{
    return SplitWords::tr("%1, %2").arg(isolated(toQString(caption.mediumName)), rangeText(caption.range));
}

/// What changed of a caption beside its words.
QString otherThan(const ReleaseCaption& before, const ReleaseCaption& after)
{
    QStringList parts;
    const auto compare = [&](const QString& name, const QString& old, const QString& fresh) {
        if (old != fresh)
            parts.append(SplitWords::tr("%1: %2 → %3").arg(name, isolated(old), isolated(fresh)));
    };
    compare(SplitWords::tr("time"), rangeText(before.range), rangeText(after.range));
    compare(SplitWords::tr("split"), splitText(toQString(before.split)), splitText(toQString(after.split)));
    compare(SplitWords::tr("status"), toQString(before.status), toQString(after.status));
    return parts.join(SplitWords::tr(" · "));
}

class Lines {
public:
    explicit Lines(ReleasePreview& preview) : m_preview(preview) { }

    /// A caption may stand in several lists and is shown once.
    void addChanged(const std::vector<workflows::ChangedCaption>& captions)
    {
        for (const auto& [before, after] : captions) {
            if (!m_seen.insert(after.id).second)
                continue;
            ++m_preview.changed;
            add({Kind::Changed, whereOf(after), toQString(before.text), toQString(after.text),
                 otherThan(before, after)});
        }
    }

    void addAll(const std::vector<ReleaseCaption>& captions, Kind kind)
    {
        for (const ReleaseCaption& caption : captions)
            add({kind, whereOf(caption), {}, toQString(caption.text), {}});
    }

private:
    void add(const ChangedCaption& change)
    {
        if (m_preview.changes.size() < kMostChanges)
            m_preview.changes.append(change);
    }

    ReleasePreview& m_preview;
    std::set<std::string> m_seen;
};

void compare(const ReleaseChanges& changes, ReleasePreview& preview)
{
    Lines lines(preview);
    for (const auto* list : {&changes.text, &changes.range, &changes.split, &changes.status})
        lines.addChanged(*list);
    lines.addAll(changes.added, Kind::Added);
    lines.addAll(changes.removed, Kind::Removed);
    preview.compared = true;
    preview.added = changes.added.size();
    preview.removed = changes.removed.size();
    preview.unchanged = changes.unchanged;
}

/// Train, validate and test first, then what else there is.
std::vector<std::string> namesOf(const std::map<std::string, std::size_t>& counts)
{
    std::vector<std::string> names;
    for (const std::string& name : splits::splitNames())
        if (counts.contains(name))
            names.push_back(name);
    for (const auto& [name, count] : counts)
        if (std::find(names.begin(), names.end(), name) == names.end())
            names.push_back(name);
    return names;
}

/// What several files lose alike is said once.
QStringList lossLines(const std::map<std::string, std::vector<std::string>>& losses)
{
    std::map<std::string, QStringList> filesOf;
    for (const auto& [file, sentences] : losses)
        for (const std::string& sentence : sentences)
            filesOf[sentence].append(leftToRight(toQString(file)));
    QStringList lines;
    for (const auto& [sentence, files] : filesOf)
        lines.append(SplitWords::tr("%1: %2").arg(files.join(SplitWords::tr(", ")), isolated(toQString(sentence))));
    return lines;
}

} // namespace

ReleasePreview releasePreviewOf(const workflows::ReleaseReport& report)
{
    ReleasePreview preview;
    const workflows::ReleaseCounts& counts = report.manifest.counts;
    for (const std::string& split : namesOf(counts.captionsOfSplit)) {
        const auto media = counts.mediaOfSplit.find(split);
        preview.sizes.append({toQString(split), 0, media == counts.mediaOfSplit.end() ? 0 : media->second,
                              counts.captionsOfSplit.at(split)});
    }
    preview.losses = lossLines(report.manifest.losses);
    for (const std::string& leak : report.manifest.splits.leaks)
        preview.leaks.append(toQString(leak));
    if (report.changes)
        compare(*report.changes, preview);
    return preview;
}

} // namespace descant::ui
