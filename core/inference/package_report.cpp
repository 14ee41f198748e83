// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/sha256.h"
#include "core/inference/internal/package_manifest.h"
#include "core/inference/model_package.h"
#include "core/inference/tokenizer.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstring>
#include <set>

namespace descant::inference {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

/// Room beside the weights for activations and caches, measured generously.
constexpr std::uint64_t kWorkingBytes = std::uint64_t(300) << 20;

/// A floating-point number is finite when its exponent bits are not all ones.
template <typename Bits> bool allFinite(const std::vector<std::byte>& bytes, Bits exponent)
{
    for (std::size_t place = 0; place + sizeof(Bits) <= bytes.size(); place += sizeof(Bits)) {
        Bits bits;
        std::memcpy(&bits, bytes.data() + place, sizeof bits);
        if ((bits & exponent) == exponent)
            return false;
    }
    return true;
}

bool isFinite(ElementType type, const std::vector<std::byte>& bytes)
{
    switch (type) {
    case ElementType::F32:
        return allFinite<std::uint32_t>(bytes, 0x7f800000u);
    case ElementType::F16:
        return allFinite<std::uint16_t>(bytes, 0x7c00u);
    case ElementType::BF16:
        return allFinite<std::uint16_t>(bytes, 0x7f80u);
    default:
        return true;
    }
}

ModelPart partOf(const std::string& name, const std::map<std::string, TensorSpecification>& expected)
{
    const auto found = expected.find(name);
    return found == expected.end() ? ModelPart::T5 : found->second.part;
}

Outcome<void> checkHashes(const ModelPackage& package, PackageVerification& seen, std::vector<std::string>& items,
                          const std::stop_token& stop, const ProgressSink& progress)
{
    for (const PackageFile& file : package.files()) {
        report(progress, "Checking " + file.name, -1.0);
        const fs::path path = package.folder() / file.name;
        std::error_code problem;
        const std::uint64_t bytes = fs::file_size(path, problem);
        ++seen.files;
        seen.bytes += bytes;
        if (file.bytes != 0 && bytes != file.bytes) {
            items.push_back(fmt::format("{}: {} bytes instead of {}", file.name, bytes, file.bytes));
            continue;
        }
        DESCANT_TRY(const std::string hash, sha256OfFile(path, stop));
        if (!file.sha256.empty() && hash != file.sha256)
            items.push_back(fmt::format("{}: SHA-256 {} instead of {}", file.name, hash, file.sha256));
    }
    return {};
}

/// What a change of would not be noticed.
void warnOfUnhashed(const ModelPackage& package, std::vector<std::string>& warnings)
{
    std::vector<std::string> names = {package.tokenizerFile().filename().string()};
    for (const SafetensorsFile& file : package.weightFiles())
        names.push_back(file.path().filename().string());
    for (const std::string& name : names) {
        const bool hashed = std::any_of(package.files().begin(), package.files().end(), [&](const PackageFile& file) {
            return file.name == name && !file.sha256.empty();
        });
        if (!hashed)
            warnings.push_back(fmt::format("{} has no hash for {}, whose changes go unnoticed", kManifestName, name));
    }
}

Result<void> checkTokenizer(const ModelPackage& package, std::vector<std::string>& warnings)
{
    const std::int64_t vocabulary = package.architecture().t5.vocab;
    DESCANT_TRY(const Tokenizer tokenizer, Tokenizer::load(package.tokenizerFile(), vocabulary));
    if (std::string doubt = tokenizer.doubtAbout(vocabulary); !doubt.empty())
        warnings.push_back(std::move(doubt));
    return {};
}

Outcome<void> checkValues(const ModelPackage& package, PackageVerification& seen, std::vector<std::string>& items,
                          const std::stop_token& stop, const ProgressSink& progress)
{
    std::vector<std::byte> bytes;
    for (const PackageTensor& tensor : package.tensors()) {
        if (stop.stop_requested())
            return cancelled();
        report(progress, "Checking values",
               static_cast<double>(seen.tensors) / static_cast<double>(package.tensors().size()));
        bytes.resize(tensor.entry.bytes);
        DESCANT_CHECK(package.weightFiles()[tensor.file].read(tensor.entry, bytes));
        if (!isFinite(tensor.entry.type, bytes))
            items.push_back(fmt::format("{}: has values that are not finite", tensor.name));
        ++seen.tensors;
    }
    return {};
}

} // namespace

Outcome<PackageVerification> verifyPackage(const fs::path& folder, std::stop_token stop, const ProgressSink& progress)
{
    DESCANT_TRY(const ModelPackage package, ModelPackage::open(folder));
    PackageVerification seen;
    std::vector<std::string> items;
    DESCANT_CHECK(checkHashes(package, seen, items, stop, progress));
    if (!items.empty())
        return fail(Error{
            ErrorCode::HashMismatch, folder.string(), fmt::format("{} of its files differ", items.size()), {}, items});
    warnOfUnhashed(package, seen.warnings);
    DESCANT_CHECK(checkTokenizer(package, seen.warnings));
    DESCANT_CHECK(package.checkSharedTensors(stop));
    DESCANT_CHECK(checkValues(package, seen, items, stop, progress));
    if (!items.empty())
        return fail(Error{ErrorCode::CheckpointInvalid, folder.string(), "some values are not finite", {}, items});
    return seen;
}

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
    std::uint64_t bytes = kWorkingBytes;
    for (const PackageTensor& tensor : package.tensors())
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
