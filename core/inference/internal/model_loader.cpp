// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/model_loader.h"

#include "core/base/log.h"
#include "core/inference/internal/torch_guard.h"
#include "core/inference/networks/weights_file.h"

#include <ATen/detail/CUDAHooksInterface.h>
#include <fmt/format.h>

#include <charconv>
#include <dlfcn.h>
#include <fstream>

namespace descant::inference {

namespace {

/// Makes LibTorch's CUDA part known; why not, or nothing.
std::string cudaProblem()
{
    static const std::string problem = []() -> std::string {
        if (!::dlopen("libtorch_cuda.so", RTLD_NOW | RTLD_GLOBAL))
            return "the CUDA part of LibTorch is not installed";
        try {
            return at::detail::getCUDAHooks().deviceCount() > 0 ? std::string() : "no CUDA device or driver was found";
        } catch (const std::exception&) {
            return "the CUDA driver does not answer";
        }
    }();
    return problem;
}

/// Bytes of memory that can be used now; 0 where the system does not tell.
std::uint64_t availableMemory()
{
    std::ifstream file("/proc/meminfo");
    std::string name, unit;
    std::uint64_t kilobytes = 0;
    while (file >> name >> kilobytes) {
        std::getline(file, unit);
        if (name == "MemAvailable:")
            return kilobytes * 1024;
    }
    return 0;
}

Result<void> checkMemory(const ModelPackage& package, const LoadRequest& request)
{
    const std::uint64_t available = availableMemory();
    std::uint64_t needed = 0;
    for (const PackageTensor& tensor : package.tensors()) {
        if (!request.wanted || request.wanted(tensor.name))
            needed +=
                static_cast<std::uint64_t>(tensor.entry.elements()) * elementSize(heldAs(tensor, request.precision));
    }
    if (!request.device.is_cpu() || available == 0 || needed <= available)
        return {};
    return fail(ErrorCode::OutOfMemory, package.folder().string(),
                fmt::format("the model needs {:.1f} GB, {:.1f} GB are free", static_cast<double>(needed) * 1e-9,
                            static_cast<double>(available) * 1e-9));
}

} // namespace

Result<at::Device> deviceFromName(const std::string& name)
{
    if (name == "cpu")
        return at::Device(at::kCPU);
    if (name == "auto") {
        if (cudaProblem().empty())
            return at::Device(at::kCUDA, 0);
        log::debug("device auto: cpu, because {}", cudaProblem());
        return at::Device(at::kCPU);
    }
    int index = 0;
    const bool numbered = name.starts_with("cuda:");
    const char* end = name.data() + name.size();
    const auto parsed = numbered ? std::from_chars(name.data() + 5, end, index) : std::from_chars_result{end, {}};
    if ((name != "cuda" && !numbered) || parsed.ec != std::errc() || parsed.ptr != end || index < 0 || index > 127)
        return fail(ErrorCode::InputInvalid, name, "it is no device", "use cpu, auto or cuda:0");
    if (!cudaProblem().empty())
        return fail(ErrorCode::DeviceUnavailable, name, cudaProblem());
    if (index >= at::detail::getCUDAHooks().deviceCount())
        return fail(ErrorCode::DeviceUnavailable, name,
                    fmt::format("there are only {} CUDA devices", at::detail::getCUDAHooks().deviceCount()));
    return at::Device(at::kCUDA, static_cast<c10::DeviceIndex>(index));
}

Outcome<Weights> loadWeights(const ModelPackage& package, const LoadRequest& request, const std::stop_token& stop,
                             const ProgressSink& progress)
{
    DESCANT_CHECK(checkMemory(package, request));
    DESCANT_CHECK(package.checkSharedTensors(stop));
    return guarded(package.folder().string(), [&]() -> Outcome<Weights> {
        Weights weights;
        std::size_t done = 0;
        for (const PackageTensor& tensor : package.tensors()) {
            if (stop.stop_requested())
                return cancelled();
            report(progress, "Loading the model",
                   static_cast<double>(done++) / static_cast<double>(package.tensors().size()));
            if (request.wanted && !request.wanted(tensor.name))
                continue;
            DESCANT_TRY(const at::Tensor stored, readTensor(package.weightFiles()[tensor.file], tensor.entry));
            weights.set(tensor.name, stored.to(request.device, scalarTypeOf(heldAs(tensor, request.precision))));
        }
        return weights;
    });
}

} // namespace descant::inference
