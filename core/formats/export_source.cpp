// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/export_source.h"

#include "core/formats/internal/caption_text.h"
#include "core/formats/internal/export_target.h"
#include "core/formats/internal/json_values.h"

#include <fmt/format.h>

#include <algorithm>

namespace descant::formats {

namespace fs = std::filesystem;

using nlohmann::json;
using nlohmann::ordered_json;
using project::Medium;
using project::Proposal;
using project::ProposalState;
using project::Segment;
using project::SegmentStatus;

namespace {

const Proposal* bestOpen(const project::ProjectView& document, const Segment& segment)
{
    for (const Proposal* proposal : document.proposalsOf(segment.id)) {
        if (proposal->state == ProposalState::Open || proposal->state == ProposalState::Accepted)
            return proposal;
    }
    return nullptr;
}

std::string stemOf(const std::string& name) { return fs::path(name).stem().string(); }

/// What each kind of loss means, in words.
const std::map<std::string, std::string>& sentences()
{
    static const std::map<std::string, std::string> words{
        {"status", "the status is not written: the format has no place for it"},
        {"language", "the language is not written: the format has no place for it"},
        {"other-language", "languages other than English and Chinese are left out: the format has no place for them"},
        {"split", "the split is not written: the format has no place for it"},
        {"tier", "the tier is not written: the format has no place for it"},
        {"line-breaks", "texts of several lines are written on one, runs of blanks as one"},
        {"blank-lines", "empty lines in a text are left out: they would end it"},
        {"times", "times are not written: the format names whole clips, and these are stretches of their file"},
        {"lengths", "the length of a file that nobody has seen is not known; 24 hours stand for it"},
        {"rounding", "times are finer than the format can hold and were rounded"},
        {"proposals", "proposals stay in the project"},
        {"members", "what an import from another format kept stays in the project"},
        {"captions", "captions beyond those that the format holds for a clip are left out"},
        {"names", "the names of files are not unique: an import cannot tell them apart"},
        {"ids", "names of clips were made anew: the format wants them in its own form"},
        {"clips", "captions of clips that could not be cut are left out"},
        {"markup", "what looks like markup in a text will be taken for it"},
        {"characters", "characters that the format forbids are left out"},
    };
    return words;
}

bool hasOtherMembers(const Segment& segment, std::string_view format)
{
    if (segment.extra.empty())
        return false;
    const json all = extraObject(segment.extra);
    return std::any_of(all.items().begin(), all.items().end(),
                       [&](const auto& item) { return item.key() != "from" && item.key() != format; });
}

bool isRounded(TimeRange range, MediaTime unit)
{
    return range.start % unit != MediaTime{0} || range.end % unit != MediaTime{0};
}

} // namespace

bool isWholeMedium(const Medium& medium, TimeRange range, const CorpusExtra& extra)
{
    if (range.start != MediaTime{0})
        return false;
    if (medium.duration > MediaTime{0} && range.end >= medium.duration)
        return true;
    return extra.wholeEnd > MediaTime{0} && range.end == extra.wholeEnd;
}

std::string oneLineJson(const ordered_json& value)
{
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string RowNumbers::give(const std::string& known)
{
    if (!known.empty() && m_given.insert(known))
        return known;
    while (m_reserved.contains(std::to_string(m_next)))
        ++m_next;
    return std::to_string(m_next++);
}

ExportSource::ExportSource(const project::ProjectView& document, const FormatCapability& format,
                           const ExportOptions& options)
    : m_document(document), m_format(format), m_options(options), m_mediaNames(document.media())
{
    reserveKnown();
}

void ExportSource::reserveKnown()
{
    for (const Medium* medium : m_document.media()) {
        for (const Segment* segment : m_document.segmentsOf(medium->id)) {
            const CorpusExtra extra = CorpusExtra::of(*segment);
            if (!extra.clip.empty())
                m_knownNames.insert(extra.clip);
            if (extra.format == m_format.name && !extra.row.empty())
                m_numbers.reserve(extra.row);
        }
    }
}

std::string ExportSource::rowNumber(const ExportCaption& caption)
{
    return m_numbers.give(caption.extra.format == m_format.name ? caption.extra.row : std::string());
}

ordered_json ExportSource::fileMembers() const
{
    ordered_json members = ordered_json::object();
    for (const Medium* medium : m_document.media())
        members.update(fileMembers(*medium));
    return members;
}

ordered_json ExportSource::fileMembers(const Medium& medium) const
{
    return objectMember(extraObject(medium.extra), std::string(m_format.name).c_str());
}

const json& ExportSource::keptOf(const ExportCaption& caption) const
{
    static const json kNothing = json::object();
    return caption.extra.format == m_format.name ? caption.extra.kept : kNothing;
}

std::vector<std::string> ExportSource::keptColumns() const
{
    std::set<std::string> names;
    for (const Medium* medium : m_document.media()) {
        for (const Segment* segment : m_document.segmentsOf(medium->id)) {
            const CorpusExtra extra = CorpusExtra::of(*segment);
            const json columns = extra.format == m_format.name ? objectMember(extra.kept, "columns") : json::object();
            for (const auto& item : columns.items())
                names.insert(item.key());
        }
    }
    return {names.begin(), names.end()};
}

std::string ExportSource::keptCell(const ExportCaption& caption, const std::string& column) const
{
    return textMember(objectMember(keptOf(caption), "columns"), column.c_str());
}

void ExportSource::absorb(const ExportSource& part)
{
    m_report.videos += part.m_report.videos;
    m_report.sentences += part.m_report.sentences;
    m_report.files.insert(m_report.files.end(), part.m_report.files.begin(), part.m_report.files.end());
    for (const auto& [what, count] : part.m_losses)
        lose(what, count);
}

std::string ExportSource::textOf(const Segment& segment, bool& fromModel) const
{
    const auto shaped = [&](const std::string& text) { return m_format.lineBreaks ? text : onOneLine(text); };
    if (m_format.modelFirst && (segment.text.empty() || m_options.statuses.contains(segment.status))) {
        const Proposal* proposed = bestOpen(m_document, segment);
        fromModel = proposed != nullptr;
        if (fromModel)
            return shaped(proposed->text);
    }
    if (m_options.statuses.contains(segment.status) && !segment.text.empty())
        return shaped(segment.text);
    if (!segment.text.empty() || m_options.modelText == ModelText::LeaveOut)
        return {};
    const Proposal* best = bestOpen(m_document, segment);
    fromModel = best != nullptr;
    return best ? shaped(best->text) : std::string();
}

bool ExportSource::isWanted(const Segment& segment) const
{
    if (m_options.split && *m_options.split != (segment.split.empty() ? "train" : segment.split))
        return false;
    bool fromModel = false;
    const bool mayBeEmpty = m_format.emptyTexts && m_options.statuses.contains(segment.status);
    return mayBeEmpty || !onOneLine(textOf(segment, fromModel)).empty();
}

bool ExportSource::hasRoomFor(const std::string& language) const
{
    return m_format.languages != LanguageRoom::EnglishAndChinese || language == "en" || language == "zh";
}

bool ExportSource::hasAnything() const
{
    for (const Medium* medium : m_document.media()) {
        const auto segments = m_document.segmentsOf(medium->id);
        if (std::any_of(segments.begin(), segments.end(),
                        [this](const Segment* segment) { return hasRoomFor(segment->language) && isWanted(*segment); }))
            return true;
    }
    return false;
}

std::vector<ExportCaption> ExportSource::captionsOf(const Medium& medium)
{
    std::vector<ExportCaption> captions;
    for (const Segment* segment : m_document.segmentsOf(medium.id)) {
        if (!isWanted(*segment))
            continue;
        if (!hasRoomFor(segment->language)) {
            lose("other-language");
            continue;
        }
        bool fromModel = false;
        std::string text = textOf(*segment, fromModel);
        captions.push_back({segment, std::move(text), CorpusExtra::of(*segment), fromModel});
        countLosses(captions.back(), medium);
    }
    return captions;
}

void ExportSource::countLosses(const ExportCaption& caption, const Medium& medium)
{
    const Segment& segment = *caption.segment;
    const auto loseIf = [this](bool happened, const char* what) {
        if (happened)
            lose(what);
    };
    const bool isResult = m_format.modelFirst && caption.fromModel;
    loseIf(!m_format.status && !isResult && segment.status != SegmentStatus::Accepted, "status");
    loseIf(m_format.languages == LanguageRoom::None && segment.language != "en", "language");
    loseIf(!m_format.split && !segment.split.empty(), "split");
    loseIf(!m_format.tier && !segment.tier.empty(), "tier");
    loseIf(!m_format.lineBreaks && !caption.fromModel && caption.text != segment.text, "line-breaks");
    const std::size_t written = isResult ? 1 : 0;
    loseIf(!m_format.proposals && m_document.proposalsOf(segment.id).size() > written, "proposals");
    loseIf(!m_format.proposals && hasOtherMembers(segment, m_format.name), "members");
    const bool isWhole = isWholeMedium(medium, segment.range, caption.extra);
    loseIf(m_format.times == TimePrecision::None && !isWhole && !m_options.clipFiles, "times");
    const bool isUnseen = isWhole && medium.duration == MediaTime{0} && segment.range.end == kUnknownLength;
    loseIf(m_format.times != TimePrecision::None && !m_format.wholeFiles && isUnseen, "lengths");
    loseIf(m_format.times == TimePrecision::Milliseconds && isRounded(segment.range, std::chrono::milliseconds(1)),
           "rounding");
    loseIf(m_format.proposals     ? false
               : m_format.folders ? !m_mediaNames.isTold(medium)
                                  : m_mediaNames.sharesStem(medium),
           "names");
}

Result<void> ExportSource::forEachClip(const std::function<Result<void>(const ExportClip&)>& write)
{
    for (const Medium* medium : m_document.media()) {
        std::vector<ExportClip> clips;
        std::vector<std::string> names;
        std::size_t ofRange = 0; // the first clip of the range at hand
        for (ExportCaption& caption : captionsOf(*medium)) {
            const Segment& segment = *caption.segment;
            if (!clips.empty() && clips.back().range != segment.range)
                ofRange = clips.size();
            std::size_t at = ofRange;
            const std::string& known = caption.extra.clip;
            while (at < clips.size()
                   && !(clips[at].split == segment.split && (known.empty() || names[at] == known || names[at].empty())))
                ++at;
            if (at == clips.size()) {
                clips.push_back({medium,
                                 segment.range,
                                 isWholeMedium(*medium, segment.range, caption.extra),
                                 segment.split,
                                 {},
                                 {}});
                names.push_back(known);
            }
            names[at] = names[at].empty() ? known : names[at];
            clips[at].captions.push_back(std::move(caption));
        }
        for (std::size_t i = 0; i < clips.size(); ++i) {
            const ExportClip& clip = clips[i];
            clips[i].id = nameOf(clip, names[i], clips.size() == 1);
            countClip();
            nameClip(clip.id);
            DESCANT_CHECK(write(clip));
            if (m_options.onClip)
                m_options.onClip({m_clipName, medium->id, clip.range, clip.isWhole, clip.split, m_clipFolder});
        }
    }
    return {};
}

/// What an import called it; else the file's name, with the times where it is not the only stretch.
std::string ExportSource::nameOf(const ExportClip& clip, const std::string& known, bool isOnlyClip)
{
    if (!known.empty() && m_givenNames.insert(known))
        return known;
    const std::string plain =
        clip.isWhole || isOnlyClip ? stemOf(clip.medium->name) : stretchName(clip.medium->name, clip.range);
    for (std::size_t number = 1;; ++number) {
        const std::string name = number == 1 ? plain : plain + "-" + std::to_string(number);
        if (!m_knownNames.contains(name) && m_givenNames.insert(name))
            return name;
    }
}

void ExportSource::tellClip(const std::string& id, const Segment& segment) const
{
    if (m_options.onClip)
        m_options.onClip({id, segment.mediumId, segment.range, false, segment.split, {}});
}

const ClipFile* ExportSource::fileOf(const std::string& clip) const
{
    if (!m_options.clipFiles)
        return nullptr;
    const auto found = m_options.clipFiles->find(clip);
    return found == m_options.clipFiles->end() ? nullptr : &found->second;
}

void ExportSource::lose(const std::string& what, std::size_t count) { m_losses[what] += count; }

ExportReport ExportSource::report() const
{
    ExportReport report = m_report;
    for (const auto& [what, count] : m_losses) {
        report.counted.push_back(
            {what, count, fmt::format("{} ({} {})", sentences().at(what), count, count == 1 ? "caption" : "captions")});
        report.losses.push_back(report.counted.back().message);
    }
    return report;
}

Result<ExportFile> ExportFile::create(ExportSource& source, const fs::path& path)
{
    DESCANT_CHECK(refuseDatabase(path));
    source.countFile(path);
    ExportFile file;
    file.m_document = &source.document();
    if (source.options().mode == ExportMode::Write) {
        DESCANT_TRY(AtomicFile atomic, AtomicFile::create(path));
        file.m_file = std::make_unique<AtomicFile>(std::move(atomic));
    }
    return file;
}

Result<void> ExportFile::commit()
{
    DESCANT_CHECK(m_document->readState());
    return m_file ? m_file->commit() : Result<void>();
}

} // namespace descant::formats
