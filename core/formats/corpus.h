// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"
#include "core/formats/exchange.h"
#include "core/project/values.h"

#include <nlohmann/json.hpp>
#include <tl/expected.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace descant::formats {

/// One caption as a corpus file has it, whatever the format.
struct CorpusCaption {
    std::size_t line = 0;
    std::string clip;               ///< the corpus's name of the video, image, sound or stretch
    std::string file;               ///< name of the media file
    std::optional<TimeRange> range; ///< in that file; nothing = the whole of it
    MediaTime nominalLength{0};     ///< how long the whole file should be, where the corpus says so
    std::string segment;            ///< id of the segment in the project that was exported; empty = unknown
    std::string row;                ///< what the corpus calls this caption within the file; empty = nothing
    std::string text;
    std::string language = "en";
    std::string tier;
    std::string split;
    std::string model; ///< that wrote it: a proposal, not a person's text; empty = a person
    project::SegmentStatus status = project::SegmentStatus::Accepted;
    bool byMedium = false;                          ///< the person's choice of a medium applies
    nlohmann::json kept = nlohmann::json::object(); ///< what an export in the same format writes back
};

/// Takes what a reader finds, in the order of the file.
class CorpusSink {
public:
    virtual ~CorpusSink() = default;
    virtual void caption(CorpusCaption caption) = 0;
    /// A clip that the file declares without a caption.
    virtual void clip(std::size_t line, const std::string& file) = 0;
    /// True where the project or the folder of the clips has a file of that name: a reader that has two names for one
    /// file asks.
    virtual bool knowsFile(const std::string&) { return false; }
    /// What the file says about itself.
    virtual void fileMembers(nlohmann::json members) = 0;
    /// Nothing of the file is taken when there is one.
    virtual void error(std::size_t line, std::string message) = 0;
    virtual void warning(std::size_t line, std::string message) = 0;
};

/// All captions of one clip.
struct ClipCaptions {
    std::string id;
    std::vector<std::string> captions;
};

/// The captions of a corpus by clip, in the order in which the clips appear, without a project: what a score needs.
/// `format` as the command line names it; empty = found out from the content. FormatUnknown, FormatInvalid or why the
/// file cannot be read.
tl::expected<std::vector<ClipCaptions>, ImportFailure>
readCaptions(const std::filesystem::path& path, std::string_view format = {}, const ImportOptions& options = {});

/// Reads a file against the project and sends the changes that bring it in, one after another, in an order in which
/// they can be made; memory holds a fraction of a large corpus only. After a failure, every reason why not, what was
/// sent is to be forgotten. Media that are not in the project yet are added, as missing where they are not on disk. A
/// caption that is there already is skipped; one that the corpus has changed since it came in is changed, unless a
/// person has changed it here meanwhile: that is kept, with a warning.
tl::expected<ImportSummary, ImportFailure> importCorpus(const project::ProjectView& document, std::string_view format,
                                                        const std::filesystem::path& path, const ImportOptions& options,
                                                        project::ChangeSink& changes);
/// The same with all changes in memory, as a step.
tl::expected<ImportPlan, ImportFailure> importCorpus(const project::ProjectView& document, std::string_view format,
                                                     const std::filesystem::path& path,
                                                     const ImportOptions& options = {});
/// The step of an import, without its changes.
project::Step importStep(const std::filesystem::path& path);

/// Writes the captions, each file whole or not at all, and says what the format could not hold. NothingToExport when
/// nothing fits the options; ProjectExists when `path` is a project.
Result<ExportReport> exportCorpus(const project::ProjectView& document, std::string_view format,
                                  const std::filesystem::path& path, const ExportOptions& options = {});

/// Which format a file has, from its content; empty when none fits.
std::string_view detectFormat(const std::filesystem::path& path);

} // namespace descant::formats
