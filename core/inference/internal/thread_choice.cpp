// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/thread_choice.h"

#include <ATen/Parallel.h>

namespace descant::inference {
namespace {

/// Below this many parameters a model counts as small.
constexpr std::int64_t kSmallModel = 40'000'000;

} // namespace

int threadsFor(const ModelPackage& package)
{
    std::int64_t parameters = 0;
    for (const PackageTensor& tensor : package.tensors())
        parameters += tensor.entry.elements();
    return parameters < kSmallModel ? 1 : 0;
}

ThreadChoice::ThreadChoice(int threads)
{
    if (threads == 0 || threads == at::get_num_threads())
        return;
    m_before = at::get_num_threads();
    at::set_num_threads(threads);
}

ThreadChoice::~ThreadChoice()
{
    if (m_before != 0)
        at::set_num_threads(m_before);
}

} // namespace descant::inference
