// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/project/edits.h"
#include "core/storage/package_file.h"
#include "tests/core/project/sample_document.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <sys/wait.h>
#include <unistd.h>

using namespace descant;
using namespace descant::storage;
namespace fs = std::filesystem;

namespace {

constexpr const char* kSecret = "the tram crosses a wet square";

std::string segmentIds(const project::Document& document, std::vector<std::string>& ids)
{
    for (const project::Medium* medium : document.media())
        for (const project::Segment* segment : document.segmentsOf(medium->id))
            ids.push_back(segment->id);
    return ids.empty() ? std::string() : ids.front();
}

std::size_t filesIn(const fs::path& folder)
{
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

class PackageFileTest : public ::testing::Test {
protected:
    PackageFileTest()
    {
        perform(project::addMedia(document, {test::sampleMedium("a.mp4")}));
        perform(project::addSegment(document, document.media()[0]->id, {MediaTime{0}, MediaTime{5'000'000}}));
        const std::string id = document.segmentsOf(document.media()[0]->id)[0]->id;
        perform(project::storeProposals(document, id, {test::sampleProposal(kSecret), test::sampleProposal("b", 1)}));
        perform(project::acceptSegment(document, id));
    }

    void perform(const Result<project::Step>& step) { ASSERT_TRUE(step && document.apply(*step)); }

    project::WorkPackage package(project::PackageSight sight,
                                 project::PackageProposals proposals = project::PackageProposals::LeftOut) const
    {
        project::PackageContent content;
        segmentIds(document, content.segments);
        content.proposals = proposals;
        project::PackageOrigin origin;
        origin.projectId = "home";
        origin.person = "Ada";
        origin.sight = sight;
        auto made = project::makePackage(document, origin, content);
        EXPECT_TRUE(made) << describe(made.error());
        return *made;
    }

    fs::path path() const { return folder / "w.descant"; }

    project::Document document;
    test::TemporaryFolder folder;
};

TEST_F(PackageFileTest, whatWasGivenOutIsReadAgainAndNothingLiesBeside)
{
    const project::WorkPackage made = package(project::PackageSight::Everything, project::PackageProposals::Included);
    const auto written = writePackage(path(), made);
    ASSERT_TRUE(written) << describe(written.error());
    EXPECT_EQ(filesIn(folder.path()), 1U);
    const auto read = readPackage(path());
    ASSERT_TRUE(read) << describe(read.error());
    EXPECT_EQ(read->origin, made.origin);
    EXPECT_EQ(read->bases, made.bases);
    EXPECT_EQ(read->document, document);
    EXPECT_EQ(read->journal, made.journal);
    EXPECT_EQ(filesIn(folder.path()), 1U);
    fs::permissions(path(), fs::perms::owner_read);
    EXPECT_TRUE(readPackage(path()));
    EXPECT_EQ(writePackage(path(), made).error().code, ErrorCode::ProjectExists);
}

TEST_F(PackageFileTest, itOpensLikeAnyProjectAndIsReadWhileItIsOpen)
{
    ASSERT_TRUE(writePackage(path(), package(project::PackageSight::Everything)));
    auto file = ProjectFile::open(path());
    ASSERT_TRUE(file) << describe(file.error());
    EXPECT_EQ(file->check(CheckDepth::Deep)->problems, std::vector<std::string>{});
    project::Document there = *file->load();
    std::vector<std::string> ids;
    const auto step = project::setText(there, segmentIds(there, ids), "a bus");
    ASSERT_TRUE(there.apply(*step) && file->commit(*step));
    const auto read = readPackage(path());
    ASSERT_TRUE(read) << describe(read.error());
    EXPECT_EQ(read->document, there);
}

TEST_F(PackageFileTest, aBlindPackageHoldsNothingOfTheFirstPass)
{
    for (const auto sight : {project::PackageSight::Ranges, project::PackageSight::Media}) {
        const project::WorkPackage made = package(sight);
        const fs::path blind = folder / (std::string(nameOf(sight)) + ".descant");
        ASSERT_TRUE(writePackage(blind, made));
        EXPECT_EQ(readFile(blind, 1 << 24)->find(kSecret), std::string::npos);
        EXPECT_EQ(made.document.segmentCount(), sight == project::PackageSight::Ranges ? 1U : 0U);
    }
    const project::WorkPackage ranges = package(project::PackageSight::Ranges, project::PackageProposals::Included);
    std::vector<std::string> ids;
    const std::string id = segmentIds(ranges.document, ids);
    EXPECT_EQ(ranges.document.segment(id)->text, "");
    EXPECT_EQ(ranges.document.segment(id)->status, project::SegmentStatus::Draft);
    EXPECT_EQ(ranges.document.segment(id)->range, document.segment(id)->range);
    EXPECT_EQ(ranges.document.proposalsOf(id).size(), 2U);
    for (const project::Proposal* proposal : ranges.document.proposalsOf(id))
        EXPECT_EQ(proposal->state, project::ProposalState::Open);
}

TEST_F(PackageFileTest, whatAModelWentOnFromAPersonsWordsIsNotShownToASecond)
{
    std::vector<std::string> ids;
    const std::string id = segmentIds(document, ids);
    project::Proposal continued = test::sampleProposal("a dragon that nobody else saw");
    continued.settings = R"({"beams":5,"prefix":"a dragon"})";
    perform(project::storeProposals(document, id, {continued}));
    const auto blind = package(project::PackageSight::Ranges, project::PackageProposals::Included);
    ASSERT_TRUE(writePackage(path(), blind));
    EXPECT_EQ(readFile(path(), 1 << 24)->find("dragon"), std::string::npos);
    EXPECT_EQ(blind.document.proposalsOf(id).size(), 2U);
    const auto open = package(project::PackageSight::Everything, project::PackageProposals::Included);
    EXPECT_EQ(open.document.proposalsOf(id).size(), 3U);
}

TEST_F(PackageFileTest, aProjectThatWasNotGivenOutIsNoPackage)
{
    ASSERT_TRUE(ProjectFile::create(path()));
    const auto read = readPackage(path());
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::InputInvalid);
    EXPECT_EQ(read.error().subject, path().string());
    EXPECT_EQ(readPackage(folder / "none.descant").error().code, ErrorCode::FileNotFound);
}

TEST_F(PackageFileTest, filesThatAreCutOffOrDamagedAreRefusedOrReadWhole)
{
    const project::WorkPackage made = package(project::PackageSight::Everything);
    ASSERT_TRUE(writePackage(path(), made));
    const std::string good = *readFile(path(), 1 << 26);
    std::mt19937 random(5);
    for (int round = 0; round < 40; ++round) {
        std::string bad = good.substr(0, round % 2 == 0 ? random() % good.size() : good.size());
        for (int bytes = 0; round % 2 == 1 && bytes < 400; ++bytes)
            bad[100 + random() % (bad.size() - 100)] = static_cast<char>(random());
        std::ofstream(path(), std::ios::binary | std::ios::trunc) << bad;
        const auto read = readPackage(path());
        if (read) {
            EXPECT_EQ(read->origin.projectId, "home");
        } else {
            EXPECT_EQ(read.error().subject, path().string());
        }
        EXPECT_EQ(*readFile(path(), 1 << 26), bad) << "round " << round;
    }
}

TEST_F(PackageFileTest, aKillWhileAPackageIsMadeLeavesNoneOrAWholeOne)
{
    const project::WorkPackage made = package(project::PackageSight::Everything);
    std::mt19937 random(17);
    for (int round = 0; round < 20; ++round) {
        const fs::path target = folder / ("w" + std::to_string(round) + ".descant");
        const pid_t child = ::fork();
        if (child == 0) {
            (void)writePackage(target, made);
            ::pause();
        }
        ::usleep(static_cast<useconds_t>(random() % 40'000));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        if (fs::exists(target)) {
            const auto read = readPackage(target);
            EXPECT_TRUE(read) << "round " << round << ": " << describe(read.error());
        }
    }
}

} // namespace
