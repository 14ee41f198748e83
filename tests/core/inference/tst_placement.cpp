// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/placement.h"

#include "core/base/file.h"
#include "core/inference/internal/free_memory.h"
#include "tests/core/inference/tiny_package.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

using namespace descant;
using namespace descant::inference;
namespace fs = std::filesystem;

namespace {

class PlacementTest : public ::testing::Test {
protected:
    ModelPackage package()
    {
        test::writeTinyPackage(m_folder / "tiny");
        return ModelPackage::open(m_folder / "tiny").value();
    }
    test::TemporaryFolder m_folder;
};

/// A folder that looks like a system's root.
class Root {
public:
    void write(const fs::path& path, const std::string& text) const
    {
        fs::create_directories((m_folder / path).parent_path());
        ASSERT_TRUE(writeFileAtomically(m_folder / path, text));
    }
    std::uint64_t free() const { return freeMemory(m_folder / ""); }

private:
    test::TemporaryFolder m_folder;
};

} // namespace

TEST(FreeMemory, isWhatTheSystemHasAvailable)
{
    const Root root;
    EXPECT_EQ(root.free(), 0u);
    root.write("proc/meminfo", "MemTotal:  2000 kB\nMemFree:  10 kB\nMemAvailable:    1000 kB\n");
    EXPECT_EQ(root.free(), 1000u * 1024);
    EXPECT_GT(freeMemory(), 0u); // of the machine that this runs on
}

TEST(FreeMemory, heedsTheGroupAndThoseAroundIt)
{
    const Root root;
    root.write("proc/meminfo", "MemAvailable:    1000000 kB\n");
    root.write("proc/self/cgroup", "0::/job/step\n");
    root.write("sys/fs/cgroup/job/step/memory.max", "max\n");
    root.write("sys/fs/cgroup/job/step/memory.current", "400\n");
    EXPECT_EQ(root.free(), 1000000u * 1024);
    root.write("sys/fs/cgroup/job/memory.max", "5000\n");
    root.write("sys/fs/cgroup/job/memory.current", "3000\n");
    root.write("sys/fs/cgroup/job/memory.stat", "anon 1500\ninactive_file 1200\n");
    EXPECT_EQ(root.free(), 3200u);
    root.write("sys/fs/cgroup/job/step/memory.max", "500\n");
    EXPECT_EQ(root.free(), 100u);
    root.write("sys/fs/cgroup/job/step/memory.current", "600\n");
    EXPECT_EQ(root.free(), 0u);
}

TEST(FreeMemory, heedsGroupsOfTheFirstVersion)
{
    const Root root;
    root.write("proc/meminfo", "MemAvailable:    1000000 kB\n");
    root.write("proc/self/cgroup", "5:cpu,cpuacct:/other\n4:memory:/elsewhere/unseen\n");
    root.write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9000\n");
    root.write("sys/fs/cgroup/memory/memory.usage_in_bytes", "4000\n");
    EXPECT_EQ(root.free(), 5000u);
}

TEST_F(PlacementTest, aSmallModelIsHeldInThirtyTwoBits)
{
    const ModelPackage tiny = package();
    for (const bool native : {false, true}) {
        const auto found = place(tiny, {}, Machine{0, native, {}});
        ASSERT_TRUE(found);
        EXPECT_FALSE(found->onCuda);
        EXPECT_EQ(found->precision, Precision::Fp32);
        EXPECT_EQ(found->reason, "the model is small");
        EXPECT_TRUE(found->warnings.empty());
    }
}

TEST_F(PlacementTest, givesWayStepByStep)
{
    const ModelPackage tiny = package();
    const std::uint64_t whole = memoryNeeded(tiny, Precision::Fp32);
    const auto all = place(tiny, {}, Machine{whole << 8, false, {}});
    ASSERT_TRUE(all);
    EXPECT_EQ(all->framesAtOnce, 16);
    const auto fewer = place(tiny, {}, Machine{whole + 40'000, false, {}});
    ASSERT_TRUE(fewer);
    EXPECT_EQ(fewer->precision, Precision::Fp32);
    EXPECT_LT(fewer->framesAtOnce, 16);
    ASSERT_EQ(fewer->warnings.size(), 1u);
    EXPECT_NE(fewer->warnings.front().find("at a time in place of 16"), std::string::npos);
    const auto narrow = place(tiny, {}, Machine{whole - 1, false, {}});
    ASSERT_TRUE(narrow);
    EXPECT_EQ(narrow->precision, Precision::Int8);
    ASSERT_EQ(narrow->warnings.size(), 1u);
    EXPECT_NE(narrow->warnings.front().find("held in int8 in place of fp32"), std::string::npos);
    EXPECT_FALSE(place(tiny, Precision::Fp32, Machine{whole - 1, false, {}})); // what is asked for is not replaced
    const auto none = place(tiny, {}, Machine{1, false, {}});
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, ErrorCode::OutOfMemory);
}

TEST_F(PlacementTest, aDeviceWithTooLittleMemoryLeavesTheModelToTheCpu)
{
    const ModelPackage tiny = package();
    const std::uint64_t plenty = std::uint64_t(1) << 40;
    const auto fits = place(tiny, {}, Machine{plenty, false, plenty});
    ASSERT_TRUE(fits);
    EXPECT_TRUE(fits->onCuda);
    const auto narrow = place(tiny, {}, Machine{plenty, false, memoryNeeded(tiny, Precision::Fp32)});
    ASSERT_TRUE(narrow);
    EXPECT_TRUE(narrow->onCuda);
    EXPECT_EQ(narrow->precision, Precision::Bf16);
    const auto leaves = place(tiny, {}, Machine{plenty, false, 1000});
    ASSERT_TRUE(leaves);
    EXPECT_FALSE(leaves->onCuda);
    ASSERT_EQ(leaves->warnings.size(), 1u);
    EXPECT_NE(leaves->warnings.front().find("so the CPU is used."), std::string::npos);
    const auto refused = place(tiny, Precision::Int8, Machine{plenty, false, plenty});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::NotSupported);
}

TEST_F(PlacementTest, memoryThatRunsOutAtWorkGivesASmallerWay)
{
    const ModelPackage tiny = package();
    Machine machine{std::uint64_t(1) << 40, false, std::uint64_t(1) << 40};
    Placement now = place(tiny, {}, machine).value();
    ASSERT_TRUE(now.onCuda);
    for (int frames = now.framesAtOnce; frames > 1; frames /= 2) {
        const auto next = smaller(tiny, now, {}, machine);
        ASSERT_TRUE(next);
        EXPECT_TRUE(next->onCuda);
        EXPECT_EQ(next->framesAtOnce, frames / 2);
        EXPECT_EQ(next->warnings.size(), 1u);
        now = *next;
    }
    const auto onCpu = smaller(tiny, now, {}, machine);
    ASSERT_TRUE(onCpu);
    EXPECT_FALSE(onCpu->onCuda);
    now = *onCpu;
    now.framesAtOnce = 1;
    EXPECT_FALSE(smaller(tiny, now, {}, machine));
}
