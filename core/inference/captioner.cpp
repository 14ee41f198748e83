// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/captioner.h"

#include "core/base/log.h"
#include "core/inference/internal/caption_writing.h"
#include "core/inference/internal/device_pictures.h"
#include "core/inference/internal/finite_numbers.h"
#include "core/inference/internal/model_loader.h"
#include "core/inference/internal/returned_memory.h"
#include "core/inference/internal/thread_choice.h"
#include "core/inference/internal/torch_guard.h"
#include "core/inference/networks/beats.h"
#include "core/inference/networks/model_inputs.h"
#include "core/inference/networks/vit.h"
#include "core/inference/tokenizer.h"

#include <c10/core/InferenceMode.h>
#include <fmt/format.h>

#include <algorithm>
#include <list>

namespace descant::inference {
namespace {

/// What the encoders made of a clip.
struct Encoded {
    std::string key;
    at::Tensor prefix; ///< [1, Q, dModel] in T5's order
    QueryViews views;
    std::string prompt; ///< the prompt that t5 belongs to
    at::Tensor t5;      ///< T5's encoder output for that prompt

    void moveTo(at::Device device)
    {
        for (at::Tensor* tensor : {&prefix, &views.frames, &views.audio, &t5}) {
            if (tensor->defined())
                *tensor = tensor->to(device);
        }
    }
};

} // namespace

struct Captioner::State {
    Architecture architecture;
    Preprocessing preprocessing;
    GenerationSettings generation;
    std::string prompt;
    CaptionerOptions options;
    ModelPackage package;
    Machine machine;
    Placement placement;
    at::Device device = at::kCPU;
    int threads = 0;
    Weights weights;
    std::optional<Tokenizer> tokenizer;
    std::shared_ptr<const PieceIndex> pieces; ///< of the tokenizer, once captions are written
    std::list<Encoded> remembered;            ///< latest first

    explicit State(ModelPackage opened) : package(std::move(opened)) { }

    T5 t5() const { return {weights, architecture.t5, architecture.loraScale()}; }

    /// From now on the model is held so; what is remembered comes along.
    void settle(const Placement& next, at::Device wanted)
    {
        for (const std::string& warning : next.warnings)
            log::warning("{}", warning);
        const at::Device target = next.onCuda ? wanted : at::Device(at::kCPU);
        if (target != device || next.precision != placement.precision)
            weights = {};
        for (Encoded& clip : remembered)
            clip.moveTo(target);
        device = target;
        placement = next;
    }

    Outcome<void> loadIfNeeded(const std::stop_token& stop, const ProgressSink& progress)
    {
        if (!weights.all().empty())
            return {};
        LoadRequest request{device, placement.precision, {}};
        if (!architecture.hears())
            request.wanted = [](const std::string& name) {
                return !name.starts_with("audio_encoder.") && !name.starts_with("ln_audio.");
            };
        DESCANT_TRY(weights, loadWeights(package, request, stop, progress));
        log::info("The model \"{}\" is held on {} in {}: {}.", package.name(), device.str(),
                  precisionName(placement.precision), placement.reason);
        return {};
    }

    /// Does the work, and when memory runs out again in a smaller way, as long as there is one.
    template <typename Work>
    auto withWhatMemoryAllows(const Work& work, const std::stop_token& stop, const ProgressSink& progress)
        -> decltype(work())
    {
        while (true) {
            const Outcome<void> loaded = loadIfNeeded(stop, progress);
            auto result = loaded ? work() : decltype(work())(fail(loaded.error()));
            if (result || isCancelled(result.error()) || std::get<Error>(result.error()).code != ErrorCode::OutOfMemory)
                return result;
            const auto next = smaller(package, placement, options.precision, machine);
            if (!next)
                return result;
            settle(*next, device);
        }
    }

    /// A frame as the ViT gets it, on the model's device: made there where Descant's kernels are, else by the CPU.
    Result<at::Tensor> pixelsOf(const Image& frame) const
    {
        const auto size = static_cast<int>(architecture.imageSize);
        if (device.is_cuda() && kernelResizes(preprocessing.resize, frame.view(), size) && cudaPlugin())
            return devicePixelValues(*cudaPlugin(), frame, preprocessing, size, device);
        DESCANT_TRY(Image image, resizeBy(preprocessing.resize, options.resize, frame.view(), size));
        return pixelValues({std::move(image)}, preprocessing).to(device);
    }

    Outcome<at::Tensor> look(const std::vector<Image>& frames, const std::stop_token& stop,
                             const ProgressSink& progress) const
    {
        const Vit vit(weights, architecture.vit);
        std::vector<at::Tensor> tokens, waiting;
        for (std::size_t index = 0; index < frames.size(); ++index) {
            if (stop.stop_requested())
                return cancelled();
            report(progress, fmt::format("Looking at frame {} of {}", index + 1, frames.size()),
                   0.7 * static_cast<double>(index) / static_cast<double>(frames.size()));
            DESCANT_TRY(at::Tensor pixels, pixelsOf(frames[index]));
            waiting.push_back(std::move(pixels));
            if (waiting.size() < static_cast<std::size_t>(placement.framesAtOnce) && index + 1 < frames.size())
                continue;
            const at::Tensor seen = vit.finalNorm(vit.blocks(at::cat(waiting)));
            tokens.push_back(seen.reshape({1, -1, seen.size(2)}));
            waiting.clear();
        }
        return at::cat(tokens, 1);
    }

    Outcome<AudioWindow> hear(const Audio& audio, const std::stop_token& stop) const
    {
        if (audio.empty())
            return missingAudioWindow(architecture, preprocessing);
        DESCANT_TRY(std::vector<float> waveform, monoAtModelRate(windowOf(audio), stop));
        return audioWindow(std::move(waveform), architecture, preprocessing);
    }

    Outcome<Encoded> encode(const CaptionInput& input, const std::stop_token& stop, const ProgressSink& progress) const
    {
        QFormerInputs inputs;
        std::int64_t steps = 0;
        if (architecture.sees() && !input.frames.empty()) {
            DESCANT_TRY(inputs.visual, look(input.frames, stop, progress));
            DESCANT_CHECK(checkFinite(inputs.visual, "ViT"));
        }
        const bool silentAsAuthors = preprocessing.missingSound == MissingSound::Authors && inputs.visual.defined();
        if (architecture.hears() && (!input.audio.empty() || silentAsAuthors)) {
            if (stop.stop_requested())
                return cancelled();
            report(progress, "Listening", 0.7);
            DESCANT_TRY(const AudioWindow window, hear(input.audio, stop));
            const Beats beats(weights, architecture.beats);
            inputs.audio = beats.finalNorm(beats.blocks(window.fbank.to(device), window.sampleMask));
            DESCANT_CHECK(checkFinite(inputs.audio, "BEATs"));
            inputs.audioKeyMask = window.keyMask;
            steps = window.steps;
        }
        if (!inputs.visual.defined() && !inputs.audio.defined())
            return fail(ErrorCode::InputInvalid, "clip", "there is nothing that this model can see or hear");
        if (stop.stop_requested())
            return cancelled();
        report(progress, "Relating pictures and sound", 0.85);
        const QFormerOutputs outputs = QFormer(weights, architecture).run(inputs, 0.0, KeepAttention::Yes);
        return Encoded{input.cacheKey,
                       outputs.prefix,
                       queryViews(outputs, architecture.frameTokens(), architecture.bandsPerStep(), steps),
                       {},
                       {}};
    }

    /// The part of the sound that can matter, so that an hour of it is not resampled for a window of seconds.
    Audio windowOf(const Audio& audio) const
    {
        Audio part = audio;
        const double seconds = static_cast<double>(preprocessing.windowSamples) / kModelSampleRate + 1.0;
        const auto most = static_cast<std::size_t>(seconds * std::max(1, audio.sampleRate));
        if (part.frames() > most)
            part.samples.resize(most * static_cast<std::size_t>(part.channels));
        return part;
    }

    /// What was remembered for the key, or a new encoding that is remembered from now on.
    Outcome<Encoded*> encoded(const CaptionInput& input, const std::stop_token& stop, const ProgressSink& progress)
    {
        const auto found = std::find_if(remembered.begin(), remembered.end(), [&](const Encoded& one) {
            return !input.cacheKey.empty() && one.key == input.cacheKey;
        });
        if (found != remembered.end()) {
            remembered.splice(remembered.begin(), remembered, found);
            return &remembered.front();
        }
        DESCANT_TRY(Encoded fresh, encode(input, stop, progress));
        if (remembered.size() >= std::max<std::size_t>(1, options.rememberedClips))
            remembered.pop_back();
        remembered.push_front(std::move(fresh));
        return &remembered.front();
    }

    void readPrompt(Encoded& clip, const std::string& wanted) const
    {
        const std::string& text = wanted.empty() ? prompt : wanted;
        if (clip.t5.defined() && clip.prompt == text)
            return;
        const T5 model = t5();
        const at::Tensor words = model.embed(idTensor(tokenizer->encode(text), device));
        clip.t5 = model.encode(at::cat({clip.prefix, words.to(clip.prefix.scalar_type())}, 1));
        clip.prompt = text;
    }

    Outcome<EncodedClip> prepare(const CaptionInput& input, const std::stop_token& stop, const ProgressSink& progress)
    {
        const c10::InferenceMode mode;
        const ThreadChoice choice(threads);
        DESCANT_TRY(Encoded* const clip, encoded(input, stop, progress));
        if (stop.stop_requested())
            return cancelled();
        report(progress, "Reading the prompt", 0.88);
        readPrompt(*clip, input.prompt);
        return EncodedClip(
            std::make_shared<EncodedClip::Content>(EncodedClip::Content{clip->t5, clip->views, input.prefix}));
    }

    std::vector<Outcome<std::vector<Candidate>>> describe(std::span<const EncodedClip> clips,
                                                          GenerationSettings settings, EvidenceWanted wanted,
                                                          const std::stop_token& stop, const ProgressSink& progress)
    {
        const c10::InferenceMode mode;
        const ThreadChoice choice(threads);
        settings = holdingCandidates(settings);
        if (const Result<void> sensible = checkGeneration(settings); !sensible)
            return std::vector<Outcome<std::vector<Candidate>>>(clips.size(), fail(sensible.error()));
        if (!pieces)
            pieces = std::make_shared<PieceIndex>(tokenizer->pieceTexts());
        const CaptionWriter writer(t5(), architecture.t5.vocab, *tokenizer, pieces);
        return writer.write(clips, settings, wanted, stop, progress);
    }

    Outcome<std::vector<Candidate>> propose(const CaptionInput& input, const GenerationSettings& settings,
                                            EvidenceWanted wanted, const std::stop_token& stop,
                                            const ProgressSink& progress)
    {
        DESCANT_CHECK(checkGeneration(holdingCandidates(settings)));
        DESCANT_TRY(const EncodedClip clip, prepare(input, stop, progress));
        report(progress, "Writing", 0.9);
        DESCANT_TRY(std::vector<Candidate> candidates,
                    std::move(describe(std::span(&clip, 1), settings, wanted, stop, {}).front()));
        report(progress, "Done", 1.0);
        return candidates;
    }
};

Captioner::Captioner(std::unique_ptr<State> state) : m_state(std::move(state)) { }

Captioner::~Captioner()
{
    m_state.reset();
    returnFreeMemory();
}

Outcome<std::unique_ptr<Captioner>> Captioner::load(const ModelPackage& package, const CaptionerOptions& options,
                                                    std::stop_token stop, const ProgressSink& progress)
{
    auto state = std::make_unique<State>(package);
    state->architecture = package.architecture();
    state->preprocessing = package.preprocessing();
    state->generation = package.generation();
    state->prompt = package.prompt();
    state->options = options;
    state->threads = threadsFor(package);
    DESCANT_TRY(const at::Device wanted, deviceFromName(options.device));
    const auto cuda = wanted.is_cuda() ? std::optional<int>(wanted.index()) : std::nullopt;
    state->machine = options.machine ? options.machine(cuda) : thisMachine(cuda);
    DESCANT_TRY(state->tokenizer, Tokenizer::load(package.tokenizerFile(), package.architecture().t5.vocab));
    DESCANT_TRY(const Placement placement, place(package, options.precision, state->machine));
    state->settle(placement, wanted);
    DESCANT_CHECK(state->withWhatMemoryAllows([] { return Outcome<void>(); }, stop, progress));
    returnFreeMemory();
    return std::unique_ptr<Captioner>(new Captioner(std::move(state)));
}

Outcome<std::vector<Candidate>> Captioner::propose(const CaptionInput& input, const GenerationSettings& settings,
                                                   EvidenceWanted evidence, std::stop_token stop,
                                                   const ProgressSink& progress)
{
    return m_state->withWhatMemoryAllows(
        [&] { return guarded("caption", [&] { return m_state->propose(input, settings, evidence, stop, progress); }); },
        stop, progress);
}

Outcome<EncodedClip> Captioner::encode(const CaptionInput& input, std::stop_token stop, const ProgressSink& progress)
{
    return guarded("caption", [&] { return m_state->prepare(input, stop, progress); });
}

std::vector<Outcome<std::vector<Candidate>>> Captioner::describe(std::span<const EncodedClip> clips,
                                                                 const GenerationSettings& settings,
                                                                 EvidenceWanted evidence, std::stop_token stop,
                                                                 const ProgressSink& progress)
{
    return m_state->describe(clips, settings, evidence, stop, progress);
}

bool Captioner::remembers(const std::string& cacheKey) const
{
    return !cacheKey.empty()
        && std::any_of(m_state->remembered.begin(), m_state->remembered.end(),
                       [&](const Encoded& one) { return one.key == cacheKey; });
}

const Architecture& Captioner::architecture() const { return m_state->architecture; }
const Preprocessing& Captioner::preprocessing() const { return m_state->preprocessing; }
const GenerationSettings& Captioner::generation() const { return m_state->generation; }
std::string Captioner::device() const { return m_state->device.str(); }
const Placement& Captioner::placement() const { return m_state->placement; }
double Captioner::windowSeconds() const
{
    return static_cast<double>(m_state->preprocessing.windowSamples) / kModelSampleRate;
}

} // namespace descant::inference
