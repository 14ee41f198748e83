// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/corpora/corpus_words.h"

#include "ui/support/conversions.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>

namespace descant::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("CorpusWords", text); }

QString counted(std::size_t count, const char* one, const char* several)
{
    return count == 1 ? tr(one) : tr(several).arg(QLocale().toString(qulonglong(count)));
}

} // namespace

QString captionsText(std::size_t count) { return counted(count, "1 caption", "%1 captions"); }

QString videosText(std::size_t count) { return counted(count, "1 video", "%1 videos"); }

QString filesText(std::size_t count) { return counted(count, "1 file", "%1 files"); }

Error withWindowAdvice(Error error)
{
    if (error.code == ErrorCode::SplitsLeak)
        error.advice = fromQString(tr("assign splits, which brings them together"));
    else if (error.code == ErrorCode::NothingToExport && !error.advice.empty())
        error.advice = fromQString(tr("assign splits first"));
    else if (error.code == ErrorCode::HashMismatch)
        error.advice = fromQString(tr("get it again, or do without it"));
    return error;
}

QString exportedWords(const workflows::CorpusExportReport& report, const QString& name)
{
    QString words = tr("Exported %1 to %2").arg(captionsText(report.captions.sentences), name);
    const workflows::ClipExportReport& clips = report.clips;
    if (clips.cut > 0)
        words += "; " + counted(clips.cut, "1 clip cut", "%1 clips cut");
    if (clips.kept > 0)
        words += "; " + counted(clips.kept, "1 clip was there already", "%1 clips were there already");
    std::size_t lost = 0;
    for (const workflows::ClipProblem& problem : clips.problems)
        lost += problem.clips;
    if (lost > 0)
        words += "; " + counted(lost, "1 clip could not be cut", "%1 clips could not be cut");
    return words;
}

QString cancelledWords(const workflows::CorpusExportOptions& options)
{
    return options.clips == workflows::ClipMode::None
        ? tr("Cancelled: nothing was written")
        : tr("Cancelled. Clips that are cut already stay; an export goes on from there.");
}

QString trialWords(const formats::ExportReport& report)
{
    const QString what = tr("%1 of %2").arg(captionsText(report.sentences), videosText(report.videos));
    return report.files.size() > 1 ? tr("%1, in %2").arg(what, filesText(report.files.size())) : what;
}

QString previewHead(const ImportPreview& preview)
{
    const formats::ImportPlan& plan = *preview.plan;
    if (plan.added > 0)
        return counted(plan.added, "1 new caption", "%1 new captions");
    if (plan.changed > 0)
        return counted(plan.changed, "1 change", "%1 changes");
    return plan.skipped > 0 ? tr("Everything is there already") : tr("Nothing to import");
}

QString previewRest(const ImportPreview& preview)
{
    const formats::ImportPlan& plan = *preview.plan;
    QStringList parts;
    if (plan.added > 0 && plan.changed > 0)
        parts.append(counted(plan.changed, "1 change", "%1 changes"));
    if (plan.skipped > 0)
        parts.append(counted(plan.skipped, "1 there already", "%1 there already"));
    if (preview.newMedia > 0)
        parts.append(counted(std::size_t(preview.newMedia), "1 new video", "%1 new videos"));
    if (!preview.missing.isEmpty())
        parts.append(
            counted(std::size_t(preview.missing.size()), "1 of them not on this disk", "%1 of them not on this disk"));
    return parts.join(" · ");
}

QString importedWords(const ImportPreview& preview)
{
    const formats::ImportPlan& plan = *preview.plan;
    QString words =
        tr("Imported %1 from %2").arg(captionsText(plan.added), QFileInfo(toQString(preview.wish.file)).fileName());
    if (plan.changed > 0)
        words += "; " + counted(plan.changed, "1 changed", "%1 changed");
    if (plan.skipped > 0)
        words += "; " + counted(plan.skipped, "1 was there already", "%1 were there already");
    return words;
}

QString timesText(formats::TimePrecision times)
{
    switch (times) {
    case formats::TimePrecision::None:
        return tr("whole clips");
    case formats::TimePrecision::Seconds:
        return tr("seconds");
    case formats::TimePrecision::Milliseconds:
        return tr("milliseconds");
    case formats::TimePrecision::Exact:
        return tr("exact");
    }
    return {};
}

QString languagesText(formats::LanguageRoom languages)
{
    switch (languages) {
    case formats::LanguageRoom::None:
        return tr("–");
    case formats::LanguageRoom::EnglishAndChinese:
        return tr("en, zh");
    case formats::LanguageRoom::All:
        return tr("all");
    }
    return {};
}

QString roomText(std::size_t captionsPerClip)
{
    return captionsPerClip == 0 ? tr("any") : QLocale().toString(qulonglong(captionsPerClip));
}

QString shapeText(formats::ExportShape shape)
{
    switch (shape) {
    case formats::ExportShape::OneFile:
        return tr("one file");
    case formats::ExportShape::FileForEachMedium:
        return tr("a file a video");
    case formats::ExportShape::Folder:
        return tr("folder");
    }
    return {};
}

QString clipsText(workflows::ClipMode mode)
{
    switch (mode) {
    case workflows::ClipMode::None:
        return tr("none: the whole videos are named");
    case workflows::ClipMode::Copy:
        return tr("cut at keyframes, not encoded anew");
    case workflows::ClipMode::Encode:
        return tr("cut exactly, encoded anew");
    }
    return {};
}

bool isTable(const formats::FormatCapability& format) { return format.name == "csv" || format.name == "tsv"; }

QString suffixOf(const formats::FormatCapability& format)
{
    if (format.shape != formats::ExportShape::OneFile)
        return {};
    for (const std::string_view name : {"jsonl", "csv", "tsv"})
        if (format.name == name)
            return "." + toQString(std::string(name));
    return format.name == "audiocaps" || format.name == "clotho" ? ".csv" : ".json";
}

} // namespace descant::ui
