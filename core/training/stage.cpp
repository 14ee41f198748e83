// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/internal/stage.h"

#include "core/training/internal/checkpoint.h"

#include <chrono>
#include <cmath>

namespace descant::training {

using inference::Weights;

namespace {

/// Only what the stage teaches: a checkpoint must not bring back what an earlier stage has bettered since.
Weights taught(const Weights& weights, const std::vector<std::string>& trainable)
{
    Weights some;
    for (const std::string& name : trainable)
        some.set(name, weights.get(name));
    return some;
}

/// Weights and moments of the checkpoint, if there is one; the number of steps that it had done.
Result<std::int64_t> resume(const std::filesystem::path& path, Weights weights, Optimiser& optimiser)
{
    std::error_code problem;
    if (!std::filesystem::exists(path, problem))
        return std::int64_t{0};
    DESCANT_TRY(Checkpoint checkpoint, readCheckpoint(path));
    for (const auto& [name, tensor] : weights.all()) {
        const at::Tensor* stored = checkpoint.weights.find(name);
        if (!stored || stored->sizes() != tensor.sizes())
            return fail(ErrorCode::TensorMismatch, path.string(), name, "remove the file, or train with the same sizes");
        tensor.detach().copy_(*stored);
    }
    optimiser.resume(checkpoint.steps, std::move(checkpoint.moments));
    return checkpoint.steps;
}

} // namespace

Outcome<void> runStage(const StageSettings& settings, Weights& weights, const std::vector<std::string>& trainable,
                       const std::function<at::Tensor(std::int64_t step)>& loss, std::stop_token stop, const StepSink& told)
try {
    Optimiser optimiser(weights, trainable, {});
    DESCANT_TRY(const std::int64_t first, resume(settings.checkpoint, taught(weights, trainable), optimiser));
    auto since = std::chrono::steady_clock::now();
    double sum = 0.0;
    std::int64_t counted = 0;
    for (std::int64_t step = first; step < settings.schedule.steps; ++step) {
        if (stop.stop_requested())
            return cancelled();
        at::manual_seed(settings.seed * 1'000'003 + static_cast<std::uint64_t>(step));
        const at::Tensor value = loss(step);
        value.backward();
        optimiser.step(settings.schedule.rate(step));
        sum += value.item<double>();
        ++counted;
        if (!std::isfinite(sum))
            return fail(ErrorCode::TrainingFailed, settings.name, "the loss is no number any more", "use a lower rate");
        if (counted == 20 || step + 1 == settings.schedule.steps) {
            const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - since;
            if (told)
                told({settings.name, step + 1, settings.schedule.steps, sum / static_cast<double>(counted),
                      static_cast<double>(counted * settings.batch) / seconds.count()});
            since = std::chrono::steady_clock::now();
            sum = 0.0;
            counted = 0;
        }
        if ((step + 1) % kCheckpointEvery == 0 || step + 1 == settings.schedule.steps) {
            DESCANT_CHECK(saveCheckpoint({taught(weights, trainable), optimiser.moments(), optimiser.steps()}, settings.checkpoint));
        }
    }
    return {};
} catch (const std::exception& problem) {
    return fail(ErrorCode::TrainingFailed, settings.name, std::string(problem.what()).substr(0, 200));
}

} // namespace descant::training
