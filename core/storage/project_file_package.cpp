// SPDX-License-Identifier: GPL-3.0-or-later
// Who a project is, and where a work package came from.
#include "core/storage/internal/project_file_state.h"

#include <nlohmann/json.hpp>

namespace descant::storage {

using nlohmann::json;
using project::BaseVersion;
using project::PackageOrigin;

namespace {

std::string textOf(const PackageOrigin& origin)
{
    return json{{"id", origin.id},
                {"project", origin.projectId},
                {"name", origin.projectName},
                {"base", origin.baseStep},
                {"person", origin.person},
                {"created", origin.created},
                {"sight", nameOf(origin.sight)}}
        .dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<PackageOrigin> originFrom(const std::string& text, const std::string& path)
try {
    const json j = json::parse(text);
    const auto sight = project::packageSightFrom(j.at("sight").get<std::string>());
    if (!sight)
        return fail(ErrorCode::ProjectDamaged, path, "what its work package shows is unknown");
    return PackageOrigin{j.at("id"),     j.at("project"), j.at("name"), j.at("base"),
                         j.at("person"), j.at("created"), *sight};
} catch (const std::exception& problem) {
    return fail(ErrorCode::ProjectDamaged, path, problem.what());
}

Result<void> writeBases(Database& database, const std::vector<BaseVersion>& bases)
{
    DESCANT_TRY(Statement row, Statement::prepare(database, "INSERT INTO package_base VALUES (?,?,?,?,?,?)"));
    for (const BaseVersion& base : bases)
        DESCANT_CHECK(row.bind(base.segmentId)
                          .bind(base.version)
                          .bind(base.given)
                          .bind(base.proposals)
                          .bind(base.split)
                          .bind(base.extra)
                          .run());
    return {};
}

} // namespace

Result<std::string> ProjectFile::id() { return m_state->database.text("SELECT value FROM project WHERE key = 'id'"); }

Result<std::optional<PackageOrigin>> ProjectFile::packageOrigin()
{
    DESCANT_TRY(const std::string text, m_state->database.text("SELECT value FROM project WHERE key = 'package'"));
    if (text.empty())
        return std::nullopt;
    return originFrom(text, path().string());
}

Result<std::vector<BaseVersion>> ProjectFile::packageBases()
{
    DESCANT_TRY(
        Statement row,
        Statement::prepare(
            m_state->database,
            "SELECT segment_id, version, given, proposals, split, extra FROM package_base ORDER BY segment_id"));
    std::vector<BaseVersion> bases;
    while (true) {
        DESCANT_TRY(const bool there, row.next());
        if (!there)
            return bases;
        bases.push_back({row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5)});
    }
}

Result<void> ProjectFile::becomePackage(const PackageOrigin& origin, const std::vector<BaseVersion>& bases)
{
    DESCANT_TRY(Transaction transaction, Transaction::begin(m_state->database));
    DESCANT_TRY(Statement row, Statement::prepare(m_state->database, "INSERT INTO project VALUES ('package', ?)"));
    DESCANT_CHECK(row.bind(textOf(origin)).run());
    DESCANT_CHECK(writeBases(m_state->database, bases));
    return transaction.commit();
}

} // namespace descant::storage
