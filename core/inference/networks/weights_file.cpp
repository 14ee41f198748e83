// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/networks/weights_file.h"

#include <cstring>

namespace descant::inference {
namespace {

std::optional<ElementType> elementTypeOf(at::ScalarType type)
{
    for (const ElementType candidate : {ElementType::F32, ElementType::F16, ElementType::BF16, ElementType::I64,
                                        ElementType::I32, ElementType::U8, ElementType::Bool}) {
        if (scalarTypeOf(candidate) == type)
            return candidate;
    }
    return std::nullopt;
}

} // namespace

at::ScalarType scalarTypeOf(ElementType type)
{
    switch (type) {
    case ElementType::F32:
        return at::kFloat;
    case ElementType::F16:
        return at::kHalf;
    case ElementType::BF16:
        return at::kBFloat16;
    case ElementType::I64:
        return at::kLong;
    case ElementType::I32:
        return at::kInt;
    case ElementType::U8:
        return at::kByte;
    case ElementType::Bool:
        return at::kBool;
    }
    return at::kFloat;
}

Result<at::Tensor> readTensor(const SafetensorsFile& file, const TensorEntry& entry)
{
    try {
        at::Tensor tensor = at::empty(entry.shape, at::TensorOptions(scalarTypeOf(entry.type)));
        DESCANT_CHECK(file.read(entry, {static_cast<std::byte*>(tensor.data_ptr()), entry.bytes}));
        return tensor;
    } catch (const std::exception&) {
        return fail(ErrorCode::OutOfMemory, entry.name);
    }
}

Result<Weights> readWeights(const std::filesystem::path& path)
{
    DESCANT_TRY(const SafetensorsFile file, SafetensorsFile::open(path));
    Weights weights;
    for (const TensorEntry& entry : file.tensors()) {
        DESCANT_TRY(at::Tensor tensor, readTensor(file, entry));
        weights.set(entry.name, std::move(tensor));
    }
    return weights;
}

Result<std::vector<TensorToWrite>> tensorsToWrite(const Weights& weights, std::optional<ElementType> type)
{
    std::vector<TensorToWrite> tensors;
    for (const auto& [name, tensor] : weights.all()) {
        const bool convert = type && tensor.is_floating_point();
        const auto stored = convert ? type : elementTypeOf(tensor.scalar_type());
        if (!stored)
            return fail(ErrorCode::NotSupported, name, "its element type cannot be stored");
        const auto fill = [source = tensor.detach(), stored](std::span<std::byte> target) -> Result<void> {
            try {
                const at::Tensor plain = source.to(at::kCPU, scalarTypeOf(*stored)).contiguous();
                std::memcpy(target.data(), plain.data_ptr(), target.size());
                return {};
            } catch (const std::exception& problem) {
                return fail(ErrorCode::ModelFailed, "weights", problem.what());
            }
        };
        tensors.push_back({name, *stored, tensor.sizes().vec(), fill});
    }
    return tensors;
}

Result<void> writeWeights(const std::filesystem::path& path, const Weights& weights, std::optional<ElementType> type,
                          const std::map<std::string, std::string>& metadata)
{
    DESCANT_TRY(std::vector<TensorToWrite> tensors, tensorsToWrite(weights, type));
    return writeSafetensors(path, std::move(tensors), metadata);
}

} // namespace descant::inference
