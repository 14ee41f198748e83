// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/edits.h"
#include "core/workflows/corpus_release.h"
#include "tests/core/workflows/split_document.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

using namespace descant;
using namespace descant::workflows;

namespace {

class CorpusReleaseTest : public ::testing::Test {
protected:
    CorpusReleaseTest()
    {
        test::addFilm(document, "a", "one.mp4", "train", {"a dog barks", "a cat sleeps"});
        test::addFilm(document, "b", "two.mp4", "test", {"a bus"});
    }

    ReleaseOptions orderTo(const std::string& name) const
    {
        ReleaseOptions options;
        options.format = "msrvtt";
        options.folder = folder / name;
        return options;
    }

    static ErrorCode codeOf(const Outcome<ReleaseReport>& outcome)
    {
        return outcome || isCancelled(outcome.error()) ? ErrorCode::Internal : std::get<Error>(outcome.error()).code;
    }

    test::TemporaryFolder folder;
    project::Document document;
};

} // namespace

TEST_F(CorpusReleaseTest, APreviewSaysWhatWouldBeWrittenAndWritesNothing)
{
    const auto preview = previewRelease(document, orderTo("one"), {}, {});
    ASSERT_TRUE(preview);
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
    const auto made = releaseCorpus(document, orderTo("one"), {}, {});
    ASSERT_TRUE(made);
    EXPECT_EQ(preview->manifest.counts, made->manifest.counts);
    EXPECT_EQ(preview->manifest.losses, made->manifest.losses);
    EXPECT_EQ(preview->manifest.name, "one");
    EXPECT_FALSE(preview->manifest.losses.empty());
    EXPECT_TRUE(preview->manifest.files.empty());
}

TEST_F(CorpusReleaseTest, APreviewSaysWhatChangedSinceTheReleaseBefore)
{
    ASSERT_TRUE(releaseCorpus(document, orderTo("one"), {}, {}));
    ASSERT_TRUE(document.apply(project::setText(document, "a-0", "a big dog barks").value()));
    ReleaseOptions second = orderTo("two");
    second.previous = folder / "one";
    second.captions.statuses.insert(project::SegmentStatus::Draft); // what was rewritten is one again
    const auto preview = previewRelease(document, second, {}, {});
    ASSERT_TRUE(preview && preview->changes);
    ASSERT_EQ(preview->changes->text.size(), 1U);
    EXPECT_EQ(preview->changes->text.front().before.text, "a dog barks");
    EXPECT_EQ(preview->changes->text.front().after.text, "a big dog barks");
    EXPECT_EQ(preview->changes->unchanged, 2U);
}

TEST_F(CorpusReleaseTest, APreviewIsRefusedWhereTheReleaseWouldBe)
{
    EXPECT_EQ(codeOf(previewRelease(document, orderTo(""), {}, {})), ErrorCode::ProjectExists);
    ReleaseOptions nothing = orderTo("one");
    nothing.captions.statuses = {project::SegmentStatus::Flagged};
    EXPECT_EQ(codeOf(previewRelease(document, nothing, {}, {})), ErrorCode::NothingToExport);
    test::addFilm(document, "c", "x [dQw4w9WgXcQ].mp4", "train", {"rain"});
    test::addFilm(document, "d", "y [dQw4w9WgXcQ].mp4", "test", {"rain again"});
    EXPECT_EQ(codeOf(previewRelease(document, orderTo("one"), {}, {})), ErrorCode::SplitsLeak);
    ReleaseOptions allowed = orderTo("one");
    allowed.leaks = LeakRule::Allow;
    const auto preview = previewRelease(document, allowed, {}, {});
    ASSERT_TRUE(preview);
    EXPECT_EQ(preview->manifest.splits.leaks.size(), 1U);
}

TEST_F(CorpusReleaseTest, WithoutAFolderAPreviewLooksAtTheRest)
{
    ReleaseOptions options = orderTo("x");
    options.folder.clear();
    const auto preview = previewRelease(document, options, {}, {});
    ASSERT_TRUE(preview);
    EXPECT_EQ(preview->manifest.counts.captions, 3U);
}

TEST_F(CorpusReleaseTest, ClipsThatCannotBeCutAreNamed)
{
    ReleaseOptions options = orderTo("one");
    options.clips = ClipMode::Encode;
    const auto made = releaseCorpus(document, options, {}, {});
    ASSERT_TRUE(made);
    EXPECT_EQ(made->clipProblems.size(), 2U); // both films are nowhere
}
