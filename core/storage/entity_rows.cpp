// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/internal/entity_rows.h"

#include "core/project/values_json.h"

namespace descant::storage {
namespace {

using nlohmann::json;
using project::Entity;
using project::Medium;
using project::Proposal;
using project::Reading;
using project::Segment;

Result<void> write(KeptStatements& statements, const Medium& medium)
{
    DESCANT_TRY(Statement* const statement, statements.of(
        "INSERT INTO medium VALUES (?,?,?,?,?,?,?,?,?,?) ON CONFLICT(id) DO UPDATE SET name=excluded.name, path=excluded.path, "
        "fingerprint=excluded.fingerprint, duration=excluded.duration, width=excluded.width, height=excluded.height, "
        "has_video=excluded.has_video, has_audio=excluded.has_audio, extra=excluded.extra"));
    return statement->bind(medium.id).bind(medium.name).bind(medium.path).bind(medium.fingerprint)
        .bind(medium.duration.count()).bind(std::int64_t(medium.width)).bind(std::int64_t(medium.height))
        .bind(std::int64_t(medium.hasVideo)).bind(std::int64_t(medium.hasAudio)).bind(medium.extra).run();
}

Result<void> write(KeptStatements& statements, const Segment& segment)
{
    DESCANT_TRY(Statement* const statement, statements.of(
        "INSERT INTO segment(id, medium_id, start, end, text, status, language, tier, split, extra) VALUES (?,?,?,?,?,?,?,?,?,?) "
        "ON CONFLICT(id) DO UPDATE SET medium_id=excluded.medium_id, start=excluded.start, end=excluded.end, text=excluded.text, "
        "status=excluded.status, language=excluded.language, tier=excluded.tier, split=excluded.split, extra=excluded.extra"));
    return statement->bind(segment.id).bind(segment.mediumId).bind(segment.range.start.count()).bind(segment.range.end.count())
        .bind(segment.text).bind(nameOf(segment.status)).bind(segment.language).bind(segment.tier).bind(segment.split)
        .bind(segment.extra).run();
}

Result<void> write(KeptStatements& statements, const Proposal& proposal)
{
    // The lists are read and written as a whole only: JSON, in the journal's own form.
    const json lists = toJson(Entity(proposal));
    DESCANT_TRY(Statement* const statement, statements.of(
        "INSERT INTO proposal VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT(id) DO UPDATE SET segment_id=excluded.segment_id, "
        "rank=excluded.rank, text=excluded.text, score=excluded.score, state=excluded.state, tokens=excluded.tokens, "
        "evidence=excluded.evidence, settings=excluded.settings"));
    return statement->bind(proposal.id).bind(proposal.segmentId).bind(std::int64_t(proposal.rank)).bind(proposal.text)
        .bind(proposal.score).bind(proposal.modelName).bind(proposal.modelVersion).bind(proposal.modelHash)
        .bind(proposal.settings).bind(lists["frames"].dump()).bind(proposal.audioHeard.count()).bind(lists["tokens"].dump())
        .bind(lists["evidence"].dump()).bind(nameOf(proposal.state)).bind(proposal.created).run();
}

Result<void> write(KeptStatements& statements, const Reading& reading)
{
    DESCANT_TRY(Statement* const statement, statements.of(
        "INSERT INTO reading VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT(id) DO UPDATE SET medium_id=excluded.medium_id, "
        "segment_id=excluded.segment_id, says=excluded.says, start=excluded.start, end=excluded.end, text=excluded.text, "
        "status=excluded.status, language=excluded.language, tier=excluded.tier, person=excluded.person, "
        "base=excluded.base, package=excluded.package, state=excluded.state, created=excluded.created"));
    return statement->bind(reading.id).bind(reading.mediumId).bind(reading.segmentId).bind(nameOf(reading.kind))
        .bind(reading.range.start.count()).bind(reading.range.end.count()).bind(reading.text).bind(nameOf(reading.status))
        .bind(reading.language).bind(reading.tier).bind(reading.person).bind(reading.base).bind(reading.package)
        .bind(nameOf(reading.state)).bind(reading.created).run();
}

Result<Entity> readMedium(const Statement& row)
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

Result<Entity> readSegment(const Statement& row)
{
    const auto status = project::segmentStatusFrom(row.text(5));
    if (!status)
        return fail(ErrorCode::ProjectDamaged, "segment " + row.text(0), "its status is unknown");
    return Segment{row.text(0), row.text(1), {MediaTime(row.number(2)), MediaTime(row.number(3))}, row.text(4), *status,
                   row.text(6), row.text(7), row.text(8), row.text(9)};
}

Result<Entity> readProposal(const Statement& row)
{
    const auto list = [&](int column) { return json::parse(row.text(column), nullptr, false); };
    return project::entityFromJson({{"kind", "proposal"}, {"id", row.text(0)}, {"segment", row.text(1)},
        {"rank", row.number(2)}, {"text", row.text(3)}, {"score", row.real(4)}, {"model", row.text(5)},
        {"version", row.text(6)}, {"hash", row.text(7)}, {"settings", row.text(8)}, {"frames", list(9)},
        {"heard", row.number(10)}, {"tokens", list(11)}, {"evidence", list(12)}, {"state", row.text(13)},
        {"created", row.text(14)}});
}

Result<Entity> readReading(const Statement& row)
{
    return project::entityFromJson({{"kind", "reading"}, {"id", row.text(0)}, {"medium", row.text(1)},
        {"segment", row.text(2)}, {"says", row.text(3)}, {"start", row.number(4)}, {"end", row.number(5)},
        {"text", row.text(6)}, {"status", row.text(7)}, {"language", row.text(8)}, {"tier", row.text(9)},
        {"person", row.text(10)}, {"base", row.text(11)}, {"package", row.text(12)}, {"state", row.text(13)},
        {"created", row.text(14)}});
}

Result<void> readAll(Database& database, std::string_view sql, Result<Entity> (*read)(const Statement&),
                     std::vector<Entity>& entities)
{
    DESCANT_TRY(Statement statement, Statement::prepare(database, sql));
    while (true) {
        DESCANT_TRY(const bool row, statement.next());
        if (!row)
            return {};
        DESCANT_TRY(Entity entity, read(statement));
        entities.push_back(std::move(entity));
    }
}

} // namespace

Result<Statement*> KeptStatements::of(const std::string& sql)
{
    const auto found = m_statements.find(sql);
    if (found != m_statements.end())
        return &found->second;
    DESCANT_TRY(Statement statement, Statement::prepare(m_database, sql));
    return &m_statements.emplace(sql, std::move(statement)).first->second;
}

Result<void> EntityWriter::write(const Entity& entity)
{
    return std::visit([&](const auto& value) { return storage::write(m_statements, value); }, entity);
}

Result<void> EntityWriter::remove(const Entity& entity)
{
    const std::string table(nameOf(kindOf(entity)));
    DESCANT_TRY(Statement* const statement, m_statements.of("DELETE FROM " + table + " WHERE id = ?"));
    return statement->bind(idOf(entity)).run();
}

Result<std::vector<Entity>> readEntities(Database& database)
{
    std::vector<Entity> entities;
    DESCANT_CHECK(readAll(database, "SELECT * FROM medium ORDER BY id", &readMedium, entities));
    DESCANT_CHECK(readAll(database,
        "SELECT id, medium_id, start, end, text, status, language, tier, split, extra FROM segment ORDER BY number",
        &readSegment, entities));
    DESCANT_CHECK(readAll(database, "SELECT * FROM proposal ORDER BY id", &readProposal, entities));
    DESCANT_CHECK(readAll(database, "SELECT * FROM reading ORDER BY id", &readReading, entities));
    return entities;
}

} // namespace descant::storage
