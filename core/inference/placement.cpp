// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/placement.h"

#include <fmt/format.h>

#include <algorithm>

namespace descant::inference {
namespace {

/// Up to so many parameters a model is small: 32 bits cost it next to nothing.
constexpr std::int64_t kSmall = 100'000'000;
/// From so many on, 32 bits are too slow on a processor without 16-bit arithmetic.
constexpr std::int64_t kLarge = 1'000'000'000;
constexpr int kMostFramesAtOnce = 16;
/// Arithmetic between two looks at whether to stop, on a CPU: some tenths of a second.
constexpr double kOperationsAtOnce = 5e10;

struct Choice {
    Precision precision;
    const char* reason;
};

std::int64_t parametersOf(const ModelPackage& package)
{
    std::int64_t parameters = 0;
    for (const PackageTensor& tensor : package.tensors())
        parameters += tensor.entry.elements();
    return parameters;
}

/// Best first.
std::vector<Choice> choicesOnCpu(const ModelPackage& package, const Machine& machine)
{
    const std::int64_t parameters = parametersOf(package);
    const Choice bf16{Precision::Bf16, "the processor multiplies 16-bit numbers itself"};
    const Choice rest{Precision::Int8, "memory is too small for more than 8 bits"};
    if (parameters <= kSmall)
        return {{Precision::Fp32, "the model is small"}, rest};
    if (machine.nativeBf16)
        return {bf16, rest};
    if (parameters < kLarge)
        return {{Precision::Fp32, "the processor has no 16-bit arithmetic of its own"}, rest};
    return {{Precision::Int8, "the model is large and the processor has no 16-bit arithmetic of its own"}};
}

std::vector<Choice> choicesOnCuda(const ModelPackage& package)
{
    if (parametersOf(package) <= kSmall)
        return {{Precision::Fp32, "the model is small"},
                {Precision::Bf16, "the device has too little memory for 32 bits"}};
    return {{Precision::Bf16, "the device is good at 16 bits"}};
}

/// Frames that one look on the CPU takes together.
int framesOnCpu(const Architecture& architecture)
{
    const VitShape& vit = architecture.vit;
    const double perToken = 2.0 * static_cast<double>(vit.layers * vit.hidden * (4 * vit.hidden + 2 * vit.mlp));
    const double perFrame = perToken * static_cast<double>(architecture.frameTokens());
    return std::clamp(static_cast<int>(kOperationsAtOnce / std::max(1.0, perFrame)), 1, kMostFramesAtOnce);
}

/// Bytes that the ViT works with for one frame: the widest layer's input and output and the tokens beside it.
std::uint64_t bytesPerFrame(const Architecture& architecture)
{
    const VitShape& vit = architecture.vit;
    return static_cast<std::uint64_t>(architecture.frameTokens() * (2 * vit.mlp + 8 * vit.hidden)) * sizeof(float);
}

std::string gigabytes(std::uint64_t bytes) { return fmt::format("{:.1f} GB", static_cast<double>(bytes) * 1e-9); }

class Chooser {
public:
    Chooser(const ModelPackage& package, std::optional<Precision> wanted) : m_package(package), m_wanted(wanted) { }

    /// The first choice that fits; nothing where none does.
    std::optional<Placement> fit(bool onCuda, std::vector<Choice> choices, std::uint64_t memory, int mostFrames) const
    {
        if (m_wanted)
            choices = {{*m_wanted, "it was asked for"}};
        for (const Choice& choice : choices) {
            if (onCuda && choice.precision == Precision::Int8)
                continue;
            for (int frames = mostFrames; frames >= 1; frames /= 2) {
                if (memory != 0 && needed(choice.precision, frames) > memory)
                    continue;
                Placement placement{onCuda, choice.precision, frames, choice.reason, {}};
                if (&choice != &choices.front())
                    placement.warnings.push_back(
                        lessOf("memory", choices.front().precision, memory,
                               fmt::format("it is held in {} in place of {}", precisionName(choice.precision),
                                           precisionName(choices.front().precision))));
                else if (frames < mostFrames)
                    placement.warnings.push_back(lessOf(
                        "memory", choice.precision, memory,
                        fmt::format("the frames are looked at {} at a time in place of {}", frames, mostFrames)));
                return placement;
            }
        }
        return std::nullopt;
    }

    std::uint64_t needed(Precision precision, int frames) const
    {
        return memoryNeeded(m_package, precision)
            + static_cast<std::uint64_t>(frames) * bytesPerFrame(m_package.architecture());
    }

    std::string lessOf(const char* what, Precision precision, std::uint64_t memory, const std::string& then) const
    {
        return fmt::format("There is too little {} ({} free, {} needed for the model \"{}\" in {}), so {}.", what,
                           gigabytes(memory), gigabytes(needed(precision, 1)), m_package.name(),
                           precisionName(precision), then);
    }

private:
    const ModelPackage& m_package;
    std::optional<Precision> m_wanted;
};

} // namespace

Result<Placement> place(const ModelPackage& package, std::optional<Precision> precision, const Machine& machine)
{
    const Chooser chooser(package, precision);
    std::vector<std::string> warnings;
    if (machine.cudaMemory) {
        if (precision == Precision::Int8)
            return fail(ErrorCode::NotSupported, "int8", "8 bits are for the CPU", "use bf16, or the device cpu");
        const std::vector<Choice> choices = choicesOnCuda(package);
        if (auto found = chooser.fit(true, choices, *machine.cudaMemory, kMostFramesAtOnce))
            return *found;
        warnings.push_back(chooser.lessOf("memory on the CUDA device", precision.value_or(choices.back().precision),
                                          *machine.cudaMemory, "the CPU is used"));
    }
    const std::vector<Choice> choices = choicesOnCpu(package, machine);
    auto found = chooser.fit(false, choices, machine.memory, framesOnCpu(package.architecture()));
    if (!found) {
        const Precision least = precision.value_or(choices.back().precision);
        return fail(ErrorCode::OutOfMemory, package.folder().string(),
                    fmt::format("in {} the model needs {}, {} are free", precisionName(least),
                                gigabytes(chooser.needed(least, 1)), gigabytes(machine.memory)),
                    least == Precision::Int8 ? "close other programs, or choose a smaller model"
                                             : "choose the precision auto or int8, or close other programs");
    }
    found->warnings.insert(found->warnings.begin(), warnings.begin(), warnings.end());
    return *found;
}

std::optional<Placement> smaller(const ModelPackage& package, const Placement& before,
                                 std::optional<Precision> precision, const Machine& machine)
{
    if (before.framesAtOnce > 1) {
        Placement fewer = before;
        fewer.framesAtOnce = before.framesAtOnce / 2;
        fewer.warnings = {fmt::format("Memory ran out, so the frames are looked at {} at a time in place of {}.",
                                      fewer.framesAtOnce, before.framesAtOnce)};
        return fewer;
    }
    if (!before.onCuda)
        return std::nullopt;
    Machine rest = machine;
    rest.cudaMemory.reset();
    Result<Placement> onCpu = place(package, precision, rest);
    if (!onCpu)
        return std::nullopt;
    onCpu->warnings.insert(onCpu->warnings.begin(), "Memory on the CUDA device ran out, so the CPU is used.");
    return *onCpu;
}

} // namespace descant::inference
