// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/component_runner.h"

#include "core/inference/internal/component_preprocessing.h"
#include "core/inference/internal/component_tensors.h"
#include "core/inference/internal/finite_numbers.h"
#include "core/inference/internal/model_loader.h"
#include "core/inference/internal/t5_decoding.h"
#include "core/inference/internal/thread_choice.h"
#include "core/inference/internal/torch_guard.h"
#include "core/inference/networks/beats.h"
#include "core/inference/networks/qformer.h"
#include "core/inference/networks/vit.h"
#include "core/inference/tokenizer.h"

#include <c10/core/InferenceMode.h>
#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace descant::inference {
namespace {

/// One run: the package, its inputs, and the outputs as they come about.
class Run {
public:
    Run(const ComponentRequest& request, ModelPackage package, std::stop_token stop, const ProgressSink& progress)
        : m_request(request),
          m_package(std::move(package)),
          m_a(m_package.architecture()),
          m_stop(std::move(stop)),
          m_progress(progress)
    {
    }

    Outcome<void> start()
    {
        DESCANT_TRY(m_device, deviceFromName(m_request.device));
        if (m_request.component != "tokenizer") {
            DESCANT_TRY(Weights tensors, readWeights(m_request.inputs));
            m_inputs.emplace(std::move(tensors), m_request.inputs.string(), m_device);
        }
        return {};
    }

    Outcome<void> component()
    {
        const std::string& name = m_request.component;
        if (name == "preprocess")
            return preprocess();
        if (name == "tokenizer")
            return tokenize();
        if (name == "vit")
            return load({"vision_model."}).and_then([&] { return vit(); });
        if (name == "beats")
            return load({"audio_encoder.", "ln_audio."}).and_then([&] { return beats(); });
        if (name == "qformer")
            return load({"qformer", "query_tokens", "language_projection"}).and_then([&] { return qformerAlone(); });
        if (name == "t5")
            return load({"language_model."}).and_then([&] { return t5Alone(); });
        if (name == "full")
            return load({""}).and_then([&] { return full(); });
        return generate();
    }

    /// Inputs were finite: where an output is not, the weights are damaged, and nothing is written.
    Result<void> finish() const
    {
        for (const auto& [name, tensor] : m_outputs.all()) {
            if (tensor.is_floating_point())
                DESCANT_CHECK(checkFinite(tensor, name));
        }
        return writeWeights(m_request.outputs, m_outputs);
    }

private:
    Outcome<void> load(std::vector<std::string> prefixes)
    {
        const auto wanted = [prefixes = std::move(prefixes)](const std::string& name) {
            return std::any_of(prefixes.begin(), prefixes.end(),
                               [&](const std::string& prefix) { return name.starts_with(prefix); });
        };
        DESCANT_TRY(m_weights, loadWeights(m_package, {m_device, m_request.precision, wanted}, m_stop, m_progress));
        return {};
    }

    void give(const std::string& name, const at::Tensor& tensor)
    {
        const at::Tensor plain = tensor.to(at::kCPU).contiguous();
        m_outputs.set(name, plain.is_floating_point() ? plain.to(at::kFloat) : plain);
    }

    T5 t5() const { return {m_weights, m_a.t5, m_a.loraScale()}; }

    Outcome<void> preprocess()
    {
        DESCANT_TRY(const Weights made, preprocessComponent(m_request, m_package, *m_inputs, m_stop));
        for (const auto& [name, tensor] : made.all())
            give(name, tensor);
        return {};
    }

    Outcome<void> tokenize()
    {
        DESCANT_TRY(const Tokenizer tokenizer, Tokenizer::load(m_package.tokenizerFile(), m_a.t5.vocab));
        give("ids", idTensor(tokenizer.encode(m_request.text), at::kCPU)[0]);
        return {};
    }

    Outcome<void> vit()
    {
        DESCANT_TRY(const at::Tensor pixels,
                    m_inputs->required("pixel_values", at::kFloat, {-1, 3, m_a.imageSize, m_a.imageSize}));
        return see(pixels);
    }

    /// Frame by frame, so that it can be stopped and needs little memory.
    Outcome<void> see(const at::Tensor& pixels)
    {
        if (!m_a.sees())
            return fail(ErrorCode::InputInvalid, "pixel_values", "this model has no eyes");
        const Vit model(m_weights, m_a.vit);
        std::vector<at::Tensor> blocks, tokens;
        for (std::int64_t frame = 0; frame < pixels.size(0); ++frame) {
            if (m_stop.stop_requested())
                return cancelled();
            blocks.push_back(model.blocks(pixels.slice(0, frame, frame + 1)));
            tokens.push_back(model.finalNorm(blocks.back()));
        }
        if (blocks.empty())
            return fail(ErrorCode::InputInvalid, "pixel_values", "there are no frames");
        m_visual = at::cat(tokens, 0);
        give("vit_blocks", at::cat(blocks, 0));
        give("visual_tokens", m_visual);
        return {};
    }

    Outcome<void> beats()
    {
        DESCANT_TRY(const at::Tensor fbank, m_inputs->required("fbank", at::kFloat, {-1, -1, MelPicture::kBands}));
        return hear(fbank);
    }

    /// Clip by clip, so that it can be stopped and needs no more memory for many than for one.
    Outcome<void> hear(const at::Tensor& fbank)
    {
        if (!m_weights.find("audio_encoder.patch_embedding.weight"))
            return fail(ErrorCode::InputInvalid, "fbank", "this model has no ears");
        // A BEATs that is kept for later in a model that does not hear may have no learnt norm yet.
        if (!m_weights.find("ln_audio.weight")) {
            m_weights.set("ln_audio.weight", at::ones({m_a.beats.hidden}, at::TensorOptions(m_device)));
            m_weights.set("ln_audio.bias", at::zeros({m_a.beats.hidden}, at::TensorOptions(m_device)));
        }
        DESCANT_TRY(const at::Tensor mask, m_inputs->mask("sample_mask", {fbank.size(0), -1}));
        const std::int64_t tokens = fbank.size(1) / m_a.beats.patch * m_a.bandsPerStep();
        if (tokens == 0 || fbank.size(0) == 0)
            return fail(ErrorCode::InputInvalid, "fbank",
                        fmt::format("it is shorter than one patch of {} frames", m_a.beats.patch));
        if (tokens > kMostAudioTokens)
            return fail(ErrorCode::InputInvalid, "fbank",
                        fmt::format("its {} frames make {} audio tokens, more than {}", fbank.size(1), tokens,
                                    kMostAudioTokens));
        if (mask.defined() && mask.size(1) < fbank.size(1))
            return fail(ErrorCode::InputInvalid, "sample_mask", "it is shorter than fbank");
        const Beats model(m_weights, m_a.beats);
        std::vector<at::Tensor> clips;
        for (std::int64_t clip = 0; clip < fbank.size(0); ++clip) {
            if (m_stop.stop_requested())
                return cancelled();
            clips.push_back(
                model.blocks(fbank.slice(0, clip, clip + 1), mask.defined() ? mask.slice(0, clip, clip + 1) : mask));
        }
        const at::Tensor blocks = at::cat(clips, 0);
        m_audio = model.finalNorm(blocks);
        give("audio_blocks", blocks);
        give("audio_tokens", m_audio);
        return {};
    }

    Outcome<void> qformerAlone()
    {
        QFormerInputs inputs;
        DESCANT_TRY(inputs.visual, m_inputs->optional("visual_tokens", at::kFloat, {-1, -1, m_a.vit.hidden}));
        DESCANT_TRY(inputs.audio, m_inputs->optional("audio_tokens", at::kFloat, {-1, -1, m_a.beats.hidden}));
        DESCANT_TRY(const at::Tensor prefix, relate(std::move(inputs)));
        (void)prefix;
        return {};
    }

    Outcome<at::Tensor> relate(QFormerInputs inputs)
    {
        if (!m_a.sees())
            inputs.visual = at::Tensor();
        if (!m_a.hears())
            inputs.audio = at::Tensor();
        if (!inputs.visual.defined() && !inputs.audio.defined())
            return fail(ErrorCode::InputInvalid, m_request.inputs.string(),
                        "there is nothing that this model can see or hear");
        if (inputs.visual.defined() && inputs.audio.defined() && inputs.visual.size(0) != inputs.audio.size(0))
            return fail(ErrorCode::InputInvalid, m_request.inputs.string(),
                        "pictures and sound are not of the same number of clips");
        for (const at::Tensor& tokens : {inputs.visual, inputs.audio}) {
            if (tokens.defined() && tokens.numel() == 0)
                return fail(ErrorCode::InputInvalid, m_request.inputs.string(), "a tensor of tokens is empty");
        }
        if (inputs.audio.defined()) {
            DESCANT_TRY(inputs.audioKeyMask,
                        m_inputs->mask("audio_key_mask", {inputs.audio.size(0), inputs.audio.size(1)}));
        }
        const QFormerOutputs outputs = QFormer(m_weights, m_a).run(inputs);
        give("queries", outputs.queries);
        give("t5_prefix", outputs.prefix);
        return outputs.prefix;
    }

    Outcome<void> t5Alone()
    {
        DESCANT_TRY(at::Tensor embeddings, m_inputs->optional("inputs_embeds", at::kFloat, {-1, -1, m_a.t5.dModel}));
        if (!embeddings.defined()) {
            DESCANT_TRY(const at::Tensor ids, m_inputs->ids("input_ids", m_a.t5.vocab, -1));
            embeddings = t5().embed(ids);
        }
        DESCANT_TRY(const at::Tensor mask, m_inputs->mask("attention_mask", {embeddings.size(0), embeddings.size(1)}));
        return readAndWrite(embeddings, mask);
    }

    Outcome<void> readAndWrite(const at::Tensor& embeddings, const at::Tensor& mask)
    {
        if (embeddings.numel() == 0)
            return fail(ErrorCode::InputInvalid, m_request.inputs.string(), "the input of T5 is empty");
        DESCANT_TRY(const at::Tensor ids, m_inputs->ids("decoder_input_ids", m_a.t5.vocab, embeddings.size(0)));
        const at::Tensor encoded = t5().encode(embeddings, mask);
        give("encoder_output", encoded);
        give("logits", t5().decode(ids, encoded, mask));
        return {};
    }

    /// Pictures, sound and prompt → what T5's encoder reads.
    Outcome<at::Tensor> encoderInput()
    {
        DESCANT_TRY(const at::Tensor pixels,
                    m_inputs->optional("pixel_values", at::kFloat, {-1, -1, 3, m_a.imageSize, m_a.imageSize}));
        DESCANT_TRY(const at::Tensor fbank, m_inputs->optional("fbank", at::kFloat, {-1, -1, MelPicture::kBands}));
        QFormerInputs inputs;
        if (pixels.defined() && m_a.sees()) {
            DESCANT_CHECK(see(pixels.flatten(0, 1)));
            inputs.visual = m_visual.reshape({pixels.size(0), -1, m_a.vit.hidden});
        }
        if (fbank.defined() && m_a.hears()) {
            DESCANT_CHECK(hear(fbank));
            inputs.audio = m_audio;
        }
        DESCANT_TRY(const at::Tensor prefix, relate(std::move(inputs)));
        DESCANT_TRY(const at::Tensor prompt, m_inputs->ids("prompt_ids", m_a.t5.vocab, prefix.size(0)));
        return at::cat({prefix, t5().embed(prompt).to(prefix.scalar_type())}, 1);
    }

    Outcome<void> full()
    {
        DESCANT_TRY(const at::Tensor embeddings, encoderInput());
        return readAndWrite(embeddings, {});
    }

    Outcome<void> generate()
    {
        const bool ready = m_inputs->has("inputs_embeds");
        DESCANT_CHECK(load({ready ? "language_model." : ""}));
        at::Tensor embeddings, mask;
        if (ready) {
            DESCANT_TRY(embeddings, m_inputs->required("inputs_embeds", at::kFloat, {-1, -1, m_a.t5.dModel}));
            DESCANT_TRY(mask, m_inputs->mask("attention_mask", {embeddings.size(0), embeddings.size(1)}));
        } else {
            DESCANT_TRY(embeddings, encoderInput());
        }
        if (embeddings.numel() == 0)
            return fail(ErrorCode::InputInvalid, m_request.inputs.string(), "the input of T5 is empty");
        m_outputs = {};
        const GenerationSettings settings = m_request.generation.value_or(m_package.generation());
        DESCANT_TRY(const PrefixConstraint prefix, prefixOf(m_request.prefix));
        const at::Tensor encoded = t5().encode(embeddings, mask);
        const auto together = static_cast<std::int64_t>(clipsAtOnce(settings));
        std::vector<Hypothesis> all;
        for (std::int64_t first = 0; first < encoded.size(0); first += together) {
            std::vector<EncodedText> clips;
            for (std::int64_t clip = first; clip < std::min(first + together, encoded.size(0)); ++clip)
                clips.push_back(
                    {encoded.slice(0, clip, clip + 1), mask.defined() ? mask.slice(0, clip, clip + 1) : at::Tensor()});
            const std::vector<PrefixConstraint> prefixes(clips.size(), prefix);
            for (auto& found : decodeBatch(t5DecodingModel(t5(), clips), m_a.t5.vocab, settings, prefixes, m_stop)) {
                DESCANT_TRY(const std::vector<Hypothesis> own, std::move(found));
                all.insert(all.end(), own.begin(), own.end());
            }
        }
        giveSequences(all);
        return {};
    }

    Outcome<PrefixConstraint> prefixOf(const std::string& text) const
    {
        if (text.empty())
            return PrefixConstraint();
        DESCANT_TRY(const Tokenizer tokenizer, Tokenizer::load(m_package.tokenizerFile(), m_a.t5.vocab));
        return PrefixConstraint(std::make_shared<PieceIndex>(tokenizer.pieceTexts()), tokenizer.beginning(text));
    }

    void giveSequences(const std::vector<Hypothesis>& all)
    {
        std::size_t longest = 0;
        for (const Hypothesis& one : all)
            longest = std::max(longest, one.ids.size());
        const auto rows = static_cast<std::int64_t>(all.size());
        at::Tensor sequences = at::full({rows, static_cast<std::int64_t>(longest) + 1}, Tokenizer::kPad, at::kLong);
        at::Tensor scores = at::empty({rows}, at::kFloat);
        for (std::int64_t row = 0; row < rows; ++row) {
            const Hypothesis& one = all[static_cast<std::size_t>(row)];
            std::copy(one.ids.begin(), one.ids.end(), sequences.data_ptr<std::int64_t>() + row * sequences.size(1) + 1);
            scores.data_ptr<float>()[row] = static_cast<float>(one.score);
        }
        give("sequences", sequences);
        give("scores", scores);
    }

    const ComponentRequest& m_request;
    ModelPackage m_package;
    const Architecture& m_a;
    std::stop_token m_stop;
    const ProgressSink& m_progress;
    at::Device m_device = at::kCPU;
    std::optional<ComponentTensors> m_inputs;
    Weights m_weights;
    Weights m_outputs;
    at::Tensor m_visual, m_audio;
};

} // namespace

const std::vector<std::string>& componentNames()
{
    static const std::vector<std::string> names = {"preprocess", "tokenizer", "vit",  "beats",
                                                   "qformer",    "t5",        "full", "generate"};
    return names;
}

Outcome<void> runComponent(const ComponentRequest& request, std::stop_token stop, const ProgressSink& progress)
{
    const auto& names = componentNames();
    if (std::find(names.begin(), names.end(), request.component) == names.end())
        return fail(ErrorCode::UsageWrong, request.component, "there is no such component",
                    "use preprocess, tokenizer, vit, beats, qformer, t5, full or generate");
    DESCANT_TRY(ModelPackage package, ModelPackage::open(request.package));
    return guarded(request.component, [&]() -> Outcome<void> {
        const c10::InferenceMode mode;
        const ThreadChoice choice(threadsFor(package));
        Run run(request, std::move(package), stop, progress);
        DESCANT_CHECK(run.start());
        DESCANT_CHECK(run.component());
        DESCANT_CHECK(run.finish());
        return {};
    });
}

} // namespace descant::inference
