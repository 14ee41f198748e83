// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace descant::storage {

/// A connection to one SQLite file. One thread. Every failure of SQLite becomes an Error with the file as its subject:
/// DiskFull, ProjectDamaged, ProjectLocked, FileNotWritable, NotAProject or StorageFailed.
class Database {
public:
    enum class Mode { Create, ReadWrite, ReadOnly };
    static Result<Database> open(const std::filesystem::path& path, Mode mode);

    Database(Database&&) noexcept = default;
    Database& operator=(Database&&) noexcept = default;

    /// Runs statements that give no rows.
    Result<void> run(const std::string& sql);
    /// The first column of the first row.
    Result<std::int64_t> number(const std::string& sql);
    Result<std::string> text(const std::string& sql);

    std::string path() const { return m_path.string(); }
    sqlite3* handle() const { return m_handle.get(); }
    /// The Error of the last call that failed with this SQLite code.
    Error error(int code) const;

private:
    struct Close { void operator()(sqlite3* handle) const; };
    explicit Database(std::filesystem::path path) : m_path(std::move(path)) {}

    std::filesystem::path m_path;
    std::unique_ptr<sqlite3, Close> m_handle;
};

/// A prepared statement. Bind in order, then run() or step through the rows.
class Statement {
public:
    static Result<Statement> prepare(Database& database, std::string_view sql);

    Statement& bind(std::int64_t value);
    Statement& bind(double value);
    Statement& bind(std::string_view value);
    /// Bytes that are no text.
    Statement& bindBytes(std::string_view value);
    /// The same as bind(), for a text that stays where it is until run() has ended: nothing is copied.
    Statement& bindKept(const std::string& value);

    /// Runs to the end and makes ready for the next binding.
    Result<void> run();
    /// True while there is a row.
    Result<bool> next();
    /// Away from the rows that are left, ready for the next binding.
    void reset();

    std::int64_t number(int column) const;
    double real(int column) const;
    std::string text(int column) const;

private:
    struct Finalise { void operator()(sqlite3_stmt* statement) const; };
    Database* m_database = nullptr;
    std::unique_ptr<sqlite3_stmt, Finalise> m_statement;
    int m_bound = 0;
};

/// All or nothing: rolled back when it goes away without commit().
class Transaction {
public:
    static Result<Transaction> begin(Database& database);
    Transaction(Transaction&& other) noexcept : m_database(std::exchange(other.m_database, nullptr)) {}
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();
    Result<void> commit();

private:
    explicit Transaction(Database& database) : m_database(&database) {}
    Database* m_database;
};

} // namespace descant::storage
