// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/corpus.h"
#include "core/formats/format_table.h"
#include "core/formats/internal/export_source.h"

namespace descant::formats {

/// A format with its two functions. The reader gives what it finds to the sink, problems included; the writer takes the
/// clips of the source.
struct Format {
    FormatCapability capability;
    void (*read)(const std::filesystem::path& path, const ImportOptions& options, CorpusSink& sink) = nullptr;
    Result<void> (*write)(ExportSource& source, const std::filesystem::path& path) = nullptr;
    /// For formats that know more of a project than captions: in place of the two above.
    tl::expected<ImportSummary, ImportFailure> (*plan)(const project::ProjectView& document,
                                                       const std::filesystem::path& path, const ImportOptions& options,
                                                       project::ChangeSink& changes) = nullptr;
    Result<ExportReport> (*exportAll)(const project::ProjectView& document, const std::filesystem::path& path,
                                      const ExportOptions& options) = nullptr;
};

const std::vector<Format>& allFormats();
const Format* formatNamed(std::string_view name);

// One pair a format, each in the file of its name.
void readMsrvtt(const std::filesystem::path& path, const ImportOptions& options, CorpusSink& sink);
void readVatex(const std::filesystem::path& path, const ImportOptions& options, CorpusSink& sink);
Result<void> writeVatex(ExportSource& source, const std::filesystem::path& path);
void readAudioCaps(const std::filesystem::path& path, const ImportOptions& options, CorpusSink& sink);
Result<void> writeAudioCaps(ExportSource& source, const std::filesystem::path& path);
void readCoco(const std::filesystem::path& path, const ImportOptions& options, CorpusSink& sink);
Result<void> writeCoco(ExportSource& source, const std::filesystem::path& path);
void readCocoResults(const std::filesystem::path& path, const ImportOptions& options, CorpusSink& sink);
Result<void> writeCocoResults(ExportSource& source, const std::filesystem::path& path);
void readLavis(const std::filesystem::path& path, const ImportOptions& options, CorpusSink& sink);
Result<void> writeLavis(ExportSource& source, const std::filesystem::path& path);
void readActivityNet(const std::filesystem::path& path, const ImportOptions& options, CorpusSink& sink);
Result<void> writeActivityNet(ExportSource& source, const std::filesystem::path& path);
void readClotho(const std::filesystem::path& path, const ImportOptions& options, CorpusSink& sink);
Result<void> writeClotho(ExportSource& source, const std::filesystem::path& path);
void readHf(const std::filesystem::path& path, const ImportOptions& options, CorpusSink& sink);
Result<void> writeHf(ExportSource& source, const std::filesystem::path& path);
void readWebdataset(const std::filesystem::path& path, const ImportOptions& options, CorpusSink& sink);
Result<void> writeWebdataset(ExportSource& source, const std::filesystem::path& path);
void readCsv(const std::filesystem::path& path, const ImportOptions& options, CorpusSink& sink);
Result<void> writeCsv(ExportSource& source, const std::filesystem::path& path);
void readTsv(const std::filesystem::path& path, const ImportOptions& options, CorpusSink& sink);
Result<void> writeTsv(ExportSource& source, const std::filesystem::path& path);
void readVtt(const std::filesystem::path& path, const ImportOptions& options, CorpusSink& sink);
Result<void> writeVtt(ExportSource& source, const std::filesystem::path& path);
void readSrt(const std::filesystem::path& path, const ImportOptions& options, CorpusSink& sink);
Result<void> writeSrt(ExportSource& source, const std::filesystem::path& path);
void readEaf(const std::filesystem::path& path, const ImportOptions& options, CorpusSink& sink);
Result<void> writeEaf(ExportSource& source, const std::filesystem::path& path);
void readDapt(const std::filesystem::path& path, const ImportOptions& options, CorpusSink& sink);
Result<void> writeDapt(ExportSource& source, const std::filesystem::path& path);
void readJsonl(const std::filesystem::path& path, const ImportOptions& options, CorpusSink& sink);
tl::expected<ImportSummary, ImportFailure> planJsonl(const project::ProjectView& document,
                                                     const std::filesystem::path& path, const ImportOptions& options,
                                                     project::ChangeSink& changes);
Result<void> writeJsonl(ExportSource& source, const std::filesystem::path& path);

} // namespace descant::formats
