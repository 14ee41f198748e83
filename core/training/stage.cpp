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
            return fail(ErrorCode::TensorMismatch, path.string(), name,
                        "remove the file, or train with the same sizes");
        tensor.detach().copy_(*stored);
    }
    optimiser.resume(checkpoint.steps, std::move(checkpoint.moments));
    return checkpoint.steps;
}

/// Writes the checkpoint of a stage: now and then, at the end, and before the stage is left because somebody asked for
/// it.
class Saving {
public:
    Saving(const StageSettings& settings, Weights taughtOnes, const Optimiser& optimiser)
        : m_settings(settings), m_taught(std::move(taughtOnes)), m_optimiser(optimiser), m_saved(optimiser.steps())
    {
    }

    Result<void> afterStep()
    {
        const std::int64_t done = m_optimiser.steps();
        const bool due = done % kCheckpointEvery == 0 || done == m_settings.schedule.steps
            || std::chrono::steady_clock::now() - m_at >= kLongestUnsaved;
        return due ? save() : Result<void>();
    }
    Result<void> save()
    {
        if (m_saved == m_optimiser.steps())
            return {};
        DESCANT_CHECK(saveCheckpoint({m_taught, m_optimiser.moments(), m_optimiser.steps()}, m_settings.checkpoint));
        m_saved = m_optimiser.steps();
        m_at = std::chrono::steady_clock::now();
        return {};
    }

private:
    const StageSettings& m_settings;
    Weights m_taught;
    const Optimiser& m_optimiser;
    std::int64_t m_saved;
    std::chrono::steady_clock::time_point m_at = std::chrono::steady_clock::now();
};

/// Tells the mean loss and the speed every 20 steps and at the end.
class Telling {
public:
    Telling(const StageSettings& settings, const StepSink& told) : m_settings(settings), m_told(told) { }

    void afterStep(std::int64_t done, double loss)
    {
        m_sum += loss;
        ++m_counted;
        if (m_counted < kToldEvery && done < m_settings.schedule.steps)
            return;
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - m_since;
        if (m_told)
            m_told({m_settings.name, done, m_settings.schedule.steps, m_sum / static_cast<double>(m_counted),
                    static_cast<double>(m_counted * m_settings.batch) / seconds.count()});
        m_since = std::chrono::steady_clock::now();
        m_sum = 0.0;
        m_counted = 0;
    }

private:
    static constexpr std::int64_t kToldEvery = 20;

    const StageSettings& m_settings;
    const StepSink& m_told;
    std::chrono::steady_clock::time_point m_since = std::chrono::steady_clock::now();
    double m_sum = 0.0;
    std::int64_t m_counted = 0;
};

} // namespace

Outcome<void> runStage(const StageSettings& settings, Weights& weights, const std::vector<std::string>& trainable,
                       const std::function<at::Tensor(std::int64_t step)>& loss, std::stop_token stop,
                       const StepSink& told)
try {
    Optimiser optimiser(weights, trainable, {});
    DESCANT_TRY(const std::int64_t first, resume(settings.checkpoint, taught(weights, trainable), optimiser));
    Saving saving(settings, taught(weights, trainable), optimiser);
    Telling telling(settings, told);
    for (std::int64_t step = first; step < settings.schedule.steps; ++step) {
        if (stop.stop_requested()) {
            DESCANT_CHECK(saving.save());
            return cancelled();
        }
        at::manual_seed(settings.seed * 1'000'003 + static_cast<std::uint64_t>(step));
        const at::Tensor value = loss(step);
        value.backward();
        optimiser.step(settings.schedule.rate(step));
        if (!std::isfinite(value.item<double>()))
            return fail(ErrorCode::TrainingFailed, settings.name, "the loss is no number any more", "use a lower rate");
        telling.afterStep(step + 1, value.item<double>());
        DESCANT_CHECK(saving.afterStep());
    }
    return {};
} catch (const std::exception& problem) {
    return fail(ErrorCode::TrainingFailed, settings.name, std::string(problem.what()).substr(0, 200));
}

} // namespace descant::training
