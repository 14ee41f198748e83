// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/document.h"
#include "core/storage/internal/database.h"

#include <array>
#include <optional>
#include <string>
#include <unordered_map>

namespace descant::storage {

/// Statements that are prepared once, however often they run.
class KeptStatements {
public:
    explicit KeptStatements(Database& database) : m_database(database) { }
    Result<Statement*> of(const std::string& sql);

private:
    Database& m_database;
    std::unordered_map<std::string, Statement> m_statements;
};

/// A value that is made must not be there yet; one that is changed is written over.
enum class Write { New, Over };

/// One of each kind of value and way of writing.
class WriteStatements {
public:
    explicit WriteStatements(Database& database) : m_database(database) { }
    Result<Statement*> of(Write how, project::EntityKind kind, const char* insert, const char* orUpdate);

private:
    Database& m_database;
    std::array<std::array<std::optional<Statement>, 2>, 4> m_statements;
};

/// Brings values into the tables that hold the document's, inside the caller's transaction. Lives no longer than that.
class EntityWriter {
public:
    explicit EntityWriter(Database& database) : m_statements(database), m_removals(database) { }
    Result<void> write(const project::Change& change);

private:
    Result<void> remove(const project::Entity& entity);

    WriteStatements m_statements;
    KeptStatements m_removals;
};

/// How the rows of one kind of value are read. `kSelect` ends behind the table's name, with a blank.
template <typename Value> struct RowsOf {
    static const char* const kSelect;
    static Result<Value> read(const Statement& row);
};

/// Everything, in an order in which it can be made again.
Result<std::vector<project::Entity>> readEntities(Database& database);

} // namespace descant::storage
