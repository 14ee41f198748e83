// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/internal/database.h"

#include <sqlite3.h>

#include <cerrno>

namespace descant::storage {

namespace fs = std::filesystem;

namespace {

/// The operating system's reason of the last failure: what it told of the write-ahead log, of the file, or of neither.
int systemReason(sqlite3* handle)
{
    int reason = 0;
    sqlite3_file* log = nullptr;
    if (sqlite3_file_control(handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log) == SQLITE_OK && log && log->pMethods)
        log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &reason);
    if (reason == 0)
        sqlite3_file_control(handle, "main", SQLITE_FCNTL_LAST_ERRNO, &reason);
    return reason != 0 ? reason : sqlite3_system_errno(handle);
}

/// A quota and a limit of file sizes are a full disk to a person.
bool diskIsFull(sqlite3* handle)
{
    const int reason = handle ? systemReason(handle) : 0;
    return reason == ENOSPC || reason == EDQUOT || reason == EFBIG;
}

} // namespace

void Database::Close::operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }

Result<Database> Database::open(const fs::path& path, Mode mode)
{
    // Nobody asks SQLite how much memory it uses, and counting it takes a lock for each piece.
    [[maybe_unused]] static const int configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    std::error_code problem;
    if (mode != Mode::Create && !fs::exists(path, problem))
        return fail(ErrorCode::FileNotFound, path.string());
    if (fs::is_directory(path, problem))
        return fail(ErrorCode::NotAProject, path.string(), "it is a folder");
    Database database(path);
    // What a program that was killed has left half-done must be taken back before anybody can read.
    const bool isHalfDone = fs::exists(path.string() + "-journal", problem);
    const int access = mode == Mode::ReadOnly && !isHalfDone ? SQLITE_OPEN_READONLY
        : mode == Mode::Create ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READWRITE;
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &handle, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    database.m_handle.reset(handle);
    if (code != SQLITE_OK)
        return fail(database.error(code));
    sqlite3_busy_timeout(handle, 2000);
    // Files are untrusted: nothing out of shape. The schema itself stays trusted, because the triggers that keep the
    // full-text index may not write to it otherwise (FTS5 is not "innocuous" in SQLite 3.40).
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    return database;
}

Error Database::error(int code) const
{
    const std::string detail = m_handle ? sqlite3_errmsg(m_handle.get()) : sqlite3_errstr(code);
    switch (code & 0xff) {
    case SQLITE_FULL:
        return {ErrorCode::DiskFull, path(), {}};
    case SQLITE_CORRUPT:
        return {ErrorCode::ProjectDamaged, path(), detail};
    case SQLITE_NOTADB:
        return {ErrorCode::NotAProject, path(), {}};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {ErrorCode::ProjectLocked, path(), {}};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
        return {ErrorCode::FileNotWritable, path(), detail};
    case SQLITE_IOERR:
        return {diskIsFull(m_handle.get()) ? ErrorCode::DiskFull : ErrorCode::StorageFailed, path(), detail};
    default:
        return {ErrorCode::StorageFailed, path(), detail};
    }
}

Result<void> Database::run(const std::string& sql)
{
    const int code = sqlite3_exec(handle(), sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        return fail(error(code));
    return {};
}

Result<std::int64_t> Database::number(const std::string& sql)
{
    DESCANT_TRY(Statement statement, Statement::prepare(*this, sql));
    DESCANT_TRY(const bool row, statement.next());
    return row ? statement.number(0) : 0;
}

Result<std::string> Database::text(const std::string& sql)
{
    DESCANT_TRY(Statement statement, Statement::prepare(*this, sql));
    DESCANT_TRY(const bool row, statement.next());
    return row ? statement.text(0) : std::string();
}

void Statement::Finalise::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Result<Statement> Statement::prepare(Database& database, std::string_view sql)
{
    sqlite3_stmt* handle = nullptr;
    const int code = sqlite3_prepare_v2(database.handle(), sql.data(), static_cast<int>(sql.size()), &handle, nullptr);
    Statement statement;
    statement.m_database = &database;
    statement.m_statement.reset(handle);
    if (code != SQLITE_OK)
        return fail(database.error(code));
    return statement;
}

Statement& Statement::bind(std::int64_t value)
{
    sqlite3_bind_int64(m_statement.get(), ++m_bound, value);
    return *this;
}

Statement& Statement::bind(double value)
{
    sqlite3_bind_double(m_statement.get(), ++m_bound, value);
    return *this;
}

Statement& Statement::bind(std::string_view value)
{
    sqlite3_bind_text64(m_statement.get(), ++m_bound, value.data(), value.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    return *this;
}

Statement& Statement::bindBytes(std::string_view value)
{
    sqlite3_bind_blob64(m_statement.get(), ++m_bound, value.data(), value.size(), SQLITE_TRANSIENT);
    return *this;
}

Statement& Statement::bindKept(const std::string& value)
{
    sqlite3_bind_text64(m_statement.get(), ++m_bound, value.data(), value.size(), SQLITE_STATIC, SQLITE_UTF8);
    return *this;
}

Result<void> Statement::run()
{
    int code = SQLITE_ROW;
    while (code == SQLITE_ROW)
        code = sqlite3_step(m_statement.get());
    const Error problem = code == SQLITE_DONE ? Error{} : m_database->error(code);
    reset();
    if (code != SQLITE_DONE)
        return fail(problem);
    return {};
}

void Statement::reset()
{
    sqlite3_reset(m_statement.get());
    m_bound = 0;
}

Result<bool> Statement::next()
{
    const int code = sqlite3_step(m_statement.get());
    if (code == SQLITE_ROW)
        return true;
    if (code == SQLITE_DONE)
        return false;
    return fail(m_database->error(code));
}

std::int64_t Statement::number(int column) const { return sqlite3_column_int64(m_statement.get(), column); }
double Statement::real(int column) const { return sqlite3_column_double(m_statement.get(), column); }

std::string Statement::text(int column) const
{
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(m_statement.get(), column));
    return bytes ? std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(m_statement.get(), column))) : std::string();
}

Result<Transaction> Transaction::begin(Database& database)
{
    DESCANT_CHECK(database.run("BEGIN IMMEDIATE"));
    return Transaction(database);
}

Transaction::~Transaction()
{
    // A rollback after a failed commit may find nothing to take back; that is what is wanted then.
    if (m_database)
        sqlite3_exec(m_database->handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

Result<void> Transaction::commit()
{
    DESCANT_CHECK(m_database->run("COMMIT"));
    m_database = nullptr;
    return {};
}

} // namespace descant::storage
