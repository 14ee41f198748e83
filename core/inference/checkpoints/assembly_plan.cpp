// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/checkpoints/assembly_plan.h"

#include "core/inference/internal/element_conversion.h"
#include "core/inference/model_package.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace descant::inference {
namespace {

constexpr const char* kLoraDown = ".lora_A.weight";
constexpr const char* kLoraUp = ".lora_B.weight";

bool isWeightType(ElementType type)
{
    return type == ElementType::F32 || type == ElementType::F16 || type == ElementType::BF16;
}

ElementType writtenAs(ElementType stored, Elements elements)
{
    switch (elements) {
    case Elements::Fp32:
        return ElementType::F32;
    case Elements::Bf16:
        return ElementType::BF16;
    case Elements::Fp16:
        return ElementType::F16;
    case Elements::AsStored:
        break;
    }
    return stored;
}

Result<std::vector<float>> floatsOf(const TensorPart& part)
{
    DESCANT_TRY(const std::vector<std::byte> bytes, part.bytes());
    std::vector<float> values(part.tensor().elements());
    convertElements(bytes, part.tensor().type, std::as_writable_bytes(std::span(values)), ElementType::F32);
    return values;
}

/// base += scale · up · down, row by row. All row-major: base [out, in], up [out, rank], down [rank, in].
void addLowRank(std::vector<float>& base, const std::vector<float>& up, const std::vector<float>& down,
                std::size_t rank, float scale)
{
    const std::size_t in = down.size() / rank;
    for (std::size_t row = 0; row < base.size() / in; ++row) {
        float* const to = base.data() + row * in;
        for (std::size_t k = 0; k < rank; ++k) {
            const float factor = scale * up[row * rank + k];
            const float* const from = down.data() + k * in;
            for (std::size_t column = 0; column < in; ++column)
                to[column] += factor * from[column];
        }
    }
}

/// Makes the plan for one package.
class Planner {
public:
    Planner(const MappedTensors& mapped, Architecture architecture, AssemblyChoices choices)
        : m_mapped(mapped), m_choices(choices)
    {
        m_plan.architecture = std::move(architecture);
    }
    Result<AssemblyPlan> plan(const std::string& subject);

private:
    using Fill = std::function<Result<void>(std::span<std::byte>)>;

    bool hasLora() const;
    bool merges() const { return m_choices.lora == LoraHandling::Merge && m_plan.architecture.lora.has_value(); }
    void add(const std::string& name, ElementType type, std::vector<std::int64_t> shape, Fill fill);
    void addCopy(const std::string& name, const TensorPart& part);
    void addFusedBias(const std::string& name, const TensorPart& query, const TensorPart& value);
    void addMerged(const std::string& name, const TensorPart& base, const TensorPart& down, const TensorPart& up);
    void addConstant(const std::string& name, std::vector<std::int64_t> shape, std::vector<float> values);
    void addAll();
    void addImplied();
    const TensorPart* partOf(const std::string& name) const;
    Result<void> check(const std::string& subject) const;

    const MappedTensors& m_mapped;
    AssemblyChoices m_choices;
    AssemblyPlan m_plan;
    std::vector<std::string> m_problems;
};

/// A configuration may describe LoRA that these weights were never trained with, or have merged.
bool Planner::hasLora() const
{
    return std::any_of(m_mapped.tensors().begin(), m_mapped.tensors().end(), [](const auto& item) {
        return item.first.ends_with(kLoraDown) || item.first.ends_with(kLoraUp);
    });
}

const TensorPart* Planner::partOf(const std::string& name) const
{
    const auto found = m_mapped.tensors().find(name);
    return found != m_mapped.tensors().end() && found->second.whole ? &*found->second.whole : nullptr;
}

void Planner::add(const std::string& name, ElementType type, std::vector<std::int64_t> shape, Fill fill)
{
    m_plan.tensors.push_back({name, type, std::move(shape), std::move(fill), {}});
}

void Planner::addCopy(const std::string& name, const TensorPart& part)
{
    const ElementType stored = part.tensor().type;
    if (!isWeightType(stored)) {
        m_problems.push_back(
            fmt::format("type of {}: {}, which weights cannot be", part.tensor().name, elementName(stored)));
        return;
    }
    const ElementType type = writtenAs(stored, m_choices.elements);
    m_plan.tensors.push_back(tensorInParts(
        name, type, part.tensor().shape,
        [part, stored, type](std::uint64_t from, std::span<std::byte> target) -> Result<void> {
            if (stored == type)
                return part.source->readPart(part.number, from, target);
            std::vector<std::byte> bytes(target.size() / elementSize(type) * elementSize(stored));
            DESCANT_CHECK(part.source->readPart(part.number, from / elementSize(type) * elementSize(stored), bytes));
            convertElements(bytes, stored, target, type);
            return {};
        }));
}

void Planner::addFusedBias(const std::string& name, const TensorPart& query, const TensorPart& value)
{
    const ElementType type = writtenAs(query.tensor().type, m_choices.elements);
    const std::int64_t width = static_cast<std::int64_t>(query.tensor().elements());
    add(name, type, {3 * width}, [query, value, type](std::span<std::byte> target) -> Result<void> {
        DESCANT_TRY(const std::vector<float> first, floatsOf(query));
        DESCANT_TRY(const std::vector<float> last, floatsOf(value));
        std::vector<float> fused(3 * first.size(), 0.0F);
        std::copy(first.begin(), first.end(), fused.begin());
        std::copy(last.begin(), last.end(), fused.end() - static_cast<std::ptrdiff_t>(last.size()));
        convertElements(std::as_bytes(std::span(fused)), ElementType::F32, target, type);
        return {};
    });
}

/// Rounding the sum to half precision would lose most of what was learnt: merged projections stay in fp32 unless
/// another type is asked for.
void Planner::addMerged(const std::string& name, const TensorPart& base, const TensorPart& down, const TensorPart& up)
{
    const auto& lora = *m_plan.architecture.lora;
    const ElementType type = writtenAs(ElementType::F32, m_choices.elements);
    const auto scale = static_cast<float>(lora.scale());
    const auto rank = static_cast<std::size_t>(lora.rank);
    add(name, type, base.tensor().shape,
        [base, down, up, rank, scale, type](std::span<std::byte> target) -> Result<void> {
            DESCANT_TRY(std::vector<float> sum, floatsOf(base));
            DESCANT_TRY(const std::vector<float> low, floatsOf(down));
            DESCANT_TRY(const std::vector<float> high, floatsOf(up));
            addLowRank(sum, high, low, rank, scale);
            convertElements(std::as_bytes(std::span(sum)), ElementType::F32, target, type);
            return {};
        });
}

void Planner::addConstant(const std::string& name, std::vector<std::int64_t> shape, std::vector<float> values)
{
    const ElementType type = writtenAs(ElementType::F32, m_choices.elements);
    add(name, type, std::move(shape), [values = std::move(values), type](std::span<std::byte> target) -> Result<void> {
        convertElements(std::as_bytes(std::span(values)), ElementType::F32, target, type);
        return {};
    });
}

void Planner::addAll()
{
    for (const auto& [name, mapped] : m_mapped.tensors()) {
        if (mapped.whole && merges() && (name.ends_with(kLoraDown) || name.ends_with(kLoraUp)))
            continue;
        const std::string stem = name.ends_with(".weight") ? name.substr(0, name.size() - 7) : name;
        const TensorPart* down = merges() ? partOf(stem + kLoraDown) : nullptr;
        const TensorPart* up = merges() ? partOf(stem + kLoraUp) : nullptr;
        if (mapped.whole && down != nullptr && up != nullptr)
            addMerged(name, *mapped.whole, *down, *up);
        else if (mapped.whole)
            addCopy(name, *mapped.whole);
        else if (mapped.queryBias && mapped.valueBias)
            addFusedBias(name, *mapped.queryBias, *mapped.valueBias);
    }
}

/// What a BEATs of its own file leaves out: a projection between equal widths, which is the identity; and the norm in
/// front of the Q-Former, which is not trained yet.
void Planner::addImplied()
{
    const BeatsShape& beats = m_plan.architecture.beats;
    const auto width = static_cast<std::size_t>(beats.hidden);
    if (partOf("audio_encoder.patch_embedding.weight") == nullptr)
        return;
    if (beats.embed == beats.hidden && partOf("audio_encoder.post_extract_proj.weight") == nullptr) {
        std::vector<float> identity(width * width, 0.0F);
        for (std::size_t index = 0; index < width; ++index)
            identity[index * (width + 1)] = 1.0F;
        addConstant("audio_encoder.post_extract_proj.weight", {beats.hidden, beats.hidden}, std::move(identity));
        addConstant("audio_encoder.post_extract_proj.bias", {beats.hidden}, std::vector<float>(width, 0.0F));
    }
    if (!m_plan.architecture.hears() && partOf("ln_audio.weight") == nullptr) {
        addConstant("ln_audio.weight", {beats.hidden}, std::vector<float>(width, 1.0F));
        addConstant("ln_audio.bias", {beats.hidden}, std::vector<float>(width, 0.0F));
    }
}

/// Everything that is wrong, at once. Low-rank pairs are checked even when they are merged.
Result<void> Planner::check(const std::string& subject) const
{
    TensorShapes shapes = m_mapped.shapes();
    for (const TensorToWrite& tensor : m_plan.tensors)
        shapes.emplace(tensor.name, tensor.shape);
    std::vector<std::string> items = m_problems;
    if (const auto checked = checkTensors(m_plan.architecture, shapes, subject); !checked)
        items.insert(items.end(), checked.error().items.begin(), checked.error().items.end());
    for (const std::string& name : m_mapped.unknown())
        items.push_back("unexpected: " + name);
    if (items.empty())
        return {};
    return fail(Error{ErrorCode::TensorMismatch,
                      subject,
                      fmt::format("{} tensors are missing, unexpected or misshapen", items.size()),
                      {},
                      std::move(items)});
}

Result<AssemblyPlan> Planner::plan(const std::string& subject)
{
    if (!hasLora())
        m_plan.architecture.lora.reset();
    addAll();
    addImplied();
    DESCANT_CHECK(check(subject));
    if (merges())
        m_plan.architecture.lora.reset();
    return std::move(m_plan);
}

} // namespace

Result<AssemblyPlan> planAssembly(const MappedTensors& mapped, Architecture architecture, AssemblyChoices choices,
                                  const std::string& subject)
{
    return Planner(mapped, std::move(architecture), choices).plan(subject);
}

} // namespace descant::inference
