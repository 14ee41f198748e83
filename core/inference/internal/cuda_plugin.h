// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/inference/cuda/picture_batch.h"

#include <filesystem>

namespace descant::inference {

/// Descant's own CUDA kernels: a shared library that is loaded at run time, where it was built, and stays loaded.
struct CudaPlugin {
    cuda::PreparePictures* preparePictures = nullptr;
};

/// Errors: DeviceUnavailable (no such library, a broken one, one of another version).
Result<CudaPlugin> loadCudaPlugin(const std::filesystem::path& library);

/// The plug-in in ../lib beside the running program, loaded at the first call. Any thread.
const Result<CudaPlugin>& cudaPlugin();

} // namespace descant::inference
