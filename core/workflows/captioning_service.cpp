// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/captioning_service.h"

#include "core/jobs/job_queue.h"
#include "core/workflows/caption_engine.h"
#include "core/workflows/progress_part.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace descant::workflows {
namespace {

using inference::ModelPackage;
using Proposals = std::vector<project::Proposal>;

std::string where(const std::string& device) { return device == "cpu" || device == "auto" ? "CPU" : device; }

/// Names what is remembered of a stretch. Nothing is where the file was never read.
std::string keyOf(const CaptionRequest& request)
{
    if (request.fingerprint.empty())
        return {};
    return request.fingerprint + "@" + std::to_string(request.range.start.count()) + "-"
        + std::to_string(request.range.end.count());
}

} // namespace

struct CaptioningService::State {
    explicit State(std::string deviceName) : device(std::move(deviceName)) { }

    Result<std::string> choose(const std::filesystem::path& chosen);
    Outcome<Proposals> propose(const CaptionRequest& request, std::stop_token stop, const ProgressSink& progress);
    Outcome<void> load(std::stop_token stop, const ProgressSink& progress);

    const std::string device;
    // Used by the model's thread alone.
    std::filesystem::path folder;        ///< empty: there is no model
    std::optional<CaptionEngine> engine; ///< once it was needed
    jobs::JobQueue queue{1};             ///< the model's thread; last: its jobs use everything above
};

Result<std::string> CaptioningService::State::choose(const std::filesystem::path& chosen)
{
    engine.reset();
    folder.clear();
    // Nobody chose a folder, and the program came without a model: that is no lost file.
    if (chosen.empty())
        return fail(ErrorCode::NoModel, {});
    DESCANT_TRY(const ModelPackage package, ModelPackage::open(chosen));
    folder = chosen;
    return package.name() + " " + package.version() + " on " + where(device);
}

Outcome<void> CaptioningService::State::load(std::stop_token stop, const ProgressSink& progress)
{
    if (folder.empty())
        return fail(ErrorCode::NoModel, {}, {}, "choose the folder of a model");
    if (!engine) {
        DESCANT_TRY(engine, CaptionEngine::load(folder, {device, {}}, stop, progress));
    }
    return {};
}

Outcome<Proposals> CaptioningService::State::propose(const CaptionRequest& request, std::stop_token stop,
                                                     const ProgressSink& progress)
{
    DESCANT_CHECK(load(stop, partOf(progress, 0.0, 0.3)));
    CaptionWish wish;
    const std::int64_t beams = std::max<std::int64_t>(1, engine->captioner().generation().beams);
    wish.candidates = std::clamp<std::int64_t>(request.candidates, 1, beams);
    wish.evidence = inference::EvidenceWanted::Yes;
    DESCANT_TRY(
        const CaptionedStretch stretch,
        engine->propose(Stretch{request.media, request.range, keyOf(request)}, wish, stop, partOf(progress, 0.3, 1.0)));
    return toProposals(stretch, *engine, wish);
}

CaptioningService::CaptioningService(std::string device) : m_state(std::make_unique<State>(std::move(device))) { }
CaptioningService::~CaptioningService() = default;

void CaptioningService::setModel(const std::filesystem::path& folder, Described described)
{
    const auto words = std::make_shared<Result<std::string>>(fail(ErrorCode::NoModel, {}));
    const auto submitted = m_state->queue.submit(
        [state = m_state.get(), folder, words](std::stop_token, const ProgressSink&) -> Outcome<void> {
            *words = state->choose(folder);
            return {};
        },
        {{}, [words, described](const Outcome<void>&) { described(*words); }});
    if (!submitted)
        described(fail(submitted.error()));
}

std::function<void()> CaptioningService::propose(CaptionRequest request, ProgressSink progress, Done done)
{
    const auto proposals = std::make_shared<Proposals>();
    const auto work = [state = m_state.get(), request = std::move(request),
                       proposals](std::stop_token stop, const ProgressSink& sink) -> Outcome<void> {
        DESCANT_TRY(*proposals, state->propose(request, stop, sink));
        return {};
    };
    const auto ended = [proposals, done](const Outcome<void>& outcome) {
        if (outcome)
            done(std::move(*proposals));
        else
            done(fail(outcome.error()));
    };
    auto job = m_state->queue.submit(work, {std::move(progress), ended});
    if (!job) {
        done(fail(job.error()));
        return [] {};
    }
    return [job = *std::move(job)]() mutable { job.cancel(); };
}

} // namespace descant::workflows
