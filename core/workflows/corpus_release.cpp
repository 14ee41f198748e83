// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/corpus_release.h"

#include "core/base/file.h"
#include "core/base/identifier.h"
#include "core/base/sha256.h"
#include "core/formats/format_table.h"
#include "core/workflows/corpus_splits.h"
#include "core/workflows/progress_part.h"
#include "core/workflows/release_datasheet.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace descant::workflows {

namespace fs = std::filesystem;

namespace {

constexpr const char* kTool = "Descant " DESCANT_VERSION;
constexpr const char* kMetrics = "The Penn Treebank tokenizer of Stanford CoreNLP 3.4.1 and the metrics of "
                                 "pycocoevalcap 1.2, as Descant " DESCANT_VERSION " computes them";
constexpr const char* kSplitsFile = "splits.json";

/// A place where nothing is yet, as a whole path.
Result<fs::path> freePlace(const fs::path& target)
{
    std::error_code problem;
    const fs::path whole = fs::absolute(target, problem).lexically_normal();
    fs::path named = whole.has_filename() ? whole : whole.parent_path();
    if (fs::symlink_status(named, problem).type() != fs::file_type::not_found)
        return fail(ErrorCode::ProjectExists, target.string());
    return named;
}

/// A folder beside the one that is wanted; it takes its name, or goes away.
class PartFolder {
public:
    static Result<PartFolder> make(const fs::path& target)
    {
        DESCANT_TRY(const fs::path named, freePlace(target));
        std::error_code problem;
        PartFolder part(named, named.parent_path() / ("." + named.filename().string() + "." + newIdentifier()));
        if (!fs::create_directories(part.m_part, problem))
            return fail(errorFromErrno(problem.value(), part.m_part, ErrorCode::FileNotWritable));
        return part;
    }

    PartFolder(PartFolder&& other) noexcept
        : m_target(std::move(other.m_target)), m_part(std::exchange(other.m_part, {}))
    {
    }
    PartFolder& operator=(PartFolder&&) = delete;
    ~PartFolder()
    {
        std::error_code ignored;
        if (!m_part.empty())
            fs::remove_all(m_part, ignored);
    }

    const fs::path& path() const { return m_part; }
    std::string name() const { return m_target.filename().string(); }

    Result<void> publish()
    {
        std::error_code problem;
        fs::rename(m_part, m_target, problem);
        if (problem)
            return fail(errorFromErrno(problem.value(), m_target, ErrorCode::FileNotWritable));
        m_part.clear();
        return {};
    }

private:
    PartFolder(fs::path target, fs::path part) : m_target(std::move(target)), m_part(std::move(part)) { }

    fs::path m_target, m_part;
};

/// What is needed of the release before.
struct Previous {
    std::string name, manifestHash;
    std::vector<ReleaseCaption> captions;
};

Outcome<std::optional<Previous>> readPrevious(const ReleaseOptions& options, const std::stop_token& stop)
{
    if (!options.previous)
        return std::optional<Previous>{};
    DESCANT_TRY(const ReleaseManifest manifest, readManifest(*options.previous));
    Previous previous{manifest.name, {}, {}};
    DESCANT_TRY(previous.manifestHash, sha256OfFile(*options.previous / kManifestFile, stop));
    const fs::path captions = *options.previous / kCaptionsFile;
    DESCANT_TRY(const std::string hash, sha256OfFile(captions, stop));
    const bool isWhole = std::any_of(manifest.files.begin(), manifest.files.end(), [&](const ReleaseFile& file) {
        return file.path == kCaptionsFile && file.sha256 == hash;
    });
    if (!isWhole)
        return fail(ErrorCode::HashMismatch, captions.string(), "the release before is not as it was made",
                    "get it again, or leave --previous out");
    DESCANT_TRY(previous.captions, readCaptionsFile(captions));
    return std::optional(std::move(previous));
}

std::string endingOf(const formats::FormatCapability& format)
{
    if (format.shape != formats::ExportShape::OneFile)
        return {};
    if (format.name == "jsonl" || format.name == "tsv" || format.name == "csv")
        return "." + std::string(format.name);
    return format.name == "audiocaps" || format.name == "clotho" ? ".csv" : ".json";
}

/// The name that people expect; splits of other names come from a corpus, and
/// may be anything.
std::string stemOf(const std::string& split, std::size_t number)
{
    const auto isPlain = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
    };
    if (split == "validate")
        return "val";
    return std::all_of(split.begin(), split.end(), isPlain) ? split : fmt::format("split-{}", number);
}

/// Makes one release, step by step.
class Maker {
public:
    Maker(const project::ProjectView& document, const ReleaseOptions& options, std::stop_token stop,
          const ProgressSink& progress)
        : m_document(document), m_options(options), m_stop(std::move(stop)), m_progress(progress)
    {
    }

    Outcome<ReleaseReport> make()
    {
        DESCANT_TRY(const std::optional<Previous> previous, look());
        DESCANT_TRY(PartFolder part, PartFolder::make(m_options.folder));
        DESCANT_CHECK(exportSplits(part.path(), formats::ExportMode::Write));
        DESCANT_CHECK(writeSplits(part.path()));
        m_name = part.name();
        describe(previous);
        DESCANT_CHECK(writeDescription(part.path(), previous));
        if (m_stop.stop_requested())
            return cancelled();
        DESCANT_CHECK(part.publish());
        return std::move(m_report);
    }

    Outcome<ReleaseReport> preview()
    {
        DESCANT_TRY(const std::optional<Previous> previous, look());
        if (!m_options.folder.empty()) {
            DESCANT_TRY(const fs::path free, freePlace(m_options.folder));
            m_name = free.filename().string();
        }
        DESCANT_CHECK(exportSplits(m_options.folder, formats::ExportMode::TryOnly));
        describe(previous);
        if (m_stop.stop_requested())
            return cancelled();
        return std::move(m_report);
    }

private:
    ReleaseManifest& manifest() { return m_report.manifest; }

    /// What is refused before anything is written, and what goes out.
    Outcome<std::optional<Previous>> look()
    {
        m_format = formats::findFormat(m_options.format);
        if (m_format == nullptr || !m_format->exports)
            return fail(ErrorCode::FormatUnknown, m_options.format,
                        "this version writes " + formats::formatNames(formats::FormatUse::Export));
        DESCANT_TRY(std::optional<Previous> previous, readPrevious(m_options, m_stop));
        DESCANT_CHECK(checkLeaks());
        m_content = contentOf(m_document, m_options.captions);
        if (m_content.captions.empty())
            return fail(ErrorCode::NothingToExport, m_options.folder.string());
        return previous;
    }

    SplitOptions splitOptions() const
    {
        SplitOptions options;
        options.frozen = m_options.frozen;
        return options;
    }

    Outcome<void> checkLeaks()
    {
        m_hasSplits = splits::hasSeveralSplits(m_document);
        DESCANT_TRY(const SplitReport found, checkSplitsForExport(m_document, splitOptions(), m_stop, {}));
        if (found.isTight())
            return {};
        Error error = leakError(found, m_options.folder.string());
        error.advice = "bring them together with \"splits plan\", or allow it with "
                       "--allow-leaks";
        if (m_options.leaks == LeakRule::Refuse)
            return fail(std::move(error));
        manifest().splits.leaks = std::move(error.items);
        return {};
    }

    Outcome<void> exportSplits(const fs::path& folder, formats::ExportMode mode)
    {
        std::size_t number = 0;
        const auto& splits = m_content.counts.captionsOfSplit;
        for (const auto& [split, count] : splits) {
            const double from = static_cast<double>(number) / static_cast<double>(splits.size());
            const double to = static_cast<double>(++number) / static_cast<double>(splits.size());
            CorpusExportOptions order{.format = m_options.format,
                                      .path = folder / (stemOf(split, number) + endingOf(*m_format)),
                                      .captions = m_options.captions,
                                      .clips = m_options.clips,
                                      .leaks = LeakRule::Allow};
            order.captions.split = split;
            order.captions.mode = mode;
            auto written = exportCorpus(m_document, order, m_stop, partOf(m_progress, from, to));
            if (!written)
                return fail(std::move(written.error()));
            manifest().losses[order.path.filename().string()] = written->captions.losses;
            auto& problems = written->clips.problems;
            std::move(problems.begin(), problems.end(), std::back_inserter(m_report.clipProblems));
        }
        return {};
    }

    Outcome<void> writeSplits(const fs::path& folder)
    {
        if (!m_hasSplits || !manifest().splits.leaks.empty())
            return {};
        DESCANT_TRY(const splits::FrozenSplits frozen, freezeSplits(m_document, splitOptions(), m_stop, {}));
        const std::string text = splits::frozenText(frozen);
        DESCANT_CHECK(writeFileAtomically(folder / kSplitsFile, text));
        manifest().splits.file = kSplitsFile;
        manifest().splits.sha256 = sha256Of(text);
        return {};
    }

    /// Everything that is said about the corpus but what its files are.
    void describe(const std::optional<Previous>& previous)
    {
        manifest().name = m_options.name.empty() ? m_name : m_options.name;
        manifest().created = timestampNow();
        manifest().tool = kTool;
        manifest().format = m_options.format;
        manifest().licence = m_options.licence;
        manifest().metrics = kMetrics;
        manifest().counts = m_content.counts;
        manifest().models = std::move(m_content.models);
        manifest().media = std::move(m_content.media);
        if (previous) {
            manifest().previous = previous->manifestHash;
            m_report.changes = changesBetween(previous->captions, m_content.captions);
        }
    }

    /// The manifest comes last, for it knows the other files.
    Outcome<void> writeDescription(const fs::path& folder, const std::optional<Previous>& previous)
    {
        DESCANT_CHECK(writeFileAtomically(folder / kCaptionsFile, captionsText(m_content.captions)));
        if (previous) {
            DESCANT_CHECK(writeFileAtomically(folder / "changes.json", changesJson(*m_report.changes)));
            DESCANT_CHECK(writeFileAtomically(folder / "changes.md",
                                              changesMarkdown(*m_report.changes, previous->name, manifest().name)));
        }
        DESCANT_CHECK(writeFileAtomically(folder / "datasheet.md", datasheetText(manifest(), m_options.agreement)));
        report(m_progress, "Reading the files back for their hashes", -1.0);
        DESCANT_TRY(manifest().files, filesIn(folder, kManifestFile, m_stop));
        DESCANT_CHECK(writeFileAtomically(folder / kManifestFile, manifestText(manifest())));
        return {};
    }

    const project::ProjectView& m_document;
    const ReleaseOptions& m_options;
    std::stop_token m_stop;
    const ProgressSink& m_progress;
    const formats::FormatCapability* m_format = nullptr;
    bool m_hasSplits = false;
    std::string m_name; ///< of the folder
    ReleaseContent m_content;
    ReleaseReport m_report;
};

} // namespace

Outcome<ReleaseReport> releaseCorpus(const project::ProjectView& document, const ReleaseOptions& options,
                                     std::stop_token stop, const ProgressSink& progress)
{
    return Maker(document, options, std::move(stop), progress).make();
}

Outcome<ReleaseReport> previewRelease(const project::ProjectView& document, const ReleaseOptions& options,
                                      std::stop_token stop, const ProgressSink& progress)
{
    return Maker(document, options, std::move(stop), progress).preview();
}

} // namespace descant::workflows
