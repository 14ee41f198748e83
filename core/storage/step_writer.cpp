// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/step_writer.h"

#include "core/storage/internal/change_queue.h"
#include "core/storage/internal/entity_rows.h"
#include "core/storage/internal/journal_piece.h"
#include "core/storage/internal/project_file_state.h"

#include <thread>
#include <utility>

namespace descant::storage {

using project::Change;
using project::Step;

namespace {

/// While a first corpus comes in, SQLite keeps what it overwrites (next to nothing) beside the file instead of writing
/// every page twice. Where something else reads the project meanwhile, all stays as it is.
class RollbackJournal {
public:
    static RollbackJournal begin(Database& database, StepSize size)
    {
        const auto used = database.number("SELECT EXISTS (SELECT 1 FROM segment) OR EXISTS (SELECT 1 FROM reading)");
        const bool isWanted = size == StepSize::Large && used && *used == 0;
        return RollbackJournal(isWanted && database.run("PRAGMA journal_mode = DELETE") ? &database : nullptr);
    }
    RollbackJournal(RollbackJournal&& other) noexcept : m_database(std::exchange(other.m_database, nullptr)) { }
    RollbackJournal& operator=(RollbackJournal&&) = delete;
    ~RollbackJournal()
    {
        if (m_database != nullptr)
            (void)m_database->run("PRAGMA journal_mode = WAL"); // as it was; else the next opening does it
    }

private:
    explicit RollbackJournal(Database* database) : m_database(database) { }
    Database* m_database; ///< nothing where all stayed as it was
};

/// Enters new segments into the search index all at once, at the end of a transaction: by its trigger, row by row, it
/// takes three times as long as everything else together.
class SearchAtTheEnd {
public:
    static Result<SearchAtTheEnd> begin(Database& database)
    {
        SearchAtTheEnd search(database);
        DESCANT_TRY(search.m_trigger,
                    database.text("SELECT sql FROM sqlite_master WHERE name = 'segment_search_insert'"));
        DESCANT_TRY(search.m_last, database.number("SELECT max(number) FROM segment"));
        DESCANT_CHECK(database.run("DROP TRIGGER segment_search_insert"));
        return search;
    }

    Result<void> end()
    {
        DESCANT_CHECK(
            m_database->run("INSERT INTO segment_search(rowid, text) SELECT number, text FROM segment WHERE number > "
                            + std::to_string(m_last)));
        return m_database->run(m_trigger);
    }

private:
    explicit SearchAtTheEnd(Database& database) : m_database(&database) { }

    Database* m_database;
    std::string m_trigger;
    std::int64_t m_last = 0;
};

} // namespace

/// Writes the rows of the values and the pieces of the journal within one transaction.
class StepWriter::Work {
public:
    static Result<std::unique_ptr<Work>> begin(Database& database, std::int64_t& lastNumber, const Step& head,
                                               StepSize size)
    {
        RollbackJournal journal = RollbackJournal::begin(database, size);
        DESCANT_TRY(Transaction transaction, Transaction::begin(database));
        DESCANT_CHECK(refuseForeignSteps(database, lastNumber));
        DESCANT_CHECK(writeJournalRow(database, head));
        DESCANT_TRY(const std::int64_t number, lastNumberOf(database));
        DESCANT_TRY(SearchAtTheEnd search, SearchAtTheEnd::begin(database));
        DESCANT_TRY(Statement piece,
                    Statement::prepare(database, "INSERT INTO journal_piece(step, changes) VALUES (?,?)"));
        return std::unique_ptr<Work>(new Work(database, std::move(journal), std::move(transaction), std::move(search),
                                              std::move(piece), lastNumber, number));
    }

    ~Work() { finish(); }
    Work(const Work&) = delete;
    Work& operator=(const Work&) = delete;

    Result<void> add(Change change)
    {
        DESCANT_CHECK(m_piece.add(change));
        m_batch.changes.push_back(std::move(change));
        if (m_piece.isFull())
            m_batch.piece = m_piece.take();
        return m_batch.changes.size() < kBatch && m_batch.piece.empty() ? Result<void>() : send();
    }

    Result<void> commit()
    {
        if (!m_piece.isEmpty())
            m_batch.piece = m_piece.take();
        DESCANT_CHECK(send());
        finish();
        DESCANT_CHECK(m_result);
        if (!m_hasWritten)
            return {};
        DESCANT_CHECK(m_search.end());
        DESCANT_CHECK(m_transaction.commit());
        m_lastNumber = m_step;
        return {};
    }

private:
    static constexpr std::size_t kBatch = 512; // changes

    Work(Database& database, RollbackJournal journal, Transaction transaction, SearchAtTheEnd search, Statement piece,
         std::int64_t& lastNumber, std::int64_t step)
        : m_journal(std::move(journal)),
          m_transaction(std::move(transaction)),
          m_search(std::move(search)),
          m_entities(database),
          m_pieceRow(std::move(piece)),
          m_lastNumber(lastNumber),
          m_step(step),
          m_thread([this] { run(); })
    {
    }

    Result<void> send()
    {
        if (m_batch.changes.empty() || m_queue.put(std::exchange(m_batch, {})))
            return {};
        finish(); // the writer closes the queue when it gives up
        return m_result;
    }

    void finish()
    {
        m_queue.close();
        if (m_thread.joinable())
            m_thread.join();
    }

    void run()
    {
        while (const auto batch = m_queue.take()) {
            m_hasWritten = true;
            if (m_result = write(*batch); !m_result)
                return m_queue.close();
        }
    }

    Result<void> write(const ChangeBatch& batch)
    {
        for (const Change& change : batch.changes)
            DESCANT_CHECK(m_entities.write(change));
        return batch.piece.empty() ? Result<void>() : m_pieceRow.bind(m_step).bindBytes(batch.piece).run();
    }

    RollbackJournal m_journal; ///< these in this order: statements go first, then the transaction is over
    Transaction m_transaction;
    SearchAtTheEnd m_search;
    EntityWriter m_entities;
    Statement m_pieceRow;
    std::int64_t& m_lastNumber;
    std::int64_t m_step;  ///< number of the journal row
    JournalPiece m_piece; ///< these two: of the caller's thread
    ChangeBatch m_batch;
    Result<void> m_result; ///< these two: of the writer; read when it has ended
    bool m_hasWritten = false;
    ChangeQueue m_queue;
    std::thread m_thread; ///< last: it uses everything above
};

StepWriter::StepWriter(std::unique_ptr<Work> work) : m_work(std::move(work)) { }
StepWriter::~StepWriter() = default;

Result<void> StepWriter::add(Change change) { return m_work->add(std::move(change)); }
Result<void> StepWriter::commit() { return m_work->commit(); }

Result<std::unique_ptr<StepWriter>> ProjectFile::begin(const Step& head, StepSize size)
{
    DESCANT_TRY(std::unique_ptr<StepWriter::Work> work,
                StepWriter::Work::begin(m_state->database, m_state->lastNumber, head, size));
    return std::unique_ptr<StepWriter>(new StepWriter(std::move(work)));
}

} // namespace descant::storage
