// SPDX-License-Identifier: GPL-3.0-or-later
// The tiny networks of the tests gain nothing from threads, and on a busy machine threads that wait for each other cost
// most of the time.
#include <ATen/Parallel.h>

#include <gtest/gtest.h>

namespace {

class OneThread : public ::testing::Environment {
public:
    void SetUp() override { at::set_num_threads(1); }
};

[[maybe_unused]] const auto* const oneThread = ::testing::AddGlobalTestEnvironment(new OneThread);

} // namespace
