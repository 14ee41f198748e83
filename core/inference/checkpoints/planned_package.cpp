// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/checkpoints/planned_package.h"

#include "core/inference/checkpoints/package_sources.h"

#include <fmt/format.h>

#include <algorithm>

namespace descant::inference {
namespace {

/// A part of a model as people call it, and where it comes from.
struct NamedPart {
    const char* name;
    const char* prefix; ///< of our names; the last one matches all that is left
    const char* advice;
};

constexpr const char* kAgain = "download the checkpoint again, or pick the hub folder that belongs to it";
constexpr NamedPart kParts[] = {
    {"BEATs", "audio_encoder.", "add BEATs_iter3_plus_AS2M.pt"},
    {"Flan-T5", "language_model.", kAgain},
    {"ViT", "vision_model.", kAgain},
    {"Q-Former", "", "add the trained Q-Former that belongs to these files"},
};

const NamedPart& partOf(const std::string& tensor)
{
    return *std::find_if(std::begin(kParts), std::end(kParts),
                         [&](const NamedPart& part) { return tensor.starts_with(part.prefix); });
}

/// What is wrong with a tensor, and the words for several of them.
struct Trouble {
    const char* prefix;
    const char* one;
    const char* several;
    const char* advice; ///< null: the part's own
};

constexpr Trouble kTroubles[] = {
    {"missing: ", "1 tensor is missing", "{} tensors are missing", nullptr},
    {"shape of ", "1 tensor has another shape", "{} tensors have another shape",
     "take files that belong together, or give what shapes do not tell with model assemble --config"},
    {"type of ", "1 tensor is of a type that weights cannot be", "{} tensors are of a type that weights cannot be",
     kAgain},
    {"unexpected: ", "1 tensor belongs to no known part", "{} tensors belong to no known part",
     "this may be another model than it seems; get it from its publisher"},
};

/// The tensors as the package will hold them.
std::vector<PackageTensor> plannedTensors(const AssemblyPlan& plan)
{
    std::vector<PackageTensor> tensors;
    for (const TensorToWrite& tensor : plan.tensors) {
        std::uint64_t bytes = elementSize(tensor.type);
        for (const std::int64_t length : tensor.shape)
            bytes *= static_cast<std::uint64_t>(length);
        tensors.push_back({tensor.name, 0, {tensor.name, tensor.type, tensor.shape, 0, bytes}});
    }
    return tensors;
}

void count(PlannedPackage& planned, const std::vector<PackageTensor>& tensors)
{
    const auto expected = expectedTensors(planned.architecture);
    for (const PackageTensor& tensor : tensors) {
        const std::int64_t elements = tensor.entry.elements();
        const auto found = expected.find(tensor.name);
        planned.parameters[modelPartName(found == expected.end() ? ModelPart::T5 : found->second.part)] += elements;
        planned.parameters["total"] += elements;
        planned.bytes["as-stored"] += tensor.entry.bytes;
        planned.bytes["fp32"] += static_cast<std::uint64_t>(elements) * elementSize(ElementType::F32);
        planned.bytes["bf16"] += static_cast<std::uint64_t>(elements) * elementSize(ElementType::BF16);
    }
    for (const Precision precision : {Precision::Fp32, Precision::Bf16, Precision::Int8})
        planned.memory[precisionName(precision)] = memoryNeeded(tensors, precision);
}

} // namespace

Result<PlannedPackage> planPackage(AssembleRequest request)
{
    // It reads headers and nothing else, so that there is nothing to stop.
    auto opened = openPackageSources(request, AliasCheck::Trust, {});
    if (!opened)
        return fail(std::get<Error>(std::move(opened.error())));
    const PackageSources sources = *std::move(opened);
    DESCANT_TRY(Architecture architecture, architectureOf(request, sources));
    PlannedPackage planned;
    planned.lora = architecture.lora ? FoundSource::Lora::With : FoundSource::Lora::Without;
    DESCANT_TRY(const AssemblyPlan plan,
                planAssembly(sources.tensors, std::move(architecture), request.choices, sources.subject.string()));
    if (const auto licence = sources.manifest.find("licence");
        licence != sources.manifest.end() && licence->is_string())
        planned.licence = *licence;
    planned.request = std::move(request);
    if (planned.request.tokenizer.empty())
        planned.request.tokenizer = sources.tokenizer;
    planned.architecture = plan.architecture;
    count(planned, plannedTensors(plan));
    return planned;
}

std::vector<MissingPart> missingParts(const std::vector<std::string>& items)
{
    std::vector<MissingPart> missing;
    for (const Trouble& trouble : kTroubles) {
        for (const NamedPart& part : kParts) {
            MissingPart found{part.name, {}, trouble.advice == nullptr ? part.advice : trouble.advice};
            for (const std::string& item : items) {
                if (item.starts_with(trouble.prefix)
                    && &partOf(item.substr(std::string_view(trouble.prefix).size())) == &part)
                    found.items.push_back(item);
            }
            if (found.items.empty())
                continue;
            found.reason =
                found.items.size() == 1 ? trouble.one : fmt::format(fmt::runtime(trouble.several), found.items.size());
            missing.push_back(std::move(found));
        }
    }
    return missing;
}

} // namespace descant::inference
