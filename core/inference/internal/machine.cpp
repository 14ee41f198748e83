// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/log.h"
#include "core/inference/internal/free_memory.h"
#include "core/inference/placement.h"

#include <c10/core/CachingDeviceAllocator.h>

namespace descant::inference {
namespace {

bool multipliesBf16()
{
#ifdef __x86_64__
    return __builtin_cpu_supports("avx512bf16") != 0;
#else
    return false;
#endif
}

/// 0 where the device does not tell.
std::uint64_t freeOnCuda(int cuda)
{
    try {
        return c10::getDeviceAllocator(c10::kCUDA)->getMemoryInfo(static_cast<c10::DeviceIndex>(cuda)).first;
    } catch (const std::exception& problem) {
        log::debug("the CUDA device does not tell how much memory is free: {}", problem.what());
        return 0;
    }
}

} // namespace

Machine thisMachine(std::optional<int> cuda)
{
    Machine machine{freeMemory(), multipliesBf16(), {}};
    if (cuda)
        machine.cudaMemory = freeOnCuda(*cuda);
    return machine;
}

} // namespace descant::inference
