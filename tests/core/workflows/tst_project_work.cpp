// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/project_work.h"

#include "core/base/identifier.h"
#include "core/project/edits.h"
#include "core/workflows/media_beside.h"
#include "tests/core/media/made_media.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace descant::test {
namespace {

using namespace descant::workflows;

class ProjectWork : public testing::Test {
protected:
    void SetUp() override
    {
        makeClip(folder / "one.mp4", evenTicks(25));
        session = ProjectSession::create(folder / "p.descant").value();
    }

    CaptionedStretch stretch(double start, double end) const
    {
        CaptionedStretch made;
        made.media = folder / "one.mp4";
        made.range = {fromSeconds(start), fromSeconds(end)};
        return made;
    }

    static std::vector<project::Proposal> saying(const std::string& text)
    {
        project::Proposal proposal;
        proposal.id = newIdentifier();
        proposal.text = text;
        proposal.modelName = "test";
        proposal.created = timestampNow();
        return {proposal};
    }

    TemporaryFolder folder;
    std::unique_ptr<ProjectSession> session;
};

TEST_F(ProjectWork, aFileIsAddedOnce)
{
    const std::filesystem::path file = folder / "one.mp4";
    ASSERT_TRUE(addMediaFiles(*session, {file, file}, {}).has_value());
    ASSERT_TRUE(addMediaFiles(*session, {file}, {}).has_value());
    EXPECT_EQ(session->document().mediaCount(), 1U);
}

/// The document with its one file under another path.
project::Document renamed(const project::Document& document, const std::string& path)
{
    project::Medium medium = *document.media().front();
    medium.path = path;
    project::Document other = document;
    EXPECT_TRUE(other.apply(*project::replaceMedia(other, {medium})));
    return other;
}

TEST_F(ProjectWork, aFileBesideTheProjectIsFoundByItsPathThenByItsNameAndOnlyTheSameFile)
{
    namespace fs = std::filesystem;
    ASSERT_TRUE(addMediaFiles(*session, {folder / "one.mp4"}, {}).has_value());
    const project::Document here = session->document();
    const auto pathAfter = [&](const std::string& path) {
        project::Document document = renamed(here, path);
        EXPECT_TRUE(useMediaBeside(document, folder / "p.descant", {}).has_value());
        return document.media().front()->path;
    };
    fs::create_directory(folder / "films");
    fs::copy_file(folder / "one.mp4", folder / "films" / "one.mp4");
    EXPECT_EQ(pathAfter("films/one.mp4"), (folder / "films" / "one.mp4").string());
    EXPECT_EQ(pathAfter("/no/such/folder/one.mp4"), (folder / "one.mp4").string());
    EXPECT_EQ(pathAfter((folder / "films" / "one.mp4").string()), (folder / "films" / "one.mp4").string());
    EXPECT_EQ(pathAfter("nowhere.mp4"), "nowhere.mp4");
    makeClip(folder / "other.mp4", evenTicks(30));
    EXPECT_EQ(pathAfter("other.mp4"), "other.mp4") << "another file of that name";
    std::stop_source stop;
    stop.request_stop();
    project::Document document = renamed(here, "one.mp4");
    const auto stopped = useMediaBeside(document, folder / "p.descant", stop.get_token());
    ASSERT_FALSE(stopped);
    EXPECT_TRUE(isCancelled(stopped.error()));
}

TEST_F(ProjectWork, aFileThatMovedIsFoundAgainAndACopyChangesNothing)
{
    namespace fs = std::filesystem;
    ASSERT_TRUE(addMediaFiles(*session, {folder / "one.mp4"}, {}).has_value());
    const std::string id = session->document().media().front()->id;
    fs::copy_file(folder / "one.mp4", folder / "copy.mp4");
    EXPECT_EQ(addMediaFiles(*session, {folder / "copy.mp4"}, {})->found, 0U);
    EXPECT_EQ(session->document().media().front()->path, (folder / "one.mp4").string());
    fs::rename(folder / "one.mp4", folder / "moved.mp4");
    const auto added = addMediaFiles(*session, {folder / "moved.mp4", folder / "moved.mp4"}, {});
    ASSERT_TRUE(added.has_value());
    EXPECT_EQ(added->found, 1U);
    EXPECT_EQ(added->added, 0U);
    ASSERT_EQ(session->document().mediaCount(), 1U);
    EXPECT_EQ(session->document().medium(id)->path, (folder / "moved.mp4").string());
    EXPECT_EQ(session->document().medium(id)->name, "moved.mp4");
}

TEST_F(ProjectWork, aFileThatWasKnownByNameAloneIsCompleted)
{
    project::Medium imported;
    imported.id = newIdentifier();
    imported.name = "one.mp4";
    imported.path = (folder / "one.mp4").string();
    imported.extra = R"({"kept":1})";
    ASSERT_TRUE(session->perform(project::addMedia(session->document(), {imported})).has_value());
    const auto added = addMediaFiles(*session, {folder / "one.mp4"}, {});
    ASSERT_TRUE(added.has_value());
    EXPECT_EQ(added->found, 1U);
    const project::Medium* medium = session->document().medium(imported.id);
    ASSERT_NE(medium, nullptr);
    EXPECT_GT(medium->duration, MediaTime{0});
    EXPECT_FALSE(medium->fingerprint.empty());
    EXPECT_EQ(medium->extra, imported.extra);
    EXPECT_EQ(session->document().mediaCount(), 1U);
}

TEST_F(ProjectWork, nothingIsAddedWhenOneFileCannotBeRead)
{
    const auto added = addMediaFiles(*session, {folder / "one.mp4", folder / "absent.mp4"}, {});
    ASSERT_FALSE(added.has_value());
    EXPECT_EQ(std::get<Error>(added.error()).code, ErrorCode::FileNotFound);
    EXPECT_EQ(session->document().mediaCount(), 0U);
}

TEST_F(ProjectWork, captionsGoToTheSegmentOfTheirStretch)
{
    ASSERT_TRUE(storeCaptions(*session, stretch(0, 0.5), saying("first"), {}).has_value());
    ASSERT_TRUE(storeCaptions(*session, stretch(0, 0.5), saying("second"), {}).has_value());
    ASSERT_TRUE(storeCaptions(*session, stretch(0.5, 1.0), saying("third"), {}).has_value());
    EXPECT_EQ(session->document().segmentCount(), 2U);
    EXPECT_EQ(session->document().proposalCount(), 3U);
}

/// Which of the stretches a model that was given the whole file, or 0.5 to 1.0 s of it, speaks of.
TEST_F(ProjectWork, aCorpusThatRoundsTheLengthOfAFileMeansTheWholeFile)
{
    ASSERT_TRUE(addMediaFiles(*session, {folder / "one.mp4"}, {}).has_value());
    const project::Medium medium = *session->document().media().front();
    const MediaTime length = medium.duration;
    const auto add = [&](MediaTime start, MediaTime end) {
        const auto step = project::addSegment(session->document(), medium.id, {start, end});
        EXPECT_TRUE(session->perform(step));
        return project::idOf(*step->changes.back().after);
    };
    const auto proposalsOf = [&](const std::string& id) { return session->document().proposalsOf(id).size(); };
    const std::string whole = add(MediaTime{20'000}, length - MediaTime{15'000});
    const std::string most = add(MediaTime{0}, length - MediaTime{150'000});
    const std::string second = add(MediaTime{500'400}, MediaTime{1'000'000});
    ASSERT_TRUE(storeCaptions(*session, {folder / "one.mp4", {MediaTime{0}, length}, {}}, saying("a"), {}).has_value());
    EXPECT_EQ(proposalsOf(whole), 1U);
    EXPECT_EQ(proposalsOf(most), 0U);
    ASSERT_TRUE(storeCaptions(*session, stretch(0.5, 1.0), saying("b"), {}).has_value());
    EXPECT_EQ(proposalsOf(second), 1U);
    EXPECT_EQ(session->document().segmentCount(), 3U);
    ASSERT_TRUE(storeCaptions(*session, stretch(0.45, 1.0), saying("c"), {}).has_value());
    EXPECT_EQ(session->document().segmentCount(), 4U) << "within a film 50 ms are another stretch";
    const std::string exact = add(MediaTime{0}, length);
    ASSERT_TRUE(storeCaptions(*session, {folder / "one.mp4", {MediaTime{0}, length}, {}}, saying("d"), {}).has_value());
    EXPECT_EQ(proposalsOf(exact), 1U) << "the nearest one is meant";
}

TEST_F(ProjectWork, captionsNeverChangeWhatAPersonWrote)
{
    ASSERT_TRUE(storeCaptions(*session, stretch(0, 0.5), saying("model"), {}).has_value());
    const std::string medium = session->document().media().front()->id;
    const std::string segment = session->document().segmentsOf(medium).front()->id;
    ASSERT_TRUE(session->perform(project::setText(session->document(), segment, "human")).has_value());
    ASSERT_TRUE(storeCaptions(*session, stretch(0, 0.5), saying("other"), {}).has_value());
    EXPECT_EQ(session->document().segment(segment)->text, "human");
}

} // namespace
} // namespace descant::test
