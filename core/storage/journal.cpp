// SPDX-License-Identifier: GPL-3.0-or-later
// The journal: a row for every step, with its changes in it or in pieces behind it.
#include "core/project/values_json.h"
#include "core/storage/internal/entity_rows.h"
#include "core/storage/internal/journal_piece.h"
#include "core/storage/internal/project_file_state.h"

#include <iterator>

namespace descant::storage {

using nlohmann::json;
using project::Change;
using project::Step;

Result<std::int64_t> lastNumberOf(Database& database) { return database.number("SELECT max(number) FROM journal"); }

Result<void> refuseForeignSteps(Database& database, std::int64_t lastNumber)
{
    DESCANT_TRY(const std::int64_t before, lastNumberOf(database));
    if (before != lastNumber)
        return fail(ErrorCode::FileChanged, database.path(), "another program wrote to the project");
    return {};
}

Result<void> writeJournalRow(Database& database, const Step& step)
{
    DESCANT_TRY(Statement row, Statement::prepare(database,
        "INSERT INTO journal(id, name, time, person, undoes, step) VALUES (?,?,?,?,?,?) "
        "ON CONFLICT(id) DO UPDATE SET time=excluded.time, step=excluded.step"));
    return row.bind(step.id).bind(step.name).bind(step.time).bind(step.person).bind(step.undoes)
        .bind(project::journalText(step)).run();
}

namespace {

Result<void> readPieces(Statement& pieces, std::int64_t number, std::vector<Change>& changes)
{
    pieces.bind(number);
    while (true) {
        DESCANT_TRY(const bool row, pieces.next());
        if (!row) {
            pieces.reset();
            return {};
        }
        DESCANT_TRY(std::vector<Change> piece, JournalPiece::read(pieces.text(0)));
        changes.insert(changes.end(), std::make_move_iterator(piece.begin()), std::make_move_iterator(piece.end()));
    }
}

} // namespace

Result<std::vector<Step>> ProjectFile::journal()
{
    DESCANT_TRY(Statement rows, Statement::prepare(m_state->database, "SELECT number, step FROM journal ORDER BY number"));
    DESCANT_TRY(Statement pieces, Statement::prepare(m_state->database,
        "SELECT changes FROM journal_piece WHERE step = ? ORDER BY number"));
    std::vector<Step> steps;
    while (true) {
        DESCANT_TRY(const bool row, rows.next());
        if (!row)
            return steps;
        DESCANT_TRY(Step step, project::stepFromJson(json::parse(rows.text(1), nullptr, false)));
        DESCANT_CHECK(readPieces(pieces, rows.number(0), step.changes));
        steps.push_back(std::move(step));
    }
}

Result<void> ProjectFile::commit(const Step& step, const std::vector<Change>& incremental)
{
    Database& database = m_state->database;
    DESCANT_TRY(Transaction transaction, Transaction::begin(database));
    DESCANT_CHECK(refuseForeignSteps(database, m_state->lastNumber));
    // The order of the changes is one in which every value's owner is there, as Document::apply has checked.
    EntityWriter writer(database);
    for (const Change& change : incremental)
        DESCANT_CHECK(writer.write(change));
    DESCANT_CHECK(writeJournalRow(database, step));
    DESCANT_TRY(const std::int64_t after, lastNumberOf(database));
    DESCANT_CHECK(transaction.commit());
    m_state->lastNumber = after;
    return {};
}

} // namespace descant::storage
