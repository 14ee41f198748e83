// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/corpus_planner.h"

#include "core/base/identifier.h"
#include "core/formats/format_table.h"
#include "core/formats/internal/caption_text.h"
#include "core/formats/internal/corpus_extra.h"
#include "core/formats/internal/earlier_caption.h"
#include "core/formats/internal/export_source.h"
#include "core/formats/internal/json_values.h"
#include "core/project/clip_range.h"

#include <algorithm>
#include <iterator>

namespace descant::formats {

namespace fs = std::filesystem;

using nlohmann::json;
using project::Medium;
using project::Segment;

namespace {

constexpr std::size_t kMostProblems = 1000;
constexpr std::string_view kResultsFormat = "coco-results"; ///< the one that holds what models wrote

/// Captions that differ in blanks alone are one: an export writes them the same.
std::string captionKey(const Segment& segment)
{
    return std::to_string(segment.range.start.count()) + ' ' + std::to_string(segment.range.end.count()) + ' '
        + segment.language + '\n' + onOneLine(segment.text);
}

std::string rowKey(const std::string& clip, const std::string& row) { return clip + '\n' + row; }

} // namespace

void ProblemList::add(std::size_t line, std::string message)
{
    if (m_problems.size() < kMostProblems)
        m_problems.push_back({line, std::move(message)});
    else
        ++m_more;
}

std::vector<ImportProblem> ProblemList::take()
{
    if (m_more > 0)
        m_problems.push_back({0, "and " + std::to_string(m_more) + " more"});
    m_more = 0;
    return std::move(m_problems);
}

tl::unexpected<ImportFailure> importFailed(const fs::path& path, std::vector<ImportProblem> problems)
{
    Error error{ErrorCode::FormatInvalid, path.string(), std::to_string(problems.size()) + " problems"};
    if (problems.size() == 1)
        error.detail = problems.front().message;
    for (const ImportProblem& problem : problems)
        error.items.push_back("line " + std::to_string(problem.line) + ": " + problem.message);
    return tl::unexpected(ImportFailure{std::move(error), std::move(problems)});
}

CorpusFolders corpusFolders(const fs::path& file, const fs::path& mediaFolder)
{
    std::error_code problem;
    const fs::path whole = fs::absolute(file).lexically_normal();
    const fs::path corpus = !fs::is_directory(whole, problem) ? whole.parent_path()
        : whole.has_filename()                                ? whole
                                                              : whole.parent_path();
    return {corpus, mediaFolder.empty() ? corpus : fs::absolute(mediaFolder).lexically_normal()};
}

tl::expected<ImportSummary, ImportFailure> outcomeOf(const fs::path& path, std::vector<ImportProblem> errors,
                                                     const PlannedChanges& changes, ImportSummary summary)
{
    if (!errors.empty())
        return importFailed(path, std::move(errors));
    if (!changes.state())
        return tl::unexpected(ImportFailure{changes.state().error(), {{0, describe(changes.state().error())}}});
    return summary;
}

CorpusPlanner::CorpusPlanner(const project::ProjectView& document, std::string format, CorpusFolders folders,
                             const ImportOptions& options, project::ChangeSink& changes)
    : m_document(document),
      m_format(std::move(format)),
      m_options(options),
      m_changes(changes),
      m_media(document, std::move(folders), m_changes),
      m_known(document, [this](const Segment& segment, KnownMedium& known) {
          known.clips.emplace(captionKey(segment), std::string());
          const CorpusExtra extra = CorpusExtra::of(segment);
          if (extra.format == m_format && !extra.row.empty())
              known.segmentOfRow.emplace(rowKey(extra.clip, extra.row), segment.id);
      })
{
    if (m_format == kResultsFormat)
        enterClips();
}

void CorpusPlanner::enterClips()
{
    for (const Medium* medium : m_document.media()) {
        for (const Segment* segment : m_document.segmentsOf(medium->id)) {
            const CorpusExtra extra = CorpusExtra::of(*segment);
            if (!extra.clip.empty())
                m_segmentOfClip.emplace(extra.clip, segment->id);
            if (isWholeMedium(*medium, segment->range, extra))
                m_segmentOfClip.emplace(fs::path(medium->name).stem().string(), segment->id);
        }
    }
}

bool CorpusPlanner::fits(const CorpusCaption& caption)
{
    if (m_options.ids && !m_options.ids->contains(caption.clip))
        return false;
    if (leavesTheFolder(caption.file) || leavesTheFolder(caption.clip)) {
        error(caption.line,
              "the name \"" + (leavesTheFolder(caption.file) ? caption.file : caption.clip) + "\" leaves the folder");
        return false;
    }
    const auto texts = {&caption.text, &caption.file,     &caption.clip,  &caption.row,
                        &caption.tier, &caption.language, &caption.split, &caption.segment};
    if (!std::all_of(texts.begin(), texts.end(), [](const std::string* text) { return isUtf8(*text); })) {
        error(caption.line, "it is not UTF-8");
        return false;
    }
    if (caption.range && (caption.range->start < MediaTime{0} || caption.range->empty())) {
        error(caption.line, "the times must not be negative, and the end must come after the start");
        return false;
    }
    if (!caption.segment.empty() && !m_usedSegments.insert(caption.segment)) {
        error(caption.line, "the segment \"" + caption.segment + "\" stands twice");
        return false;
    }
    if (onOneLine(caption.text).empty() && caption.status == project::SegmentStatus::Accepted) {
        warning(caption.line, "an empty caption was left out");
        return false;
    }
    return true;
}

const Medium* CorpusPlanner::mediumOf(const CorpusCaption& caption)
{
    const auto found = caption.byMedium && !m_options.medium.empty() ? m_media.chosen(m_options.medium)
                                                                     : m_media.mediumOf({}, caption.file);
    if (!found)
        error(caption.line, found.error());
    return found ? *found : nullptr;
}

Segment CorpusPlanner::segmentOf(const CorpusCaption& caption, const Medium& medium) const
{
    Segment segment;
    segment.mediumId = medium.id;
    segment.text = caption.text;
    segment.status = caption.status;
    segment.language = caption.language.empty() ? "en" : caption.language;
    segment.tier = caption.tier;
    segment.split = caption.split.empty() ? m_options.split : caption.split;
    const bool known = medium.duration > MediaTime{0};
    const MediaTime whole = known              ? medium.duration
        : caption.nominalLength > MediaTime{0} ? caption.nominalLength
                                               : kUnknownLength;
    segment.range = caption.range.value_or(TimeRange{MediaTime{0}, whole});
    const CorpusExtra extra{m_format,
                            caption.clip,
                            caption.row,
                            markOf(caption.text, segment.range, segment.language),
                            caption.range || known ? MediaTime{0} : whole,
                            caption.kept};
    segment.extra = extra.text();
    return known ? project::fittedTo(std::move(segment), medium.duration) : segment;
}

/// The segment that this very caption became when it came in before.
const Segment* CorpusPlanner::earlier(const CorpusCaption& caption, const Medium& medium)
{
    if (!caption.segment.empty())
        return m_document.segment(caption.segment);
    if (caption.row.empty())
        return nullptr;
    const auto& rows = m_known.of(medium.id).segmentOfRow;
    const auto found = rows.find(rowKey(caption.clip, caption.row));
    return found != rows.end() ? m_document.segment(found->second) : nullptr;
}

void CorpusPlanner::caption(CorpusCaption caption)
{
    if (!fits(caption))
        return;
    if (!caption.model.empty())
        return propose(caption);
    const Medium* medium = mediumOf(caption);
    if (medium == nullptr)
        return;
    Segment segment = segmentOf(caption, *medium);
    const Segment* before = earlier(caption, *medium);
    if (before != nullptr && before->mediumId == segment.mediumId)
        return update(*before, std::move(segment), caption.line);
    if (m_known.of(medium->id).clips.contains(captionKey(segment))) {
        ++m_summary.skipped;
        return;
    }
    const bool idIsFree = !caption.segment.empty() && before == nullptr;
    segment.id = idIsFree ? caption.segment : newIdentifier();
    ++m_summary.added;
    m_changes.add({std::nullopt, project::Entity(std::move(segment))});
}

/// The stretch that the model described: one of that name in the project, else a new one that nobody has described yet.
std::string CorpusPlanner::segmentOfClip(const CorpusCaption& caption)
{
    if (const auto known = m_segmentOfClip.find(caption.clip); known != m_segmentOfClip.end())
        return known->second;
    const Medium* medium = mediumOf(caption);
    if (medium == nullptr)
        return {};
    CorpusCaption empty = caption;
    empty.text.clear();
    empty.row.clear();
    empty.status = project::SegmentStatus::Draft;
    Segment segment = segmentOf(empty, *medium);
    segment.id = newIdentifier();
    m_segmentOfClip.emplace(caption.clip, segment.id);
    std::string id = segment.id;
    m_changes.add({std::nullopt, project::Entity(std::move(segment))});
    return id;
}

void CorpusPlanner::propose(const CorpusCaption& caption)
{
    project::Proposal proposal;
    proposal.segmentId = segmentOfClip(caption);
    if (proposal.segmentId.empty())
        return;
    proposal.text = caption.text;
    proposal.modelName = caption.model;
    for (const project::Proposal* known : m_document.proposalsOf(proposal.segmentId)) {
        if (known->modelName == proposal.modelName && known->text == proposal.text) {
            ++m_summary.skipped;
            return;
        }
    }
    proposal.id = newIdentifier();
    proposal.created = timestampNow();
    proposal.settings = json{{"from", m_format}}.dump();
    ++m_summary.added;
    m_changes.add({std::nullopt, project::Entity(std::move(proposal))});
}

void CorpusPlanner::update(const Segment& before, Segment after, std::size_t line)
{
    const Again again = comparedWith(before, after);
    if (again != Again::Changed) {
        ++m_summary.skipped;
        if (again == Again::BothChanged)
            warning(line, kBothChanged);
        return;
    }
    after.id = before.id;
    // What another format keeps for its own exports is not this file's to lose.
    if (const std::string from = CorpusExtra::of(before).format; !from.empty() && from != m_format)
        after.extra = before.extra;
    ++m_summary.changed;
    m_changes.add({project::Entity(before), project::Entity(std::move(after))});
}

void CorpusPlanner::clip(std::size_t line, const std::string& file)
{
    if (leavesTheFolder(file))
        return error(line, "the name \"" + file + "\" leaves the folder");
    if (const auto found = m_media.mediumOf({}, file); !found)
        error(line, found.error());
}

void CorpusPlanner::fileMembers(json members) { m_members.update(members); }

tl::expected<ImportSummary, ImportFailure> CorpusPlanner::finish(const fs::path& path)
{
    const FormatCapability* format = findFormat(m_format);
    const bool isOfOneMedium = format != nullptr && format->shape == ExportShape::FileForEachMedium;
    m_summary.changed +=
        m_media.keepFileMembers(m_format, m_members, isOfOneMedium ? MembersOf::OneMedium : MembersOf::Corpus);
    for (const std::string& name : m_media.missing())
        warning(0, "the file \"" + name + "\" is missing; it can be found later");
    m_summary.problems = m_warnings.take();
    return outcomeOf(path, m_errors.take(), m_changes, std::move(m_summary));
}

} // namespace descant::formats
