// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/internal/project_file_state.h"

namespace descant::storage {

using project::Document;
using project::Step;

Result<Document> replay(const std::vector<Step>& steps, const std::string& asOf)
{
    Document document;
    for (const Step& step : steps) {
        if (!asOf.empty() && step.time > asOf)
            break;
        DESCANT_CHECK(document.apply(step));
    }
    return document;
}

namespace {

Result<void> addRows(Database& database, const std::string& sql, const std::string& fine, CheckReport& report)
{
    DESCANT_TRY(Statement statement, Statement::prepare(database, sql));
    while (true) {
        DESCANT_TRY(const bool row, statement.next());
        if (!row)
            return {};
        if (statement.text(0) != fine)
            report.problems.push_back(sql + ": " + statement.text(0));
    }
}

/// Rank 1 makes FTS5 compare its index with the segments' texts, not only look at its own structure.
Result<void> compareSearchWithTexts(Database& database, CheckReport& report)
{
    const auto compared = database.run("INSERT INTO segment_search(segment_search, rank) VALUES ('integrity-check', 1)");
    if (!compared && compared.error().code == ErrorCode::ProjectDamaged)
        report.problems.emplace_back("the search index does not hold what the texts say");
    else if (!compared)
        return fail(compared.error());
    return {};
}

Result<void> compareWithJournal(ProjectFile& file, CheckReport& report)
{
    DESCANT_TRY(const std::vector<Step> steps, file.journal());
    const auto replayed = replay(steps);
    if (!replayed) {
        report.problems.push_back("the journal cannot be replayed: " + describe(replayed.error()));
        return {};
    }
    DESCANT_TRY(const Document loaded, file.load());
    if (!(loaded == *replayed))
        report.problems.push_back("the journal, replayed, does not give what the tables hold");
    return {};
}

} // namespace

Result<CheckReport> ProjectFile::check(CheckDepth depth)
{
    CheckReport report;
    Database& database = m_state->database;
    DESCANT_CHECK(addRows(database, depth == CheckDepth::Deep ? "PRAGMA integrity_check" : "PRAGMA quick_check", "ok", report));
    DESCANT_CHECK(addRows(database, "PRAGMA foreign_key_check", {}, report));
    if (depth == CheckDepth::Deep) {
        DESCANT_CHECK(compareSearchWithTexts(database, report));
        DESCANT_CHECK(compareWithJournal(*this, report));
    }
    return report;
}

} // namespace descant::storage
