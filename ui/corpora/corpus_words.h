// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/exchange.h"
#include "core/formats/format_table.h"
#include "ui/corpora/import_preview.h"

#include <QString>

namespace descant::ui {

/// "1 caption", "1,204 captions", in the person's language; likewise the others.
QString captionsText(std::size_t count);
QString videosText(std::size_t count);
QString filesText(std::size_t count);

/// The error with the advice that helps in a window, where core names options of the command line.
Error withWindowAdvice(Error error);

/// "Exported 1,204 captions to corpus.json; 300 clips cut, 2 not".
QString exportedWords(const workflows::CorpusExportReport& report, const QString& name);
/// What is left of an export that was cancelled.
QString cancelledWords(const workflows::CorpusExportOptions& options);
/// "1,204 captions of 300 videos, in one file".
QString trialWords(const formats::ExportReport& report);
/// What an import does, first the one thing that matters most, then the rest: "1,204 new captions"; "17 change · …".
QString previewHead(const ImportPreview& preview);
QString previewRest(const ImportPreview& preview);
/// "Imported 1,204 captions from corpus.json; 17 changed".
QString importedWords(const ImportPreview& preview);

/// How a format holds something: "exact", "milliseconds", "whole clips only".
QString timesText(formats::TimePrecision times);
QString languagesText(formats::LanguageRoom languages);
QString roomText(std::size_t captionsPerClip);
QString shapeText(formats::ExportShape shape);
/// The ending of a file of the format, with its dot; empty: the format is a folder.
QString suffixOf(const formats::FormatCapability& format);
/// What becomes of the stretches that captions describe.
QString clipsText(workflows::ClipMode mode);
/// Whether a spreadsheet may open it.
bool isTable(const formats::FormatCapability& format);

} // namespace descant::ui
