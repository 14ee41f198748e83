// SPDX-License-Identifier: GPL-3.0-or-later
// Descant's own JSON lines: everything that a project says, one object a line. The first line names the format; a
// medium is a line, a segment is a line with its proposals in it and the triple (the model's text, a critique, the
// final text), and what somebody else says of a stretch is a line.
#include "core/formats/internal/caption_text.h"
#include "core/formats/internal/corpus_planner.h"
#include "core/formats/internal/corpus_stream.h"
#include "core/formats/internal/format.h"
#include "core/formats/internal/json_values.h"
#include "core/project/kept_json.h"
#include "core/project/values_json.h"

#include <fstream>
#include <unordered_map>
#include <unordered_set>

namespace descant::formats {

namespace fs = std::filesystem;

namespace {

using nlohmann::json;
using nlohmann::ordered_json;
using project::Entity;
using project::Medium;
using project::Proposal;
using project::ProposalState;
using project::Reading;
using project::Segment;

constexpr const char* kFormatMember = "descant-corpus";
constexpr int kVersion = 1;

/// Checks the first line and gives the others.
void readRows(const fs::path& path, CorpusSink& sink, const TakeObject& take)
{
    std::ifstream stream(path, std::ios::binary);
    bool isFirst = true, isOurs = true;
    readObjectLines(stream, sink, [&](std::size_t line, json object) {
        if (isFirst) {
            isFirst = false;
            isOurs = object.value(kFormatMember, json()) == kVersion;
            if (!isOurs)
                sink.error(line, "it is not JSON lines of Descant: the first line must be {\"descant-corpus\":1}");
        } else if (isOurs) {
            take(line, std::move(object));
        }
    });
    if (isFirst)
        sink.error(1, "it is not JSON lines of Descant: it has no first line");
}

/// The value without what is not its own.
template <typename Value> std::optional<Value> valueFrom(const json& row, std::size_t line, CorpusSink& sink)
{
    auto entity = project::entityFromJson(row);
    if (entity && project::holdsDeepJson(*entity)) {
        sink.error(line, "it is nested too deeply");
        return std::nullopt;
    }
    if (entity && std::holds_alternative<Value>(*entity) && !idOf(*entity).empty())
        return std::get<Value>(*std::move(entity));
    sink.error(line,
               entity ? "it has no id"
                      : "it is not a whole " + textMember(row, "kind", "value") + ": " + entity.error().detail);
    return std::nullopt;
}

class Importer : public CorpusSink {
public:
    Importer(const project::ProjectView& document, CorpusFolders folders, project::ChangeSink& changes)
        : m_document(document), m_changes(changes), m_media(document, std::move(folders), m_changes)
    {
    }

    void take(std::size_t line, const json& row)
    {
        const std::string kind = textMember(row, "kind");
        if (kind == "medium")
            takeMedium(line, row);
        else if (kind == "segment")
            takeSegment(line, row);
        else if (kind == "reading")
            takeReading(line, row);
        else
            error(line, "\"kind\" must be medium, segment or reading");
    }

    tl::expected<ImportSummary, ImportFailure> finish(const fs::path& path)
    {
        for (const std::string& name : m_media.missing())
            warning(0, "the file \"" + name + "\" is missing; it can be found later");
        m_summary.problems = m_warnings.take();
        return outcomeOf(path, m_errors.take(), m_changes, std::move(m_summary));
    }

    void caption(CorpusCaption) override { }
    void clip(std::size_t, const std::string&) override { }
    void fileMembers(json) override { }
    void error(std::size_t line, std::string message) override { m_errors.add(line, std::move(message)); }
    void warning(std::size_t line, std::string message) override { m_warnings.add(line, std::move(message)); }

private:
    void takeMedium(std::size_t line, const json& row)
    {
        const auto medium = valueFrom<Medium>(row, line, *this);
        if (!medium)
            return;
        const Medium* known = m_media.known(*medium);
        if (!m_mediumOf.emplace(medium->id, known != nullptr ? known->id : medium->id).second)
            return error(line, "the medium " + medium->id + " stands twice");
        if (known == nullptr)
            m_mediumOf[medium->id] = m_media.adopt(*medium)->id;
    }

    void takeSegment(std::size_t line, const json& row)
    {
        auto segment = valueFrom<Segment>(row, line, *this);
        if (!segment)
            return;
        const auto medium = m_mediumOf.find(segment->mediumId);
        if (medium == m_mediumOf.end())
            return error(line, "its medium is not declared above it");
        if (!m_ids.insert(segment->id))
            return error(line, "the segment " + segment->id + " stands twice");
        if (segment->range.start < MediaTime{0} || segment->range.empty())
            return error(line, "the times must not be negative, and the end must come after the start");
        segment->mediumId = medium->second;
        keepOthers(row, *segment);
        const Segment* before = m_document.segment(segment->id);
        const bool isKnown = before != nullptr;
        const bool changes = addIfNew(before, *segment);
        const std::size_t proposals = takeProposals(line, row);
        countRow(isKnown, changes || proposals > 0);
    }

    static void keepOthers(const json& row, Segment& segment)
    {
        json others = without(row,
                              {"kind", "id", "medium", "start", "end", "text", "status", "language", "tier", "split",
                               "extra", "proposals", "triple", "file"});
        if (others.empty())
            return;
        json extra = extraObject(segment.extra);
        extra["jsonl"] = std::move(others);
        segment.extra = extra.dump(-1, ' ', false, json::error_handler_t::replace);
    }

    std::size_t takeProposals(std::size_t line, const json& row)
    {
        std::size_t changed = 0;
        for (const json& one : row.value("proposals", json::array())) {
            const auto proposal = valueFrom<Proposal>(one, line, *this);
            if (!proposal)
                continue;
            if (!m_ids.insert(proposal->id))
                error(line, "the proposal " + proposal->id + " stands twice");
            else if (proposal->segmentId != textMember(row, "id"))
                error(line, "the proposal " + proposal->id + " belongs to another segment");
            else
                changed += addIfNew(m_document.proposal(proposal->id), *proposal) ? 1 : 0;
        }
        return changed;
    }

    /// Not counted: a reading is no caption of the corpus.
    void takeReading(std::size_t line, const json& row)
    {
        auto reading = valueFrom<Reading>(row, line, *this);
        if (!reading)
            return;
        const auto medium = m_mediumOf.find(reading->mediumId);
        if (medium == m_mediumOf.end())
            return error(line, "its medium is not declared above it");
        if (!m_ids.insert(reading->id))
            return error(line, "the reading " + reading->id + " stands twice");
        if (reading->range.start < MediaTime{0} || reading->range.empty())
            return error(line, "the times must not be negative, and the end must come after the start");
        reading->mediumId = medium->second;
        addIfNew(m_document.reading(reading->id), *reading);
    }

    template <typename Value> bool addIfNew(const Value* before, const Value& after)
    {
        if (before != nullptr && *before == after)
            return false;
        m_changes.add({before ? std::optional<Entity>(*before) : std::nullopt, Entity(after)});
        return true;
    }

    void countRow(bool isKnown, bool isChanged)
    {
        ++(!isKnown ? m_summary.added : isChanged ? m_summary.changed : m_summary.skipped);
    }

    const project::ProjectView& m_document;
    PlannedChanges m_changes;
    CorpusMedia m_media;
    std::unordered_map<std::string, std::string> m_mediumOf; ///< the project's medium for the file's
    IdSet m_ids;
    ProblemList m_errors, m_warnings;
    ImportSummary m_summary;
};

/// The model's text, what was said of it, and the text that a person settled on; null for what there is not.
ordered_json tripleOf(const project::ProjectView& document, const Segment& segment)
{
    ordered_json triple{{"model", nullptr}, {"critique", nullptr}, {"final", nullptr}};
    for (const Proposal* proposal : document.proposalsOf(segment.id)) {
        const bool isUsed = proposal->state == ProposalState::Accepted || proposal->state == ProposalState::Edited;
        if (isUsed || triple["model"].is_null())
            triple["model"] = proposal->text;
        if (isUsed)
            break;
    }
    if (const std::string critique = textMember(extraObject(segment.extra), "critique"); !critique.empty())
        triple["critique"] = critique;
    if (!segment.text.empty())
        triple["final"] = segment.text;
    return triple;
}

ordered_json rowOf(const project::ProjectView& document, const Medium& medium, Segment segment)
{
    json extra = extraObject(segment.extra);
    const json others = objectMember(extra, "jsonl");
    if (!others.empty()) {
        extra.erase("jsonl");
        segment.extra = extra.empty() ? std::string() : extra.dump(-1, ' ', false, json::error_handler_t::replace);
    }
    ordered_json row = project::toJson(segment);
    row["file"] = medium.name;
    row["triple"] = tripleOf(document, segment);
    ordered_json proposals = ordered_json::array();
    for (const Proposal* proposal : document.proposalsOf(segment.id))
        proposals.push_back(ordered_json(project::toJson(*proposal)));
    row["proposals"] = std::move(proposals);
    for (const auto& item : others.items()) {
        if (!row.contains(item.key()))
            row[item.key()] = item.value();
    }
    return row;
}

} // namespace

tl::expected<ImportSummary, ImportFailure> planJsonl(const project::ProjectView& document, const fs::path& path,
                                                     const ImportOptions& options, project::ChangeSink& changes)
{
    Importer importer(document, corpusFolders(path, options.mediaFolder), changes);
    readRows(path, importer, [&](std::size_t line, const json& row) { importer.take(line, row); });
    return importer.finish(path);
}

void readJsonl(const fs::path& path, const ImportOptions&, CorpusSink& sink)
{
    std::unordered_map<std::string, std::string> nameOf;
    readRows(path, sink, [&](std::size_t line, const json& row) {
        if (textMember(row, "kind") == "medium") {
            if (const auto medium = valueFrom<Medium>(row, line, sink))
                nameOf[medium->id] = medium->name;
            return;
        }
        if (textMember(row, "kind") == "reading")
            return;
        const auto segment = valueFrom<Segment>(row, line, sink);
        if (!segment || segment->text.empty())
            return;
        CorpusCaption caption;
        caption.line = line;
        caption.clip = CorpusExtra::of(*segment).clip;
        caption.file = nameOf[segment->mediumId];
        caption.range = segment->range;
        caption.text = segment->text;
        sink.caption(std::move(caption));
    });
}

namespace {

/// Of segments that are written too, and of stretches that are no segments here where nothing was left out.
Result<void> writeReadings(ExportSource& source, const Medium& medium, const std::vector<ExportCaption>& written,
                           ExportFile& file)
{
    std::unordered_set<std::string> ids;
    for (const ExportCaption& caption : written)
        ids.insert(caption.segment->id);
    for (const Reading* reading : source.document().readingsIn(medium.id)) {
        const bool isAlone = source.document().segment(reading->segmentId) == nullptr && !source.options().split;
        if (isAlone || ids.contains(reading->segmentId))
            DESCANT_CHECK(file.write(oneLineJson(project::toJson(*reading)) + "\n"));
    }
    return {};
}

} // namespace

Result<void> writeJsonl(ExportSource& source, const fs::path& path)
{
    DESCANT_TRY(ExportFile file, ExportFile::create(source, path));
    DESCANT_CHECK(file.write(oneLineJson({{kFormatMember, kVersion}}) + "\n"));
    for (const Medium* medium : source.document().media()) {
        DESCANT_CHECK(file.write(oneLineJson(project::toJson(*medium)) + "\n"));
        const std::vector<ExportCaption> captions = source.captionsOf(*medium);
        for (const ExportCaption& caption : captions)
            DESCANT_CHECK(file.write(oneLineJson(rowOf(source.document(), *medium, *caption.segment)) + "\n"));
        DESCANT_CHECK(writeReadings(source, *medium, captions, file));
        for (const ExportCaption& caption : captions)
            source.tellClip(caption.segment->id, *caption.segment);
        source.countWritten(captions.size());
        source.countClip();
    }
    return file.commit();
}

} // namespace descant::formats
