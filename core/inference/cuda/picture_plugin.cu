// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/cuda/picture_arithmetic.h"

namespace descant::inference::cuda {
namespace {

constexpr int kThreads = 256;

__global__ void preparePictures(PictureBatch batch, std::int64_t elements)
{
    const std::int64_t index = std::int64_t(blockIdx.x) * kThreads + threadIdx.x;
    if (index < elements)
        batch.values[index] = pictureValue(batch, index);
}

} // namespace
} // namespace descant::inference::cuda

extern "C" int descant_cuda_version() { return descant::inference::cuda::kPluginVersion; }

extern "C" const char* descant_cuda_prepare_pictures(const descant::inference::cuda::PictureBatch* batch)
{
    using namespace descant::inference::cuda;
    const std::int64_t elements = std::int64_t(batch->count) * 3 * batch->size * batch->size;
    if (elements == 0)
        return nullptr;
    preparePictures<<<static_cast<unsigned>((elements + kThreads - 1) / kThreads), kThreads>>>(*batch, elements);
    const cudaError_t status = cudaGetLastError();
    return status == cudaSuccess ? nullptr : cudaGetErrorString(status);
}
