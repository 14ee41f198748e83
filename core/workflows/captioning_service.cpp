// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/captioning_service.h"

#include "core/base/identifier.h"
#include "core/inference/captioner.h"
#include "core/media/audio_reader.h"
#include "core/media/frame_sampling.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace descant::workflows {
namespace {

using inference::Captioner;
using inference::ModelPackage;

Result<Image> resize(ImageView image, int width, int height) { return media::resizeSwscaleBilinear(image, {width, height}); }

std::string where(const std::string& device)
{
    return device == "cpu" || device == "auto" ? "CPU" : device;
}

/// The sound of the stretch, or none where the file has none.
Outcome<Audio> heard(const CaptionRequest& request, double windowSeconds, std::stop_token stop)
{
    TimeRange range = request.range;
    range.end = std::min(range.end, range.start + fromSeconds(windowSeconds));
    Outcome<Audio> audio = media::readAudio(request.media, range, stop);
    if (!audio && !isCancelled(audio.error()) && std::get<Error>(audio.error()).code == ErrorCode::NoAudioStream)
        return Audio{};
    return audio;
}

/// The frames of the stretch, or none where the file has no picture.
Outcome<media::SampledFrames> seen(const CaptionRequest& request, int count, std::stop_token stop, const ProgressSink& progress)
{
    auto frames = media::sampleFrames(request.media, request.range, count, {}, stop, progress);
    if (!frames && !isCancelled(frames.error()) && std::get<Error>(frames.error()).code == ErrorCode::NoVideoStream)
        return media::SampledFrames{};
    return frames;
}

project::Proposal proposalFrom(const inference::Candidate& candidate, const ModelPackage& package, int rank,
                               const std::string& created)
{
    project::Proposal proposal;
    proposal.id = newIdentifier();
    proposal.rank = rank;
    proposal.text = candidate.text;
    proposal.score = candidate.score;
    proposal.modelName = package.name();
    proposal.modelVersion = package.version();
    proposal.modelHash = package.sha256();
    for (const inference::CandidateToken& token : candidate.tokens)
        proposal.tokens.push_back({token.text, token.logProbability});
    for (const inference::TokenEvidence& evidence : candidate.evidence)
        proposal.evidence.push_back({evidence.token, evidence.visualShare, evidence.frames, evidence.audio});
    proposal.created = created;
    return proposal;
}

/// The part of a progress that lies between `from` and `to` of the whole.
ProgressSink partOf(const ProgressSink& whole, double from, double to)
{
    if (!whole)
        return {};
    return [whole, from, to](const Progress& part) {
        whole({part.what, part.fraction < 0.0 ? -1.0 : from + (to - from) * part.fraction});
    };
}

} // namespace

struct CaptioningService::State {
    struct Work {
        std::function<void(std::stop_token)> run;
        std::stop_source stop;
    };

    explicit State(std::string deviceName) : device(std::move(deviceName)) {}

    void enqueue(Work work);
    void loop(std::stop_token stop);
    Outcome<std::vector<project::Proposal>> propose(const CaptionRequest& request, std::stop_token stop, const ProgressSink& progress);
    Outcome<Captioner*> captioner(std::stop_token stop, const ProgressSink& progress);

    const std::string device;
    // Used by the model's thread alone.
    std::optional<ModelPackage> package;
    std::unique_ptr<Captioner> loaded;

    std::mutex mutex;
    std::condition_variable_any wake;
    std::deque<Work> queue;
    std::optional<std::stop_source> running;
    std::jthread thread;
};

void CaptioningService::State::enqueue(Work work)
{
    const std::lock_guard lock(mutex);
    queue.push_back(std::move(work));
    wake.notify_one();
}

void CaptioningService::State::loop(std::stop_token stop)
{
    for (;;) {
        Work work;
        {
            std::unique_lock lock(mutex);
            wake.wait(lock, stop, [this] { return !queue.empty(); });
            // Work that waits is still run when all ends, so that its callback comes; it finds its stop requested.
            if (queue.empty())
                return;
            work = std::move(queue.front());
            queue.pop_front();
            if (stop.stop_requested())
                work.stop.request_stop();
            running = work.stop;
        }
        work.run(work.stop.get_token());
        const std::lock_guard lock(mutex);
        running.reset();
    }
}

Outcome<Captioner*> CaptioningService::State::captioner(std::stop_token stop, const ProgressSink& progress)
{
    if (!package)
        return fail(ErrorCode::NoModel, {}, {}, "choose the folder of a model");
    if (!loaded) {
        inference::CaptionerOptions options;
        options.device = device;
        options.resize = resize;
        DESCANT_TRY(loaded, Captioner::load(*package, options, stop, progress));
    }
    return loaded.get();
}

Outcome<std::vector<project::Proposal>> CaptioningService::State::propose(const CaptionRequest& request, std::stop_token stop,
                                                                          const ProgressSink& progress)
{
    DESCANT_TRY(Captioner* model, captioner(stop, partOf(progress, 0.0, 0.3)));
    inference::CaptionInput input;
    if (!request.fingerprint.empty())
        input.cacheKey = request.fingerprint + "@" + std::to_string(request.range.start.count()) + "-" + std::to_string(request.range.end.count());
    std::vector<std::int64_t> numbers;
    if (input.cacheKey.empty() || !model->remembers(input.cacheKey)) {
        DESCANT_TRY(media::SampledFrames frames, seen(request, model->architecture().frames, stop, partOf(progress, 0.3, 0.5)));
        for (media::SampledFrame& frame : frames.frames) {
            numbers.push_back(frame.frame);
            input.frames.push_back(std::move(frame.image));
        }
        DESCANT_TRY(input.audio, heard(request, model->windowSeconds(), stop));
    }
    inference::GenerationSettings settings = model->generation();
    settings.candidates = std::clamp<std::int64_t>(request.candidates, 1, std::max<std::int64_t>(1, settings.beams));
    const MediaTime audioHeard = input.audio.length();
    DESCANT_TRY(const std::vector<inference::Candidate> candidates,
                model->propose(input, settings, inference::EvidenceWanted::Yes, stop, partOf(progress, 0.5, 1.0)));
    std::vector<project::Proposal> proposals;
    const std::string created = timestampNow();   // one for all: they are one run
    for (const inference::Candidate& candidate : candidates) {
        proposals.push_back(proposalFrom(candidate, *package, int(proposals.size()), created));
        proposals.back().framesSeen = numbers;
        proposals.back().audioHeard = audioHeard;
    }
    return proposals;
}

CaptioningService::CaptioningService(std::string device) : m_state(std::make_unique<State>(std::move(device)))
{
    m_state->thread = std::jthread([state = m_state.get()](std::stop_token stop) { state->loop(stop); });
}

CaptioningService::~CaptioningService()
{
    {
        const std::lock_guard lock(m_state->mutex);
        if (m_state->running)
            m_state->running->request_stop();
    }
    m_state->thread.request_stop();
    m_state->wake.notify_all();
    m_state->thread.join();
}

void CaptioningService::setModel(const std::filesystem::path& folder, Described described)
{
    m_state->enqueue({[state = m_state.get(), folder, described](std::stop_token) {
                          state->loaded.reset();
                          state->package.reset();
                          // Nobody chose a folder, and the program came without a model: that is no lost file.
                          Result<ModelPackage> package = folder.empty() ? fail(ErrorCode::NoModel, {}) : ModelPackage::open(folder);
                          if (!package) {
                              described(fail(package.error()));
                              return;
                          }
                          const std::string words = package->name() + " " + package->version() + " on " + where(state->device);
                          state->package = std::move(*package);
                          described(words);
                      },
                      {}});
}

std::function<void()> CaptioningService::propose(CaptionRequest request, ProgressSink progress, Done done)
{
    State::Work work;
    work.run = [state = m_state.get(), request = std::move(request), progress = std::move(progress), done = std::move(done)](std::stop_token stop) {
        if (stop.stop_requested())
            done(cancelled());
        else
            done(state->propose(request, stop, progress));
    };
    std::stop_source stop = work.stop;
    m_state->enqueue(std::move(work));
    return [stop]() mutable { stop.request_stop(); };
}

} // namespace descant::workflows
