// SPDX-License-Identifier: GPL-3.0-or-later
// The active model and the list of models, in XDG folders of the test's own.
#include "core/workflows/active_model.h"
#include "core/workflows/model_folder.h"
#include "core/workflows/model_library.h"
#include "tests/cli/random_package.h"
#include "tests/support/scoped_variable.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/written_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

namespace descant::test {
namespace {

namespace fs = std::filesystem;
using namespace descant::workflows;

class ModelLibrary : public testing::Test {
protected:
    fs::path package(const fs::path& at)
    {
        fs::create_directories(at.parent_path());
        writeRandomPackage(at);
        return at;
    }
    static const LibraryModel* in(const std::vector<LibraryModel>& models, const fs::path& folder)
    {
        const auto found = std::find_if(models.begin(), models.end(),
                                        [&](const LibraryModel& model) { return model.folder == folder; });
        return found == models.end() ? nullptr : &*found;
    }

    TemporaryFolder folder;
    const ScopedVariable config{"XDG_CONFIG_HOME", folder / "config"};
    const ScopedVariable data{"XDG_DATA_HOME", folder / "data"};
};

TEST_F(ModelLibrary, nothingChosenMeansTheDemoModel)
{
    EXPECT_EQ(readActiveModel().value(), ActiveModel{});
    ASSERT_TRUE(demoModelFolder());
    EXPECT_EQ(defaultModelFolder().value(), demoModelFolder().value());
    EXPECT_EQ(activatePreviousModel().error().code, ErrorCode::NoModel);
}

TEST_F(ModelLibrary, theActiveModelIsRememberedAndOneStepGoesBack)
{
    const fs::path first = package(folder / "first"), second = package(folder / "second");
    EXPECT_EQ(activateModel(first).value(), (ActiveModel{first, fs::path()}));
    EXPECT_EQ(defaultModelFolder().value(), first);
    EXPECT_EQ(activateModel(second).value(), (ActiveModel{second, first}));
    EXPECT_EQ(activateModel(second).value(), (ActiveModel{second, first})) << "chosen again: nothing changes";
    EXPECT_EQ(readActiveModel().value(), (ActiveModel{second, first}));
    EXPECT_EQ(activatePreviousModel().value(), (ActiveModel{first, second}));
    EXPECT_EQ(activateDemoModel().value(), (ActiveModel{fs::path(), first}));
    EXPECT_EQ(defaultModelFolder().value(), demoModelFolder().value());
    EXPECT_EQ(activateModel(demoModelFolder().value()).value(), (ActiveModel{fs::path(), first}));
}

TEST_F(ModelLibrary, theEnvironmentGoesBeforeTheActiveModel)
{
    ASSERT_TRUE(activateModel(package(folder / "first")));
    const ScopedVariable model("DESCANT_MODEL", folder / "named");
    EXPECT_EQ(defaultModelFolder().value(), folder / "named");
}

TEST_F(ModelLibrary, whatCannotBeOpenedIsNotActivated)
{
    const fs::path good = package(folder / "good"), bad = package(folder / "bad");
    ASSERT_TRUE(activateModel(good));
    fs::resize_file(bad / "model.safetensors", 40);
    EXPECT_FALSE(activateModel(bad));
    EXPECT_EQ(activateModel(folder / "absent").error().code, ErrorCode::FileNotFound);
    EXPECT_EQ(readActiveModel().value().folder, good);
}

TEST_F(ModelLibrary, anActiveModelThatIsGoneGivesWayToTheDemoModel)
{
    const fs::path first = package(folder / "first");
    ASSERT_TRUE(activateModel(first));
    fs::remove_all(first);
    testing::internal::CaptureStderr();
    EXPECT_EQ(defaultModelFolder().value(), demoModelFolder().value());
    EXPECT_NE(testing::internal::GetCapturedStderr().find(first.string()), std::string::npos);
    const std::vector<LibraryModel> models = listModels();
    const LibraryModel* gone = in(models, first);
    ASSERT_NE(gone, nullptr);
    ASSERT_TRUE(gone->problem);
    EXPECT_EQ(gone->problem->code, ErrorCode::FileNotFound);
    EXPECT_FALSE(gone->active);
}

TEST_F(ModelLibrary, aDamagedChoiceIsSaidAndCanBeReplaced)
{
    fs::create_directories(activeModelFile().parent_path());
    for (const char* text : {"{", "[]", R"({"active":7})"}) {
        writtenFile(activeModelFile(), text);
        EXPECT_EQ(readActiveModel().error().code, ErrorCode::FormatInvalid) << text;
        EXPECT_EQ(defaultModelFolder().value(), demoModelFolder().value());
    }
    const fs::path first = package(folder / "first");
    EXPECT_EQ(activateModel(first).value().folder, first);
}

TEST_F(ModelLibrary, packagesAreListedOnceWithWhatTheyAre)
{
    const fs::path good = package(libraryFolder() / "good"), broken = package(libraryFolder() / "broken");
    fs::resize_file(broken / "model.safetensors", 40);
    fs::create_directories(libraryFolder() / "no package");
    fs::create_directory_symlink(good, libraryFolder() / "alias");
    ASSERT_TRUE(activateModel(libraryFolder() / "alias"));
    const std::vector<LibraryModel> models = listModels();
    EXPECT_EQ(models.size(), 3U) << "the demo model and two of one's own";
    EXPECT_TRUE(models.front().demo);
    EXPECT_EQ(models.front().place, ModelPlace::Shipped);
    const LibraryModel* listed = in(models, good);
    ASSERT_NE(listed, nullptr);
    EXPECT_EQ(listed->place, ModelPlace::Library);
    EXPECT_EQ(listed->name, "random");
    EXPECT_EQ(listed->variant, "multimodal");
    EXPECT_EQ(listed->licence, "CC0-1.0");
    EXPECT_GT(listed->bytes, fs::file_size(good / "model.safetensors"));
    EXPECT_GT(listed->parameters, 1000);
    EXPECT_GE(listed->memory.size(), 2U);
    EXPECT_TRUE(listed->active);
    EXPECT_FALSE(listed->problem);
    const LibraryModel* damaged = in(models, broken);
    ASSERT_NE(damaged, nullptr);
    EXPECT_TRUE(damaged->problem);
    EXPECT_EQ(damaged->name, "broken");
}

} // namespace
} // namespace descant::test
