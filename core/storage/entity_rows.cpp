// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/internal/entity_rows.h"

#include "core/project/values_json.h"

namespace descant::storage {
namespace {

using nlohmann::json;
using project::Entity;
using project::EntityKind;
using project::Medium;
using project::Proposal;
using project::Reading;
using project::Segment;

Result<void> write(WriteStatements& statements, Write how, const Medium& medium)
{
    DESCANT_TRY(Statement* const statement, statements.of(how, EntityKind::Medium,
        "INSERT INTO medium VALUES (?,?,?,?,?,?,?,?,?,?)",
        " ON CONFLICT(id) DO UPDATE SET name=excluded.name, path=excluded.path, "
        "fingerprint=excluded.fingerprint, duration=excluded.duration, width=excluded.width, height=excluded.height, "
        "has_video=excluded.has_video, has_audio=excluded.has_audio, extra=excluded.extra"));
    return statement->bind(medium.id).bind(medium.name).bind(medium.path).bind(medium.fingerprint)
        .bind(medium.duration.count()).bind(std::int64_t(medium.width)).bind(std::int64_t(medium.height))
        .bind(std::int64_t(medium.hasVideo)).bind(std::int64_t(medium.hasAudio)).bind(medium.extra).run();
}

Result<void> write(WriteStatements& statements, Write how, const Segment& segment)
{
    DESCANT_TRY(Statement* const statement, statements.of(how, EntityKind::Segment,
        "INSERT INTO segment(id, medium_id, start, end, text, status, language, tier, split, extra) VALUES (?,?,?,?,?,?,?,?,?,?)",
        " ON CONFLICT(id) DO UPDATE SET medium_id=excluded.medium_id, start=excluded.start, end=excluded.end, text=excluded.text, "
        "status=excluded.status, language=excluded.language, tier=excluded.tier, split=excluded.split, extra=excluded.extra"));
    return statement->bindKept(segment.id).bindKept(segment.mediumId).bind(segment.range.start.count())
        .bind(segment.range.end.count()).bindKept(segment.text).bind(nameOf(segment.status)).bindKept(segment.language)
        .bindKept(segment.tier).bindKept(segment.split).bindKept(segment.extra).run();
}

Result<void> write(WriteStatements& statements, Write how, const Proposal& proposal)
{
    // The lists are read and written as a whole only: JSON, in the journal's own form.
    const json lists = toJson(Entity(proposal));
    DESCANT_TRY(Statement* const statement, statements.of(how, EntityKind::Proposal,
        "INSERT INTO proposal VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        " ON CONFLICT(id) DO UPDATE SET segment_id=excluded.segment_id, "
        "rank=excluded.rank, text=excluded.text, score=excluded.score, state=excluded.state, tokens=excluded.tokens, "
        "evidence=excluded.evidence, settings=excluded.settings"));
    return statement->bind(proposal.id).bind(proposal.segmentId).bind(std::int64_t(proposal.rank)).bind(proposal.text)
        .bind(proposal.score).bind(proposal.modelName).bind(proposal.modelVersion).bind(proposal.modelHash)
        .bind(proposal.settings).bind(lists["frames"].dump()).bind(proposal.audioHeard.count()).bind(lists["tokens"].dump())
        .bind(lists["evidence"].dump()).bind(nameOf(proposal.state)).bind(proposal.created).run();
}

Result<void> write(WriteStatements& statements, Write how, const Reading& reading)
{
    DESCANT_TRY(Statement* const statement, statements.of(how, EntityKind::Reading,
        "INSERT INTO reading VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        " ON CONFLICT(id) DO UPDATE SET medium_id=excluded.medium_id, "
        "segment_id=excluded.segment_id, says=excluded.says, start=excluded.start, end=excluded.end, text=excluded.text, "
        "status=excluded.status, language=excluded.language, tier=excluded.tier, person=excluded.person, "
        "base=excluded.base, package=excluded.package, state=excluded.state, created=excluded.created"));
    return statement->bind(reading.id).bind(reading.mediumId).bind(reading.segmentId).bind(nameOf(reading.kind))
        .bind(reading.range.start.count()).bind(reading.range.end.count()).bind(reading.text).bind(nameOf(reading.status))
        .bind(reading.language).bind(reading.tier).bind(reading.person).bind(reading.base).bind(reading.package)
        .bind(nameOf(reading.state)).bind(reading.created).run();
}

} // namespace

template <> const char* const RowsOf<Medium>::kSelect = "SELECT * FROM medium ";
template <> const char* const RowsOf<Segment>::kSelect =
    "SELECT id, medium_id, start, end, text, status, language, tier, split, extra FROM segment ";
template <> const char* const RowsOf<Proposal>::kSelect = "SELECT * FROM proposal ";
template <> const char* const RowsOf<Reading>::kSelect = "SELECT * FROM reading ";

template <> Result<Medium> RowsOf<Medium>::read(const Statement& row)
{
    Medium medium;
    medium.id = row.text(0);
    medium.name = row.text(1);
    medium.path = row.text(2);
    medium.fingerprint = row.text(3);
    medium.duration = MediaTime(row.number(4));
    medium.width = static_cast<int>(row.number(5));
    medium.height = static_cast<int>(row.number(6));
    medium.hasVideo = row.number(7) != 0;
    medium.hasAudio = row.number(8) != 0;
    medium.extra = row.text(9);
    return medium;
}

template <> Result<Segment> RowsOf<Segment>::read(const Statement& row)
{
    const auto status = project::segmentStatusFrom(row.text(5));
    if (!status)
        return fail(ErrorCode::ProjectDamaged, "segment " + row.text(0), "its status is unknown");
    return Segment{row.text(0), row.text(1), {MediaTime(row.number(2)), MediaTime(row.number(3))}, row.text(4), *status,
                   row.text(6), row.text(7), row.text(8), row.text(9)};
}

template <> Result<Proposal> RowsOf<Proposal>::read(const Statement& row)
{
    const auto list = [&](int column) { return json::parse(row.text(column), nullptr, false); };
    DESCANT_TRY(Entity entity, project::entityFromJson({{"kind", "proposal"}, {"id", row.text(0)}, {"segment", row.text(1)},
        {"rank", row.number(2)}, {"text", row.text(3)}, {"score", row.real(4)}, {"model", row.text(5)},
        {"version", row.text(6)}, {"hash", row.text(7)}, {"settings", row.text(8)}, {"frames", list(9)},
        {"heard", row.number(10)}, {"tokens", list(11)}, {"evidence", list(12)}, {"state", row.text(13)},
        {"created", row.text(14)}}));
    return std::get<Proposal>(std::move(entity));
}

template <> Result<Reading> RowsOf<Reading>::read(const Statement& row)
{
    DESCANT_TRY(Entity entity, project::entityFromJson({{"kind", "reading"}, {"id", row.text(0)}, {"medium", row.text(1)},
        {"segment", row.text(2)}, {"says", row.text(3)}, {"start", row.number(4)}, {"end", row.number(5)},
        {"text", row.text(6)}, {"status", row.text(7)}, {"language", row.text(8)}, {"tier", row.text(9)},
        {"person", row.text(10)}, {"base", row.text(11)}, {"package", row.text(12)}, {"state", row.text(13)},
        {"created", row.text(14)}}));
    return std::get<Reading>(std::move(entity));
}

Result<Statement*> KeptStatements::of(const std::string& sql)
{
    const auto found = m_statements.find(sql);
    if (found != m_statements.end())
        return &found->second;
    DESCANT_TRY(Statement statement, Statement::prepare(m_database, sql));
    return &m_statements.emplace(sql, std::move(statement)).first->second;
}

Result<Statement*> WriteStatements::of(Write how, project::EntityKind kind, const char* insert, const char* orUpdate)
{
    std::optional<Statement>& kept = m_statements[static_cast<std::size_t>(kind)][how == Write::New ? 0 : 1];
    if (!kept) {
        DESCANT_TRY(kept, Statement::prepare(m_database, std::string(insert) + (how == Write::New ? "" : orUpdate)));
    }
    return &*kept;
}

Result<void> EntityWriter::write(const project::Change& change)
{
    if (!change.after)
        return remove(*change.before);
    const Write how = change.before ? Write::Over : Write::New;
    return std::visit([&](const auto& value) { return storage::write(m_statements, how, value); }, *change.after);
}

Result<void> EntityWriter::remove(const Entity& entity)
{
    const std::string table(nameOf(kindOf(entity)));
    DESCANT_TRY(Statement* const statement, m_removals.of("DELETE FROM " + table + " WHERE id = ?"));
    return statement->bind(idOf(entity)).run();
}

namespace {

template <typename Value>
Result<void> readAll(Database& database, const char* order, std::vector<Entity>& entities)
{
    DESCANT_TRY(Statement statement, Statement::prepare(database, std::string(RowsOf<Value>::kSelect) + order));
    while (true) {
        DESCANT_TRY(const bool row, statement.next());
        if (!row)
            return {};
        DESCANT_TRY(Value value, RowsOf<Value>::read(statement));
        entities.emplace_back(std::move(value));
    }
}

} // namespace

Result<std::vector<Entity>> readEntities(Database& database)
{
    std::vector<Entity> entities;
    DESCANT_CHECK(readAll<Medium>(database, "ORDER BY id", entities));
    DESCANT_CHECK(readAll<Segment>(database, "ORDER BY number", entities));
    DESCANT_CHECK(readAll<Proposal>(database, "ORDER BY id", entities));
    DESCANT_CHECK(readAll<Reading>(database, "ORDER BY id", entities));
    return entities;
}

} // namespace descant::storage
