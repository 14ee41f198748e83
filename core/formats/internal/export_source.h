// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file.h"
#include "core/formats/exchange.h"
#include "core/formats/format_table.h"
#include "core/formats/internal/corpus_extra.h"
#include "core/formats/internal/id_set.h"
#include "core/formats/internal/media_names.h"

#include <nlohmann/json.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace descant::formats {

/// A segment that an export writes.
struct ExportCaption {
    const project::Segment* segment = nullptr;
    std::string text;
    CorpusExtra extra;
    bool fromModel = false;
};

/// The captions of one stretch.
struct ExportClip {
    const project::Medium* medium = nullptr;
    TimeRange range;
    bool isWhole = false; ///< of the medium
    std::string split;
    std::string id; ///< unique in the export
    std::vector<ExportCaption> captions;
};

/// Row numbers: those that an import brought while they are free, others from the first that nobody has.
class RowNumbers {
public:
    void reserve(const std::string& number) { m_reserved.insert(number); }
    std::string give(const std::string& known);

private:
    IdSet m_reserved, m_given;
    std::size_t m_next = 1;
};

/// What of a project an export writes, clip by clip; counts on the way what the format cannot hold.
class ExportSource {
public:
    ExportSource(const project::ProjectView& document, const FormatCapability& format, const ExportOptions& options);

    /// False when no segment fits the options.
    bool hasAnything() const;
    /// In the order of the project; ends with the first failure.
    Result<void> forEachClip(const std::function<Result<void>(const ExportClip&)>& write);
    /// The segments of one medium that are wanted, by time.
    std::vector<ExportCaption> captionsOf(const project::Medium& medium);

    const project::ProjectView& document() const { return m_document; }
    const FormatCapability& format() const { return m_format; }
    const ExportOptions& options() const { return m_options; }
    /// What imports kept of the files that the media came from; of one medium, or of all.
    nlohmann::ordered_json fileMembers() const;
    nlohmann::ordered_json fileMembers(const project::Medium& medium) const;
    /// Columns that imports of a table kept beside its own, in the order of their names, and a caption's cell in one.
    std::vector<std::string> keptColumns() const;
    std::string keptCell(const ExportCaption& caption, const std::string& column) const;
    /// What an import of this format kept with the caption; an empty object for others.
    const nlohmann::json& keptOf(const ExportCaption& caption) const;
    /// How the export names a medium: its file's name, behind folders where that name is not the only one.
    const std::string& fileNameOf(const project::Medium& medium) const { return m_mediaNames.of(medium); }
    const MediaNames& mediaNames() const { return m_mediaNames; }
    /// From within forEachClip: the format has a name, and a folder, of its own for the clip at hand.
    void nameClip(const std::string& id, const std::string& folder = {})
    {
        m_clipName = id;
        m_clipFolder = folder;
    }
    /// Of formats that are not written clip by clip: what a file of this segment alone is called.
    void tellClip(const std::string& id, const project::Segment& segment) const;
    /// The file that was cut for the clip; nothing where none was.
    const ClipFile* fileOf(const std::string& clip) const;
    /// A number for a caption of this format.
    std::string rowNumber(const ExportCaption& caption);

    void lose(const std::string& what, std::size_t count = 1);
    void countWritten(std::size_t captions) { m_report.sentences += captions; }
    void countClip() { ++m_report.videos; }
    void countFile(const std::filesystem::path& file) { m_report.files.push_back(file); }
    /// Takes over what a part of this export wrote and lost.
    void absorb(const ExportSource& part);
    ExportReport report() const;

private:
    bool isWanted(const project::Segment& segment) const;
    bool hasRoomFor(const std::string& language) const;
    std::string textOf(const project::Segment& segment, bool& fromModel) const;
    void countLosses(const ExportCaption& caption, const project::Medium& medium);
    std::string nameOf(const ExportClip& clip, const std::string& known, bool isOnlyClip);
    void reserveKnown();

    const project::ProjectView& m_document;
    const FormatCapability& m_format;
    const ExportOptions& m_options;
    IdSet m_knownNames, m_givenNames;
    MediaNames m_mediaNames;
    RowNumbers m_numbers;
    std::string m_clipName, m_clipFolder; ///< of the clip that is being written
    std::map<std::string, std::size_t> m_losses;
    ExportReport m_report;
};

/// A file of an export, or nowhere when the export is only tried.
class ExportFile {
public:
    static Result<ExportFile> create(ExportSource& source, const std::filesystem::path& path);
    Result<void> write(std::string_view bytes) { return m_file ? m_file->write(bytes) : Result<void>(); }
    /// Not when some of the project could not be read.
    Result<void> commit();

private:
    const project::ProjectView* m_document = nullptr;
    std::unique_ptr<AtomicFile> m_file;
};

/// The whole of the medium: from its start to its end, or taken for that while nobody has seen the file.
bool isWholeMedium(const project::Medium& medium, TimeRange range, const CorpusExtra& extra);

/// JSON of one line; what is not UTF-8 is replaced.
std::string oneLineJson(const nlohmann::ordered_json& value);

} // namespace descant::formats
