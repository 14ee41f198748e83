// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo_world/catalogue.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace descant::demo_world {
namespace {

TEST(Catalogue, isMissingWithOneClearErrorWithoutThePackage)
{
    const test::TemporaryFolder folder;
    const auto catalogue = loadCatalogue(folder / "absent");
    ASSERT_FALSE(catalogue.has_value());
    EXPECT_EQ(catalogue.error().code, ErrorCode::CatalogueMissing);
    EXPECT_NE(describe(catalogue.error()).find("tuxpaint-stamps-default"), std::string::npos);
}

TEST(Catalogue, namesEachFileThatIsAbsentOrDamaged)
{
    const test::TemporaryFolder folder;
    const std::string& first = world().things.front().pictures.front();
    std::filesystem::create_directories((folder / first).parent_path());
    std::ofstream(folder / first) << "this is no picture";
    const auto catalogue = loadCatalogue(folder.path());
    ASSERT_FALSE(catalogue.has_value());
    EXPECT_EQ(catalogue.error().code, ErrorCode::CatalogueMissing);
    const auto& items = catalogue.error().items;
    EXPECT_GT(items.size(), world().things.size() + world().sounds.size());
    EXPECT_TRUE(std::any_of(items.begin(), items.end(),
                            [&](const std::string& item) { return item.find(first) != std::string::npos; }));
}

/// In Debian 13's package the hares have left the rodents.
TEST(Catalogue, findsHaresInEitherVersionOfThePackage)
{
    const test::TemporaryFolder folder;
    for (const char* home : {"rodents", "lagomorphs"}) {
        const std::filesystem::path root = folder / home;
        std::filesystem::create_directories(root / "animals/mammals" / home);
        std::ofstream(root / "animals/mammals" / home / "rabbit.png") << "this is no picture";
        const auto catalogue = loadCatalogue(root);
        ASSERT_FALSE(catalogue.has_value());
        const auto& items = catalogue.error().items;
        const std::string found = std::string(home) + "/rabbit.png";
        // It lies there but is damaged: were it looked for elsewhere, the other place would be named.
        const auto names = [&](const std::string& part) {
            return std::count_if(items.begin(), items.end(),
                                 [&](const std::string& item) { return item.find(part) != std::string::npos; });
        };
        EXPECT_EQ(names(found), 1);
        EXPECT_EQ(names("/rabbit.png"), 1);
    }
}

} // namespace
} // namespace descant::demo_world
