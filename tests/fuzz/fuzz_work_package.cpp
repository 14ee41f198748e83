// SPDX-License-Identifier: GPL-3.0-or-later
// Work packages come from somebody else. An input is such a file, byte for byte, or SQL that is run on a good one: with
// it come triggers, views, other schemas and rows that the program itself would never write.
#include "core/formats/corpus.h"
#include "core/formats/format_table.h"
#include "core/project/edits.h"
#include "core/project/package_merge.h"
#include "core/storage/package_file.h"
#include "tests/core/project/sample_document.h"
#include "tests/fuzz/fuzz_target.h"

#include <sqlite3.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <string>

using namespace descant;

namespace {

constexpr std::string_view kDatabase("SQLite format 3\0", 16);
constexpr int kLargestValue = 1 << 20, kLongestScript = 20'000;

void perform(project::Document& document, const Result<project::Step>& step)
{
    fuzz::require(step && document.apply(*step), "the sample project can be made");
}

/// The project that gives the package out.
const project::Document& home()
{
    static const project::Document made = [] {
        project::Document document;
        perform(document, project::addMedia(document, {test::sampleMedium("a.mp4"), test::sampleMedium("b.mp4")}));
        for (const project::Medium* medium : document.media())
            for (const int second : {0, 4, 8})
                perform(document,
                        project::addSegment(document, medium->id,
                                            {MediaTime{second * 1'000'000}, MediaTime{(second + 3) * 1'000'000}}));
        const auto segments = document.segmentsOf(document.media()[0]->id);
        const std::string first = segments[0]->id, second = segments[1]->id;
        perform(document, project::setText(document, first, "a cow"));
        perform(document, project::storeProposals(document, second, {test::sampleProposal("a tram")}));
        return document;
    }();
    return made;
}

std::string bytesOfPackage(const std::filesystem::path& path)
{
    project::PackageContent content;
    for (const project::Medium* medium : home().media())
        for (const project::Segment* segment : home().segmentsOf(medium->id))
            content.segments.push_back(segment->id);
    project::PackageOrigin origin;
    origin.projectId = "home";
    const auto package = project::makePackage(home(), origin, content);
    fuzz::require(package && storage::writePackage(path, *package), "the sample package can be made");
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// Only the package is written to, and not for longer than a moment.
int allowed(void*, int action, const char*, const char*, const char*, const char*)
{
    return action == SQLITE_ATTACH || action == SQLITE_DETACH ? SQLITE_DENY : SQLITE_OK;
}

void runScript(const std::filesystem::path& path, const std::string& script)
{
    sqlite3* opened = nullptr;
    fuzz::require(sqlite3_open(path.c_str(), &opened) == SQLITE_OK, "the sample package opens");
    const std::unique_ptr<sqlite3, int (*)(sqlite3*)> database(opened, &sqlite3_close);
    sqlite3_set_authorizer(opened, &allowed, nullptr);
    sqlite3_limit(opened, SQLITE_LIMIT_LENGTH, kLargestValue);
    sqlite3_progress_handler(
        opened, kLongestScript, [](void*) { return 1; }, nullptr);
    sqlite3_exec(opened, script.c_str(), nullptr, nullptr, nullptr); // stops at what is no SQL
}

std::filesystem::path packageOf(std::string_view input)
{
    constexpr const char* kName = "package.descant";
    if (input.substr(0, kDatabase.size()) == kDatabase)
        return fuzz::fileWith(input, kName);
    static const std::string good = bytesOfPackage(fuzz::fileWith({}, kName).replace_filename("good.descant"));
    const std::filesystem::path path = fuzz::fileWith(good, kName);
    runScript(path, std::string(input));
    return path;
}

void merge(const project::WorkPackage& package, std::string_view format, const std::filesystem::path& folder)
{
    const auto plan = project::mergePackage(home(), package.origin.projectId, package, {});
    fuzz::require(plan.has_value(), "a package of this project can be merged");
    project::Document document = home();
    const auto merged = document.apply(plan->step);
    fuzz::require(merged.has_value(), "a merge that was planned can be done");
    const auto again = project::mergePackage(document, package.origin.projectId, package, {});
    fuzz::require(again && document.apply(again->step), "a package can be merged once more");
    formats::ExportOptions options;
    options.mode = formats::ExportMode::TryOnly;
    (void)formats::exportCorpus(document, format, folder / "out", options);
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::filesystem::path path = packageOf(fuzz::textOf(data, size));
    const auto package = storage::readPackage(path);
    if (!package) {
        fuzz::require(package.error().subject == path.string(), "a refusal names the file");
        return 0;
    }
    const auto& table = formats::formatTable();
    merge(*package, table[size % table.size()].name, path.parent_path());
    return 0;
}
