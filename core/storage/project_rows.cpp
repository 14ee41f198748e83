// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/project_rows.h"

#include "core/base/json_text.h"
#include "core/project/kept_json.h"
#include "core/project/values_json.h"
#include "core/storage/internal/entity_rows.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <unordered_map>

namespace descant::storage {

using project::Medium;
using project::Proposal;
using project::Reading;
using project::Segment;

namespace {

/// Nothing that a Document would refuse: somebody else may have written the file.
template <typename Value> bool isSound(const Value& value)
{
    return project::canBeJournalled(value) && !project::holdsDeepJson(value);
}

/// The same for what comes by the million.
template <> bool isSound(const Segment& segment)
{
    const auto isUtf8 = [](const std::string* text) { return utf8Prefix(*text) == text->size(); };
    const auto texts = {&segment.id,   &segment.mediumId, &segment.text, &segment.language,
                        &segment.tier, &segment.split,    &segment.extra};
    return std::all_of(texts.begin(), texts.end(), isUtf8) && !project::holdsDeepJson(segment);
}

} // namespace

struct ProjectRows::State {
    explicit State(Database opened) : database(std::move(opened)), statements(database) { }

    /// The values of the rows that `where` finds for the key.
    template <typename Value> Result<std::vector<Value>> find(const std::string& where, const std::string& key)
    {
        DESCANT_TRY(Statement* const rows, statements.of(RowsOf<Value>::kSelect + where));
        rows->reset(); // an earlier reading may have failed in the midst of its rows
        rows->bind(key);
        std::vector<Value> values;
        while (true) {
            DESCANT_TRY(const bool row, rows->next());
            if (!row)
                break;
            DESCANT_TRY(Value value, RowsOf<Value>::read(*rows));
            if (!isSound(value))
                return fail(ErrorCode::ProjectDamaged, database.path(),
                            "a text of it is not UTF-8, a number not finite, or what was kept nested too deeply");
            values.push_back(std::move(value));
        }
        rows->reset();
        return values;
    }

    template <typename Value> std::vector<Value> found(const std::string& where, const std::string& key)
    {
        auto values = find<Value>(where, key);
        if (values)
            return *std::move(values);
        if (state)
            state = fail(values.error());
        return {};
    }

    template <typename Value> const Value* one(std::optional<Value>& kept, const std::string& id)
    {
        if (isEmpty)
            return nullptr;
        std::vector<Value> values = found<Value>("WHERE id = ?", id);
        if (values.empty())
            return nullptr;
        kept = std::move(values.front());
        return &*kept;
    }

    Database database;
    KeptStatements statements;
    std::vector<Medium> media; ///< by id
    bool hasProposals = true, hasReadings = true;
    bool isEmpty = false; ///< but for its media
    std::string medium;   ///< that the values below are of
    std::vector<Segment> segments;
    std::unordered_map<std::string, std::vector<Proposal>> proposals; ///< those that were asked for, by segment
    std::optional<std::vector<Reading>> readings;
    std::optional<Segment> segment;
    std::optional<Proposal> proposal;
    std::optional<Reading> reading;
    Result<void> state;
};

namespace {

template <typename Value> std::vector<const Value*> addresses(const std::vector<Value>& values)
{
    std::vector<const Value*> all;
    all.reserve(values.size());
    for (const Value& value : values)
        all.push_back(&value);
    return all;
}

/// As a Document has them. The index gives the first two.
bool isBefore(const Segment& a, const Segment& b)
{
    return std::tie(a.range.start, a.range.end, a.id) < std::tie(b.range.start, b.range.end, b.id);
}

} // namespace

ProjectRows::ProjectRows(std::unique_ptr<State> state) : m_state(std::move(state)) { }
ProjectRows::~ProjectRows() = default;

Result<std::unique_ptr<ProjectRows>> ProjectRows::open(const std::filesystem::path& path)
{
    DESCANT_TRY(Database database, Database::open(path, Database::Mode::ReadOnly));
    DESCANT_CHECK(database.run("BEGIN")); // what the first read below sees is what all see
    auto state = std::make_unique<State>(std::move(database));
    DESCANT_TRY(state->media, state->find<Medium>("WHERE id >= ? ORDER BY id", {}));
    const auto hasAny = [&](const std::string& rows) {
        return state->database.number("SELECT EXISTS (SELECT 1 FROM " + rows + ")");
    };
    DESCANT_TRY(const std::int64_t strays,
                hasAny("(SELECT DISTINCT medium_id FROM segment) WHERE medium_id NOT IN (SELECT id FROM medium)"));
    if (strays != 0)
        return fail(ErrorCode::ProjectDamaged, path.string(), "segments of it lie on a file that is not in it");
    DESCANT_TRY(const std::int64_t segments, hasAny("segment"));
    DESCANT_TRY(const std::int64_t proposals, hasAny("proposal"));
    DESCANT_TRY(const std::int64_t readings, hasAny("reading"));
    state->hasProposals = proposals != 0;
    state->hasReadings = readings != 0;
    state->isEmpty = segments == 0 && readings == 0;
    if (state->isEmpty)
        DESCANT_CHECK(state->database.run("COMMIT")); // and keeps nobody from writing
    return std::unique_ptr<ProjectRows>(new ProjectRows(std::move(state)));
}

std::vector<const Medium*> ProjectRows::media() const { return addresses(m_state->media); }

const Medium* ProjectRows::medium(const std::string& id) const
{
    const auto found = std::lower_bound(m_state->media.begin(), m_state->media.end(), id,
                                        [](const Medium& medium, const std::string& key) { return medium.id < key; });
    return found != m_state->media.end() && found->id == id ? &*found : nullptr;
}

std::vector<const Segment*> ProjectRows::segmentsOf(const std::string& mediumId) const
{
    if (m_state->medium != mediumId && !m_state->isEmpty) {
        m_state->medium = mediumId;
        m_state->proposals.clear();
        m_state->readings.reset();
        m_state->segments = m_state->found<Segment>("WHERE medium_id = ? ORDER BY start, end", mediumId);
        std::sort(m_state->segments.begin(), m_state->segments.end(), isBefore);
    }
    return addresses(m_state->segments);
}

std::vector<const Proposal*> ProjectRows::proposalsOf(const std::string& segmentId) const
{
    if (!m_state->hasProposals)
        return {};
    auto [found, isNew] = m_state->proposals.try_emplace(segmentId);
    if (isNew)
        found->second = m_state->found<Proposal>("WHERE segment_id = ? ORDER BY created DESC, rank, id", segmentId);
    return addresses(found->second);
}

std::vector<const Reading*> ProjectRows::readingsIn(const std::string& mediumId) const
{
    if (!m_state->hasReadings)
        return {};
    segmentsOf(mediumId); // a reading stays as long as they do
    if (!m_state->readings)
        m_state->readings = m_state->found<Reading>("WHERE medium_id = ? ORDER BY id", mediumId);
    return addresses(*m_state->readings);
}

const Segment* ProjectRows::segment(const std::string& id) const { return m_state->one(m_state->segment, id); }
const Proposal* ProjectRows::proposal(const std::string& id) const { return m_state->one(m_state->proposal, id); }
const Reading* ProjectRows::reading(const std::string& id) const { return m_state->one(m_state->reading, id); }

Result<void> ProjectRows::readState() const { return m_state->state; }

} // namespace descant::storage
