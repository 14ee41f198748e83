// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/internal/checkpoint.h"

#include "core/inference/networks/weights_file.h"

#include <string_view>

namespace descant::training {

using inference::Weights;

namespace {

constexpr std::string_view kMoments = "moments/";
constexpr const char* kSteps = "steps";

} // namespace

Result<void> saveCheckpoint(const Checkpoint& checkpoint, const std::filesystem::path& path)
{
    Weights all;
    for (const auto& [name, tensor] : checkpoint.weights.all())
        all.set(name, tensor.detach());
    for (const auto& [name, tensor] : checkpoint.moments.all())
        all.set(std::string(kMoments) + name, tensor.detach());
    all.set(kSteps, at::full({1}, checkpoint.steps, at::kLong));
    return inference::writeWeights(path, all);
}

Result<Checkpoint> readCheckpoint(const std::filesystem::path& path)
{
    DESCANT_TRY(const Weights all, inference::readWeights(path));
    Checkpoint checkpoint;
    for (const auto& [name, tensor] : all.all()) {
        if (name == kSteps)
            checkpoint.steps = tensor.item<std::int64_t>();
        else if (name.starts_with(kMoments))
            checkpoint.moments.set(name.substr(kMoments.size()), tensor);
        else
            checkpoint.weights.set(name, tensor);
    }
    return checkpoint;
}

} // namespace descant::training
