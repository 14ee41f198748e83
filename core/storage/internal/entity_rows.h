// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/document.h"
#include "core/storage/internal/database.h"

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

/// Brings values into the tables that hold the document's, inside the caller's transaction. Lives no longer than that.
class EntityWriter {
public:
    explicit EntityWriter(Database& database) : m_statements(database) { }
    Result<void> write(const project::Entity& entity);
    Result<void> remove(const project::Entity& entity);

private:
    KeptStatements m_statements;
};

/// Everything, in an order in which it can be made again.
Result<std::vector<project::Entity>> readEntities(Database& database);

} // namespace descant::storage
