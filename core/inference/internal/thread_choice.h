// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/model_package.h"

namespace descant::inference {

/// How many threads a model's arithmetic should use: one for a small model, whose matrices are not worth sharing (measured:
/// on a busy machine threads that wait for each other made a proposal eight times slower), else LibTorch's own choice.
int threadsFor(const ModelPackage& package);

/// Sets LibTorch's number of threads for the calling thread while it lives; 0 leaves it as it is.
class ThreadChoice {
public:
    explicit ThreadChoice(int threads);
    ~ThreadChoice();
    ThreadChoice(const ThreadChoice&) = delete;
    ThreadChoice& operator=(const ThreadChoice&) = delete;

private:
    int m_before = 0;
};

} // namespace descant::inference
