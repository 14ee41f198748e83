// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/checkpoints/mapped_tensors.h"

#include "core/inference/internal/same_tensor.h"

#include <fmt/format.h>

namespace descant::inference {
namespace {

bool belongsToQFormer(const std::string& name)
{
    return name.starts_with("qformer") || name.starts_with("query_tokens") || name.starts_with("language_projection");
}

std::vector<std::string> namesOf(const TensorSource& source)
{
    std::vector<std::string> names;
    for (const SourceTensor& tensor : source.tensors())
        names.push_back(tensor.name);
    return names;
}

ReadableTensor readable(const TensorPart& part)
{
    const SourceTensor& tensor = part.tensor();
    return {tensor.type, tensor.shape, tensor.bytes(), [part](std::uint64_t from, std::span<std::byte> target) {
                return part.source->readPart(part.number, from, target);
            }};
}

/// TensorMismatch where two names of one tensor in one file stand for different numbers.
Outcome<void> checkSame(const TensorPart& one, const TensorPart& other, const std::stop_token& stop)
{
    if (one.source->sharesBytes(one.number, other.number))
        return {};
    DESCANT_TRY(const bool same, sameTensor(readable(one), readable(other), stop));
    if (same)
        return {};
    return fail(ErrorCode::TensorMismatch, other.source->path().string(),
                fmt::format("{} and {} are names of one tensor, but their contents differ", one.tensor().name,
                            other.tensor().name));
}

} // namespace

Result<std::vector<std::byte>> TensorPart::bytes() const
{
    std::vector<std::byte> bytes(tensor().bytes());
    DESCANT_CHECK(source->read(number, bytes));
    return bytes;
}

Result<void> MappedTensors::add(const TensorSource& source)
{
    const KeyMap names(dialectOf(namesOf(source)));
    for (std::size_t number = 0; number < source.tensors().size(); ++number) {
        const std::string& theirs = source.tensors()[number].name;
        const MappedKey key = names.map(theirs);
        if (key.use == KeyUse::Ignore)
            continue;
        if (key.ours.empty())
            m_unknown.push_back(theirs);
        else
            DESCANT_CHECK(addOne(key, {&source, number}));
    }
    return {};
}

Result<void> MappedTensors::addOne(const MappedKey& key, TensorPart part)
{
    MappedTensor& mapped = m_tensors[key.ours];
    if (key.use == KeyUse::Alias) {
        mapped.aliases.push_back(part);
        return {};
    }
    std::optional<TensorPart>& place = key.use == KeyUse::QueryBias ? mapped.queryBias
        : key.use == KeyUse::ValueBias                              ? mapped.valueBias
                                                                    : mapped.whole;
    if (place && place->source == part.source)
        return fail(
            ErrorCode::CheckpointInvalid, part.source->path().string(),
            fmt::format("\"{}\" and \"{}\" in it are the same tensor", place->tensor().name, part.tensor().name));
    // A whole tensor takes the place of earlier thirds, and the other way round.
    const bool third = &place != &mapped.whole;
    if (third && mapped.whole && mapped.whole->source != part.source)
        mapped.whole.reset();
    if (!third)
        mapped.queryBias = mapped.valueBias = std::nullopt;
    place = part;
    return {};
}

void MappedTensors::dropQFormer()
{
    std::erase_if(m_tensors, [](const auto& item) { return belongsToQFormer(item.first); });
}

Outcome<void> MappedTensors::settleAliases(const std::stop_token& stop)
{
    for (auto& [name, mapped] : m_tensors) {
        if (mapped.aliases.empty())
            continue;
        if (!mapped.whole)
            mapped.whole = mapped.aliases.front(); // what was opened first; later files hold leftovers of it
        for (const TensorPart& alias : mapped.aliases) {
            // Leftover second names in a file of trained parameters: their tensor comes from elsewhere.
            if (alias.source == mapped.whole->source)
                DESCANT_CHECK(checkSame(*mapped.whole, alias, stop));
        }
        mapped.aliases.clear();
    }
    return {};
}

void MappedTensors::trustAliases()
{
    for (auto& [name, mapped] : m_tensors) {
        if (!mapped.whole && !mapped.aliases.empty())
            mapped.whole = mapped.aliases.front();
        mapped.aliases.clear();
    }
}

TensorShapes MappedTensors::shapes() const
{
    TensorShapes shapes;
    for (const auto& [name, mapped] : m_tensors) {
        if (mapped.whole)
            shapes[name] = mapped.whole->tensor().shape;
        else if (mapped.queryBias && mapped.valueBias
                 && mapped.queryBias->tensor().shape == mapped.valueBias->tensor().shape
                 && mapped.queryBias->tensor().shape.size() == 1)
            shapes[name] = {3 * mapped.queryBias->tensor().shape.front()};
        else
            shapes[name] = {}; // one third is missing or misshapen; it is listed as misshapen
    }
    return shapes;
}

} // namespace descant::inference
