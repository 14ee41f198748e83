// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/torch_guard.h"

#include <ATen/ATen.h>

#include <gtest/gtest.h>

using namespace descant;
using namespace descant::inference;

TEST(TorchGuard, memoryThatCannotBeHadIsAnErrorAndNotTheEndOfTheProgram)
{
    const Result<at::Tensor> tensor =
        guarded("a petabyte", []() -> Result<at::Tensor> { return at::empty({std::int64_t(1) << 50}, at::kByte); });
    ASSERT_FALSE(tensor);
    EXPECT_EQ(tensor.error().code, ErrorCode::OutOfMemory);
    EXPECT_EQ(tensor.error().subject, "a petabyte");
}

TEST(TorchGuard, otherProblemsOfLibTorchAreFailuresOfTheModel)
{
    const Result<at::Tensor> tensor =
        guarded("sum", []() -> Result<at::Tensor> { return at::ones({2}) + at::ones({3}); });
    ASSERT_FALSE(tensor);
    EXPECT_EQ(tensor.error().code, ErrorCode::ModelFailed);
}
