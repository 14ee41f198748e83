// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/cuda_plugin.h"

#include "core/base/log.h"

#include <fmt/format.h>

#include <dlfcn.h>

namespace descant::inference {

Result<CudaPlugin> loadCudaPlugin(const std::filesystem::path& library)
{
    const auto unusable = [&](const std::string& why) {
        return fail(ErrorCode::DeviceUnavailable, library.string(), why);
    };
    std::error_code ignored;
    if (!std::filesystem::exists(library, ignored))
        return unusable("the CUDA kernels were not built");
    void* handle = ::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!handle)
        return unusable(fmt::format("the CUDA kernels do not load ({})", ::dlerror()));
    const auto version = reinterpret_cast<cuda::PluginVersion*>(::dlsym(handle, cuda::kPluginVersionName));
    const auto prepare = reinterpret_cast<cuda::PreparePictures*>(::dlsym(handle, cuda::kPreparePicturesName));
    if (version && prepare && version() == cuda::kPluginVersion)
        return CudaPlugin{prepare};
    ::dlclose(handle);
    return unusable("it is no plug-in of this version of Descant");
}

const Result<CudaPlugin>& cudaPlugin()
{
    static const Result<CudaPlugin> plugin = [] {
        std::error_code problem;
        const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", problem);
        auto loaded = loadCudaPlugin(program.parent_path() / ".." / "lib" / "libdescant_cuda_kernels.so");
        if (!loaded)
            log::debug("frames are prepared by the CPU: {}", loaded.error().detail);
        return loaded;
    }();
    return plugin;
}

} // namespace descant::inference
