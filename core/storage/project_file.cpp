// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/project_file.h"

#include "core/base/identifier.h"
#include "core/base/log.h"
#include "core/project/values_json.h"
#include "core/storage/internal/backup.h"
#include "core/storage/internal/entity_rows.h"
#include "core/storage/internal/migrations.h"
#include "core/storage/internal/project_file_state.h"
#include "core/storage/internal/put_in_place.h"

namespace descant::storage {

namespace fs = std::filesystem;
using project::Change;
using project::Document;
using project::Step;

namespace {

Result<void> makeDurable(Database& database)
{
    DESCANT_TRY(const std::string mode, database.text("PRAGMA journal_mode = WAL"));
    if (mode != "wal")
        return fail(ErrorCode::FileNotWritable, database.path(), "write-ahead logging is not possible there",
                    "choose a folder on a local disk that you may write to");
    DESCANT_CHECK(database.run("PRAGMA synchronous = FULL"));
    return database.run("PRAGMA foreign_keys = ON");
}

/// Once a day, and always before a migration, which does not begin without it. A daily backup that fails is told and
/// does not keep anybody from working.
Result<void> backUpWhenDue(Database& database)
{
    DESCANT_TRY(const std::int64_t version, database.number("PRAGMA user_version"));
    DESCANT_TRY(const std::string last, database.text("SELECT value FROM project WHERE key = 'backed_up'"));
    const std::string today = timestampNow().substr(0, 10);
    const bool migrates = version != newestSchema();
    if (last == today && !migrates)
        return {};
    if (const auto backedUp = backUp(database); !backedUp) {
        if (migrates)
            return fail(backedUp.error());
        log::warning("{}", describe(backedUp.error()));
        return {};
    }
    return database.run("INSERT OR REPLACE INTO project VALUES ('backed_up', '" + today + "')");
}

Result<void> makeEmptyProject(const fs::path& path)
{
    DESCANT_TRY(Database database, Database::open(path, Database::Mode::Create));
    DESCANT_CHECK(makeDurable(database));
    DESCANT_CHECK(migrate(database));
    return database.run("INSERT OR REPLACE INTO project VALUES ('backed_up', '" + timestampNow().substr(0, 10) + "')");
}

} // namespace

ProjectFile::ProjectFile(std::unique_ptr<State> state) : m_state(std::move(state)) {}
ProjectFile::ProjectFile(ProjectFile&&) noexcept = default;
ProjectFile::~ProjectFile() = default;

const fs::path& ProjectFile::path() const { return m_state->path; }
int ProjectFile::schema() const { return newestSchema(); }

Result<ProjectFile> ProjectFile::create(const fs::path& path)
{
    DESCANT_TRY(ProjectLock lock, ProjectLock::take(path));
    std::error_code problem;
    if (fs::exists(path, problem))
        return fail(ErrorCode::ProjectExists, path.string());
    // Made beside and named when it is whole: a program that is killed here leaves no project that cannot be opened.
    const fs::path part = path.string() + "." + newIdentifier() + ".part";
    if (auto made = makeEmptyProject(part); !made) {
        for (const char* ending : {"", "-wal", "-shm"})
            fs::remove(part.string() + ending, problem);
        Error error = std::move(made.error());
        error.subject = path.string();
        return fail(std::move(error));
    }
    DESCANT_CHECK(putInPlace(part, path, IfThere::Refuse));
    DESCANT_CHECK(lock.addFile(path));
    DESCANT_TRY(Database database, Database::open(path, Database::Mode::ReadWrite));
    DESCANT_CHECK(makeDurable(database));
    return ProjectFile(std::make_unique<State>(State{std::move(lock), std::move(database), path}));
}

Result<ProjectFile> ProjectFile::open(const fs::path& path)
{
    std::error_code problem;
    if (!fs::exists(path, problem))
        return fail(ErrorCode::FileNotFound, path.string());
    {
        // Looked at without writing first: a foreign or newer file stays exactly as it is.
        DESCANT_TRY(Database reader, Database::open(path, Database::Mode::ReadOnly));
        DESCANT_CHECK(refuseForeign(reader));
    }
    DESCANT_TRY(ProjectLock lock, ProjectLock::take(path));
    DESCANT_TRY(Database database, Database::open(path, Database::Mode::ReadWrite));
    DESCANT_CHECK(makeDurable(database));
    DESCANT_CHECK(backUpWhenDue(database));
    DESCANT_CHECK(migrate(database));
    DESCANT_TRY(const std::int64_t last, lastNumberOf(database));
    return ProjectFile(std::make_unique<State>(State{std::move(lock), std::move(database), path, last}));
}

Result<Document> ProjectFile::load()
{
    DESCANT_TRY(std::vector<project::Entity> entities, readEntities(m_state->database));
    Step everything;
    for (project::Entity& entity : entities)
        everything.changes.push_back({std::nullopt, std::move(entity)});
    Document document;
    if (const auto applied = document.apply(everything); !applied)
        return fail(ErrorCode::ProjectDamaged, path().string(), applied.error().subject + ": " + applied.error().detail);
    return document;
}

Result<std::vector<std::string>> ProjectFile::search(const std::string& words)
{
    // Each word quoted, so that people's signs are words and not FTS5's query language.
    std::string query;
    for (std::size_t at = 0; at < words.size();) {
        const std::size_t end = std::min(words.find(' ', at), words.size());
        std::string word = words.substr(at, end - at);
        for (std::size_t quote = 0; (quote = word.find('"', quote)) != std::string::npos; quote += 2)
            word.insert(quote, 1, '"');
        if (!word.empty())
            query += "\"" + word + "\" ";
        at = end + 1;
    }
    std::vector<std::string> ids;
    if (query.empty())
        return ids;
    DESCANT_TRY(Statement statement, Statement::prepare(m_state->database,
        "SELECT segment.id FROM segment_search JOIN segment ON segment.number = segment_search.rowid "
        "WHERE segment_search MATCH ? ORDER BY segment_search.rank"));
    statement.bind(query);
    while (true) {
        DESCANT_TRY(const bool row, statement.next());
        if (!row)
            return ids;
        ids.push_back(statement.text(0));
    }
}

} // namespace descant::storage
