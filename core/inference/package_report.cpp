// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/model_package.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

namespace descant::inference {

using nlohmann::json;

namespace {

/// Room beside the weights for activations and caches, measured generously.
constexpr std::uint64_t kWorkingBytes = std::uint64_t(300) << 20;

ModelPart partOf(const std::string& name, const std::map<std::string, TensorSpecification>& expected)
{
    const auto found = expected.find(name);
    return found == expected.end() ? ModelPart::T5 : found->second.part;
}

} // namespace

bool isLinearMatrix(const PackageTensor& tensor)
{
    const std::string& name = tensor.name;
    const auto has = [&](const char* part) { return name.find(part) != std::string::npos; };
    return tensor.entry.shape.size() == 2 && name.ends_with(".weight") && !has("relative_attention_bias")
        && !has("language_model.shared.") && !has(".lora_");
}

Precision heldAs(const PackageTensor& tensor, Precision precision)
{
    const bool sees = tensor.name.starts_with("vision_model.");
    const bool speaks = tensor.name.starts_with("language_model.");
    if (precision == Precision::Int8)
        return (sees || speaks) && isLinearMatrix(tensor) ? Precision::Int8 : Precision::Fp32;
    if (precision == Precision::Fp32 || tensor.name.find(".lora_") != std::string::npos)
        return Precision::Fp32;
    const bool matrix = tensor.entry.shape.size() >= 2 && tensor.name.ends_with(".weight");
    return speaks || (sees && matrix) ? Precision::Bf16 : Precision::Fp32;
}

std::uint64_t heldBytes(const PackageTensor& tensor, Precision precision)
{
    const auto elements = static_cast<std::uint64_t>(tensor.entry.elements());
    switch (heldAs(tensor, precision)) {
    case Precision::Fp32:
        return elements * sizeof(float);
    case Precision::Bf16:
        return elements * sizeof(std::uint16_t);
    case Precision::Int8:
        return elements + static_cast<std::uint64_t>(tensor.entry.shape.front()) * sizeof(float);
    }
    return 0;
}

std::uint64_t memoryNeeded(const ModelPackage& package, Precision precision)
{
    return memoryNeeded(package.tensors(), precision);
}

std::uint64_t memoryNeeded(const std::vector<PackageTensor>& tensors, Precision precision)
{
    std::uint64_t bytes = kWorkingBytes;
    for (const PackageTensor& tensor : tensors)
        bytes += heldBytes(tensor, precision);
    return bytes;
}

json describePackage(const ModelPackage& package)
{
    const auto expected = expectedTensors(package.architecture());
    std::map<std::string, std::int64_t> parameters;
    std::map<std::string, std::set<std::string>> elements;
    std::int64_t total = 0;
    std::uint64_t bytes = 0;
    for (const PackageTensor& tensor : package.tensors()) {
        const std::string part = modelPartName(partOf(tensor.name, expected));
        parameters[part] += tensor.entry.elements();
        elements[part].insert(elementName(tensor.entry.type));
        total += tensor.entry.elements();
        bytes += tensor.entry.bytes;
    }
    json perPart = parameters;
    perPart["total"] = total;
    json types = json::object();
    for (const auto& [part, names] : elements)
        types[part] = fmt::format("{}", fmt::join(names, "+"));
    json description = {{"name", package.name()},
                        {"version", package.version()},
                        {"licence", package.licence()},
                        {"variant", variantName(package.architecture().variant)},
                        {"sha256", package.sha256()},
                        {"architecture", architectureToJson(package.architecture())},
                        {"preprocessing", preprocessingToJson(package.preprocessing())},
                        {"prompt", package.prompt()},
                        {"generation", generationToJson(package.generation())},
                        {"parameters", perPart},
                        {"bytes", bytes},
                        {"dtype", types},
                        {"memory",
                         {{"fp32", memoryNeeded(package, Precision::Fp32)},
                          {"bf16", memoryNeeded(package, Precision::Bf16)},
                          {"int8", memoryNeeded(package, Precision::Int8)}}}};
    if (const auto card = package.manifest().find("score_card"); card != package.manifest().end())
        description["score_card"] = *card;
    return description;
}

} // namespace descant::inference
