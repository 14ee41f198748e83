// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/model_loader.h"

#include "core/base/log.h"
#include "core/inference/internal/free_memory.h"
#include "core/inference/internal/returned_memory.h"
#include "core/inference/internal/torch_guard.h"
#include "core/inference/internal/weight_reading.h"
#include "core/inference/networks/weights_file.h"

#include <ATen/detail/CUDAHooksInterface.h>
#include <c10/core/InferenceMode.h>
#include <fmt/format.h>

#include <charconv>
#include <dlfcn.h>

namespace descant::inference {

namespace {

/// A matrix that is packed leaves a hole as large as itself, which the next one seldom fits into: so often they are
/// handed back while a model is loaded.
constexpr std::uint64_t kBytesBetweenReturns = std::uint64_t(128) << 20;

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

Result<void> checkMemory(const ModelPackage& package, const LoadRequest& request,
                         const std::vector<const PackageTensor*>& tensors)
{
    std::uint64_t needed = 0;
    for (const PackageTensor* tensor : tensors)
        needed += heldBytes(*tensor, request.precision);
    const std::uint64_t available = freeMemory();
    if (!request.device.is_cpu() || available == 0 || needed <= available)
        return {};
    return fail(ErrorCode::OutOfMemory, package.folder().string(),
                fmt::format("the model needs {:.1f} GB, {:.1f} GB are free", static_cast<double>(needed) * 1e-9,
                            static_cast<double>(available) * 1e-9));
}

/// Matrices that are multiplied with many rows at once: the packed form is for them, the rest is for decoding.
bool meetsManyRows(const PackageTensor& tensor)
{
    const std::string& name = tensor.name;
    const bool decodes = name.starts_with("language_model.decoder.") || name.starts_with("language_model.lm_head.");
    const bool readsEncoder =
        name.ends_with(".EncDecAttention.k.weight") || name.ends_with(".EncDecAttention.v.weight");
    return isLinearMatrix(tensor) && (!decodes || readsEncoder);
}

Outcome<void> loadEightBits(const ModelPackage& package, const PackageTensor& tensor, WeightReader& reader,
                            Weights& weights)
{
    DESCANT_TRY(EightBitMatrix matrix, reader.readEightBits(package.weightFiles()[tensor.file], tensor.entry));
    weights.set(tensor.name, meetsManyRows(tensor) && canPack() ? packed(matrix.numbers) : matrix.numbers);
    weights.set(tensor.name + "_scale", matrix.scale);
    return {};
}

Outcome<void> loadOne(const ModelPackage& package, const PackageTensor& tensor, const LoadRequest& request,
                      WeightReader& reader, Weights& weights)
{
    const Precision held = heldAs(tensor, request.precision);
    if (held == Precision::Int8)
        return loadEightBits(package, tensor, reader, weights);
    const at::ScalarType type = held == Precision::Bf16 ? at::kBFloat16 : at::kFloat;
    // On its way to another device a weight stays as narrow as it is stored.
    const at::ScalarType here = request.device.is_cpu() ? type : scalarTypeOf(tensor.entry.type);
    DESCANT_TRY(at::Tensor read, reader.read(package.weightFiles()[tensor.file], tensor.entry, here));
    if (request.device.is_cpu() && type == at::kFloat && meetsManyRows(tensor) && canPack())
        read = packed(read);
    weights.set(tensor.name, request.device.is_cpu() ? read : read.to(request.device, type));
    return {};
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
    if (request.precision == Precision::Int8 && !request.device.is_cpu())
        return fail(ErrorCode::NotSupported, "int8", "8 bits are for the CPU", "use bf16, or the device cpu");
    DESCANT_CHECK(package.checkSharedTensors(stop));
    return guarded(package.folder().string(), [&]() -> Outcome<Weights> {
        std::vector<const PackageTensor*> wanted;
        std::uint64_t bytes = 0;
        for (const PackageTensor& tensor : package.tensors()) {
            if (request.wanted && !request.wanted(tensor.name))
                continue;
            wanted.push_back(&tensor);
            bytes += tensor.entry.bytes;
        }
        DESCANT_CHECK(checkMemory(package, request, wanted));
        const c10::InferenceMode mode;
        Weights weights;
        WeightReader reader(stop, progress, bytes);
        std::uint64_t read = 0;
        for (const PackageTensor* tensor : wanted) {
            if (stop.stop_requested())
                return cancelled();
            DESCANT_CHECK(loadOne(package, *tensor, request, reader, weights));
            read += tensor->entry.bytes;
            if (read / kBytesBetweenReturns != (read - tensor->entry.bytes) / kBytesBetweenReturns)
                returnFreeMemory();
        }
        return weights;
    });
}

} // namespace descant::inference
