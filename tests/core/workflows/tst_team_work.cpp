// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/project/adjudication.h"
#include "core/project/edits.h"
#include "core/storage/package_file.h"
#include "core/workflows/team_work.h"
#include "tests/core/project/sample_document.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <sys/wait.h>
#include <unistd.h>

using namespace descant;
using namespace descant::workflows;
namespace fs = std::filesystem;

namespace {

constexpr int kSegments = 20;

void commit(storage::ProjectFile& file, project::Document& document, const Result<project::Step>& step)
{
    ASSERT_TRUE(step) << describe(step.error());
    ASSERT_TRUE(document.apply(*step) && file.commit(*step));
}

class TeamWorkTest : public ::testing::Test {
protected:
    TeamWorkTest()
    {
        auto file = storage::ProjectFile::create(home());
        project::Document document;
        project::Medium medium = test::sampleMedium("a.mp4", MediaTime{600'000'000});
        medium.path = (folder / "films" / "a.mp4").string();
        commit(*file, document, project::addMedia(document, {medium}));
        for (int i = 0; i < kSegments; ++i) {
            const MediaTime start{i * 5'000'000};
            commit(*file, document, project::addSegment(document, medium.id, {start, start + MediaTime{4'000'000}}));
        }
        for (const project::Segment* segment : document.segmentsOf(medium.id))
            ids.push_back(segment->id);
    }

    fs::path home() const { return folder / "home.descant"; }

    /// Gives out everything and writes a text into the first `count` segments of the package.
    fs::path workedOn(const std::string& name, int count, const std::string& text)
    {
        PackageRequest request;
        request.targets = {{folder / name, "Ada"}};
        const auto made = makePackages(home(), request);
        EXPECT_TRUE(made) << describe(made.error());
        write(folder / name, count, text);
        return folder / name;
    }

    void write(const fs::path& path, int count, const std::string& text) const
    {
        auto file = storage::ProjectFile::open(path);
        ASSERT_TRUE(file) << describe(file.error());
        project::Document document = *file->load();
        for (int i = 0; i < count; ++i)
            commit(*file, document, project::setText(document, ids[std::size_t(i)], text));
    }

    project::Document documentOf(const fs::path& path) const
    {
        auto file = storage::ProjectFile::open(path);
        EXPECT_TRUE(file) << describe(file.error());
        EXPECT_EQ(file->check(storage::CheckDepth::Deep)->problems, std::vector<std::string>{});
        return *file->load();
    }

    test::TemporaryFolder folder;
    std::vector<std::string> ids;
};

TEST_F(TeamWorkTest, whatComesBackIsOneStepAndComesBackOnce)
{
    const fs::path package = workedOn("w.descant", 5, "a tram");
    EXPECT_EQ(documentOf(package).media()[0]->path, "films/a.mp4");
    const project::Document before = documentOf(home());
    EXPECT_EQ(mergePackages(home(), {package}, {}, MergeMode::TryOnly)->step.changes.size(), 10U);
    EXPECT_EQ(documentOf(home()), before);
    const auto merged = mergePackages(home(), {package}, {}, MergeMode::Perform);
    ASSERT_TRUE(merged) << describe(merged.error());
    EXPECT_EQ(merged->plans[0].count(project::MergeOutcome::Taken), 5U);
    const project::Document after = documentOf(home());
    EXPECT_EQ(after.segment(ids[4])->text, "a tram");
    auto session = ProjectSession::open(home());
    EXPECT_EQ((*session)->history().steps().back().person, "Ada");
    EXPECT_EQ(*(*session)->undo(), "Merge work package of Ada");
    EXPECT_EQ((*session)->document(), before);
    EXPECT_TRUE((*session)->redo());
    session->reset();
    EXPECT_TRUE(mergePackages(home(), {package}, {}, MergeMode::Perform)->step.changes.empty());
    EXPECT_EQ(documentOf(home()), after);
}

TEST_F(TeamWorkTest, severalPackagesGoInTogetherOrNotAtAll)
{
    const fs::path one = workedOn("one.descant", 3, "one"), two = workedOn("two.descant", 2, "two");
    std::ofstream(folder / "bad.descant") << "no project";
    const project::Document before = documentOf(home());
    const auto refused = mergePackages(home(), {one, folder / "bad.descant"}, {}, MergeMode::Perform);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::NotAProject);
    EXPECT_EQ(documentOf(home()), before);
    ASSERT_TRUE(mergePackages(home(), {one, two}, "Bob", MergeMode::Perform));
    const project::Document after = documentOf(home());
    EXPECT_EQ(after.segment(ids[0])->text, "one");
    EXPECT_EQ(project::openReadings(after).size(), 2U);
    EXPECT_EQ(project::openReadings(after)[0]->person, "Bob");
}

TEST_F(TeamWorkTest, segmentsAreDealtOutWithAnOverlap)
{
    PackageRequest request;
    request.targets = {{folder / "a.descant", "Ada"}, {folder / "b.descant", "Bob"}};
    request.overlap = 0.2;
    request.sight = project::PackageSight::Ranges;
    const auto made = makePackages(home(), request);
    ASSERT_TRUE(made) << describe(made.error());
    EXPECT_EQ((*made)[0].segments, 12U);
    EXPECT_EQ((*made)[1].segments, 12U);
    const project::Document a = documentOf(folder / "a.descant"), b = documentOf(folder / "b.descant");
    int shared = 0;
    for (const std::string& id : ids) {
        EXPECT_TRUE(a.segment(id) || b.segment(id));
        shared += a.segment(id) && b.segment(id) ? 1 : 0;
    }
    EXPECT_EQ(shared, 4);
    EXPECT_EQ(makePackages(home(), request).error().code, ErrorCode::ProjectExists);
    request.targets = {{folder / "c.descant", {}}};
    EXPECT_EQ(makePackages(home(), request).error().code, ErrorCode::UsageWrong);
}

TEST_F(TeamWorkTest, onlyWhatIsChosenGoesOut)
{
    PackageRequest request;
    request.targets = {{folder / "a.descant", {}}};
    request.choice.segments = {ids[3], ids[7], ids[9]};
    request.choice.count = 2;
    ASSERT_EQ((*makePackages(home(), request))[0].segments, 2U);
    EXPECT_NE(documentOf(folder / "a.descant").segment(ids[3]), nullptr);
    request.targets = {{folder / "b.descant", {}}};
    request.choice.segments = {"nobody"};
    EXPECT_EQ(makePackages(home(), request).error().code, ErrorCode::ItemNotFound);
    request.choice = {};
    request.choice.split = "test";
    EXPECT_EQ(makePackages(home(), request).error().code, ErrorCode::InputInvalid);
    request.choice = {};
    request.choice.media = {"none.mp4"};
    EXPECT_EQ(makePackages(home(), request).error().code, ErrorCode::ItemNotFound);
    EXPECT_FALSE(fs::exists(folder / "b.descant"));
}

TEST_F(TeamWorkTest, aPackageOfANewerDescantOrOfAnotherProjectIsRefused)
{
    const fs::path package = workedOn("w.descant", 1, "a tram");
    ASSERT_TRUE(storage::ProjectFile::create(folder / "other.descant"));
    const auto foreign = mergePackages(folder / "other.descant", {package}, {}, MergeMode::Perform);
    ASSERT_FALSE(foreign);
    EXPECT_EQ(foreign.error().code, ErrorCode::InputInvalid);
    EXPECT_EQ(foreign.error().subject, package.string());
    EXPECT_EQ(mergePackages(home(), {folder / "other.descant"}, {}, MergeMode::Perform).error().code,
              ErrorCode::InputInvalid);
    // Bytes 60 to 63 of a database hold its schema's version.
    std::fstream file(package, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(60);
    file.write("\0\0\3\0", 4);
    file.close();
    EXPECT_EQ(mergePackages(home(), {package}, {}, MergeMode::Perform).error().code, ErrorCode::ProjectTooNew);
}

TEST_F(TeamWorkTest, aKillInTheMiddleOfAMergeLeavesBeforeOrAfter)
{
    const fs::path package = workedOn("w.descant", kSegments, "a tram");
    const project::Document before = documentOf(home());
    std::mt19937 random(23);
    for (int round = 0; round < 25; ++round) {
        const pid_t child = ::fork();
        if (child == 0) {
            (void)mergePackages(home(), {package}, {}, MergeMode::Perform);
            ::pause();
        }
        ::usleep(static_cast<useconds_t>(random() % 60'000));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        const project::Document found = documentOf(home());
        if (found == before)
            continue;
        EXPECT_EQ(found.readingCount(), std::size_t(kSegments));
        for (const std::string& id : ids)
            EXPECT_EQ(found.segment(id)->text, "a tram");
        auto session = ProjectSession::open(home());
        ASSERT_TRUE((*session)->undo());
    }
}

} // namespace
