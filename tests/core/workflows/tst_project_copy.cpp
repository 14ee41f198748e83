// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/project_copy.h"

#include "core/project/edits.h"
#include "core/workflows/project_session.h"
#include "tests/core/project/sample_document.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>

using namespace descant;
using namespace descant::workflows;

namespace {

TEST(ProjectCopyTest, aProjectIsWrittenFromItsStepsWithItsHistory)
{
    const test::TemporaryFolder folder;
    auto session = *ProjectSession::create(folder / "full.descant");
    ASSERT_TRUE(session->perform(project::addMedia(session->document(), {test::sampleMedium("a.mp4")})));
    const std::string medium = session->document().media()[0]->id;
    ASSERT_TRUE(session->perform(project::addSegment(session->document(), medium, {MediaTime{0}, MediaTime{9}})));
    ASSERT_TRUE(session->undo());
    ASSERT_TRUE(session->redo());
    ASSERT_TRUE(writeProject(session->history().steps(), folder / "copy.descant"));
    const auto copy = ProjectSession::open(folder / "copy.descant");
    ASSERT_TRUE(copy) << describe(copy.error());
    EXPECT_EQ((*copy)->document(), session->document());
    EXPECT_EQ((*copy)->history().steps().size(), session->history().steps().size());
    ASSERT_NE((*copy)->history().nextUndo(), nullptr);
    const std::filesystem::directory_iterator files(folder.path());
    EXPECT_TRUE(std::none_of(begin(files), end(files),
                             [](const auto& file) { return file.path().string().find(".part") != std::string::npos; }));
}

TEST(ProjectCopyTest, whatCannotBeReplacedStaysAndNoHalfIsLeft)
{
    const test::TemporaryFolder folder;
    const auto other = *ProjectSession::create(folder / "other.descant");
    const Result<void> written = writeProject({}, folder / "other.descant");
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::ProjectLocked);
    const std::filesystem::directory_iterator files(folder.path());
    EXPECT_TRUE(std::none_of(begin(files), end(files),
                             [](const auto& file) { return file.path().string().find(".part") != std::string::npos; }));
}

} // namespace
