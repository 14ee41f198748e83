// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/releases/release_words.h"

#include "ui/corpora/corpus_words.h"
#include "ui/support/conversions.h"

#include <QLocale>

namespace descant::ui {
namespace {

QString tr(const char* text) { return SplitWords::tr(text); }

QString counted(qulonglong count, const char* one, const char* several)
{
    return count == 1 ? tr(one) : tr(several).arg(QLocale().toString(count));
}

QString joined(const QStringList& parts) { return parts.join(tr(" · ")); }

} // namespace

QString splitText(const QString& split)
{
    if (split.isEmpty())
        return tr("none");
    if (split == "train")
        return tr("train");
    if (split == "validate")
        return tr("validate");
    return split == "test" ? tr("test") : isolated(split); // others come from a corpus
}

QString sharesText(const splits::Ratios& ratios)
{
    QStringList parts;
    for (std::size_t i = 0; i < ratios.shares.size(); ++i)
        parts.append(tr("%1 %2 %").arg(splitText(toQString(splits::splitNames()[i])),
                                       QLocale().toString(100.0 * ratios.shares[i], 'g', 4)));
    return parts.join(tr(", "));
}

QString planHead(const SplitPreview& preview)
{
    if (preview.changed > 0)
        return counted(preview.changed, "1 video changes its split", "%1 videos change their splits");
    return preview.plan->step.changes.empty() ? tr("Everything stands as this plan says")
                                              : tr("No split changes; the groups are noted in the project");
}

QString planRest(const SplitPreview& preview)
{
    QStringList parts{tr("%1 in %2").arg(videosText(preview.videos), counted(preview.groups, "1 group", "%1 groups"))};
    if (!preview.mended.isEmpty())
        parts.append(counted(qulonglong(preview.mended.size()), "1 leak is mended", "%1 leaks are mended"));
    if (const auto moved = preview.plan->report.assignment.moved.size(); moved > 0)
        parts.append(counted(moved, "1 group follows one that it turned out to be part of",
                             "%1 groups follow others that they turned out to be part of"));
    return joined(parts);
}

QString planVerdict(const SplitPreview& preview)
{
    if (preview.problems.isEmpty())
        return tr("Nothing leaks: videos that belong together stand in one split.");
    return counted(qulonglong(preview.problems.size()),
                   "1 group cannot be settled and stays as it is. “Assign everything anew” brings it together.",
                   "%1 groups cannot be settled and stay as they are. “Assign everything anew” brings them together.");
}

QString frozenWords(const splits::FrozenSplits& frozen, const QString& file)
{
    qulonglong media = 0;
    for (const splits::FrozenGroup& group : frozen.groups)
        media += group.media.size();
    return tr("%1 with %2 frozen in %3")
        .arg(counted(frozen.groups.size(), "1 group", "%1 groups"), videosText(media), isolated(file));
}

QString releaseHead(const ReleasePreview& preview)
{
    qulonglong captions = 0, videos = 0;
    for (const SplitSize& size : preview.sizes) {
        captions += size.captions;
        videos += size.videos;
    }
    return tr("%1 of %2").arg(captionsText(captions), videosText(videos));
}

QString changesWords(const ReleasePreview& preview)
{
    if (!preview.compared)
        return {};
    QStringList parts;
    if (preview.changed > 0)
        parts.append(counted(preview.changed, "1 changed", "%1 changed"));
    if (preview.added > 0)
        parts.append(counted(preview.added, "1 new", "%1 new"));
    if (preview.removed > 0)
        parts.append(counted(preview.removed, "1 gone", "%1 gone"));
    parts.append(counted(preview.unchanged, "1 as it was", "%1 as they were"));
    return tr("Since the release before: %1").arg(parts.join(tr(", ")));
}

QString releasedWords(const workflows::ReleaseReport& report)
{
    const workflows::ReleaseManifest& manifest = report.manifest;
    // The manifest is not among its files.
    QString words = tr("Released %1 of %2 in %3")
                        .arg(captionsText(manifest.counts.captions), videosText(manifest.counts.media),
                             filesText(manifest.files.size() + 1));
    qulonglong lost = 0;
    for (const workflows::ClipProblem& problem : report.clipProblems)
        lost += problem.clips;
    if (lost > 0)
        words += tr("; ") + counted(lost, "1 clip could not be cut", "%1 clips could not be cut");
    return words;
}

QString verifiedWords(const workflows::ReleaseCheck& check, const QString& name)
{
    const QString what = tr("%1: %2").arg(isolated(name), filesText(check.files));
    return check.problems.empty() ? tr("%1, all as they were made").arg(what)
                                  : tr("%1, not as they were made").arg(what);
}

} // namespace descant::ui
