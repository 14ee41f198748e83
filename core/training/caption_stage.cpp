// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/internal/caption_stage.h"

#include "core/inference/networks/beats.h"
#include "core/inference/networks/layers.h"
#include "core/inference/networks/qformer.h"
#include "core/inference/networks/t5.h"
#include "core/inference/networks/vit.h"
#include "core/training/internal/parameters.h"

#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <random>

namespace descant::training {

using inference::Architecture;
using inference::Tokenizer;
using inference::Weights;

namespace {

constexpr double kDropout = 0.1;
constexpr double kWordLoss = 0.3;
constexpr std::int64_t kLongestCaption = 48;

at::Tensor idTensor(const std::vector<std::int64_t>& ids)
{
    return at::tensor(ids, at::kLong);
}

struct Query {
    inference::QFormerOutputs formed;
    at::Tensor encoded;
};

Query read(const Weights& weights, const Architecture& a, const FeatureCache& cache, const at::Tensor& clips,
           const at::Tensor& prompt, Senses senses, double dropout)
{
    inference::QFormerInputs inputs;
    if (senses != Senses::HeardOnly)
        inputs.visual = inference::Vit(weights, a.vit).finalNorm(cache.seen.index_select(0, clips).to(at::kFloat));
    if (senses != Senses::SeenOnly)
        inputs.audio = inference::Beats(weights, a.beats).finalNorm(cache.heard.index_select(0, clips).to(at::kFloat));
    Query query;
    query.formed = inference::QFormer(weights, a).run(inputs, dropout);
    const inference::T5 t5(weights, a.t5, a.loraScale());
    const at::Tensor words = t5.embed(prompt.expand({clips.size(0), prompt.size(1)}));
    query.encoded = t5.encode(at::cat({query.formed.prefix, words}, 1), {}, dropout);
    return query;
}

const std::vector<std::string>& captionsOf(const FeatureCache& cache, std::size_t clip, Senses senses)
{
    const auto& wanted = senses == Senses::Both     ? cache.captions[clip]
                         : senses == Senses::SeenOnly ? cache.seenCaptions[clip]
                                                      : cache.heardCaptions[clip];
    return wanted;
}

/// For every caption the pieces that occur in it: [B, vocabulary], 0 or 1.
at::Tensor bagOf(const DecoderBatch& batch, std::int64_t vocabulary)
{
    at::Tensor bag = at::zeros({batch.labels.size(0), vocabulary});
    bag.scatter_(1, batch.labels.clamp_min(Tokenizer::kPad), 1.0);
    bag.slice(1, 0, 3).zero_();
    return bag;
}

struct Chosen {
    at::Tensor clips;
    DecoderBatch words;
};

/// Drawn from the step's number alone, so that a resumed run draws the same.
Chosen choose(const FeatureCache& cache, const Tokenizer& tokenizer, const StageSettings& settings, std::int64_t step,
              Senses senses)
{
    std::mt19937_64 random(settings.seed * 7'919 + static_cast<std::uint64_t>(step));
    std::vector<std::int64_t> clips;
    std::vector<std::vector<std::int64_t>> ids;
    for (std::int64_t tries = 0; tries < 50 * settings.batch && std::ssize(clips) < settings.batch; ++tries) {
        const std::uint64_t clip = random() % static_cast<std::uint64_t>(cache.clips());
        const std::vector<std::string>& captions = captionsOf(cache, clip, senses);
        if (captions.empty())
            continue;
        clips.push_back(static_cast<std::int64_t>(clip));
        ids.push_back(tokenizer.encode(captions[random() % captions.size()]));
    }
    if (clips.empty())
        return {};
    return {idTensor(clips), decoderBatch(ids)};
}

at::Tensor captionLoss(const Weights& weights, const Architecture& a, const FeatureCache& cache, const Chosen& chosen,
                       const at::Tensor& prompt, Senses senses)
{
    const Query query = read(weights, a, cache, chosen.clips, prompt, senses, kDropout);
    const inference::T5 t5(weights, a.t5, a.loraScale());
    const at::Tensor logits = t5.decode(chosen.words.inputs, query.encoded, {}, kDropout);
    const at::Tensor loss = at::cross_entropy_loss(logits.flatten(0, 1), chosen.words.labels.flatten(), {},
                                                   at::Reduction::Mean, kIgnoredLabel);
    if (!weights.find("head.words.weight"))
        return loss;
    const at::Tensor scores =
        std::get<0>(inference::linear(inference::Scope(weights, "head.words"), query.formed.queries).max(1));
    // Mean over clips, sum over pieces in units of ten: few pieces are 1.
    const at::Tensor wrong = at::binary_cross_entropy_with_logits(scores, bagOf(chosen.words, a.t5.vocab), {}, {},
                                                                  at::Reduction::Sum);
    return loss + kWordLoss * wrong / (10.0 * static_cast<double>(chosen.clips.size(0)));
}

bool learnsCaptions(const std::string& name)
{
    static constexpr std::array kLearning = {"qformer",      "query_tokens", "language_projection",
                                             "language_model.", "ln_audio.", "vision_model.post_layernorm.",
                                             "head.words"};
    return std::any_of(kLearning.begin(), kLearning.end(), [&](const char* part) { return name.starts_with(part); });
}

} // namespace

DecoderBatch decoderBatch(const std::vector<std::vector<std::int64_t>>& captions)
{
    std::size_t length = 1;
    for (const auto& ids : captions)
        length = std::max(length, ids.size());
    const auto rows = static_cast<std::int64_t>(captions.size());
    DecoderBatch batch{at::full({rows, static_cast<std::int64_t>(length)}, Tokenizer::kPad, at::kLong),
                       at::full({rows, static_cast<std::int64_t>(length)}, kIgnoredLabel, at::kLong)};
    for (std::int64_t row = 0; row < rows; ++row) {
        const auto& ids = captions[static_cast<std::size_t>(row)];
        const auto count = static_cast<std::int64_t>(ids.size());
        if (count == 0)
            continue;
        const at::Tensor labels = idTensor(ids);
        batch.labels[row].slice(0, 0, count).copy_(labels);
        batch.inputs[row].slice(0, 1, count).copy_(labels.slice(0, 0, count - 1));
    }
    return batch;
}

Senses sensesOfStep(std::int64_t step)
{
    if (step % 7 == 3)
        return Senses::SeenOnly;
    return step % 14 == 6 ? Senses::HeardOnly : Senses::Both;
}

Outcome<void> teachCaptions(Weights& weights, const Architecture& architecture, const FeatureCache& cache,
                            const Tokenizer& tokenizer, const std::string& prompt, const StageSettings& settings,
                            std::stop_token stop, const StepSink& told)
{
    if (cache.clips() == 0)
        return fail(ErrorCode::InputInvalid, "corpus", "there is no clip to learn from");
    const auto trainable = chooseTrainable(weights, learnsCaptions);
    const at::Tensor promptIds = idTensor(tokenizer.encode(prompt)).unsqueeze(0);
    return runStage(
        settings, weights, trainable,
        [&](std::int64_t step) {
            Senses senses = sensesOfStep(step);
            Chosen chosen = choose(cache, tokenizer, settings, step, senses);
            if (!chosen.clips.defined()) {
                senses = Senses::Both;
                chosen = choose(cache, tokenizer, settings, step, senses);
            }
            return captionLoss(weights, architecture, cache, chosen, promptIds, senses);
        },
        stop, told);
}

std::vector<std::string> captionsFor(const Weights& weights, const Architecture& architecture,
                                     const FeatureCache& cache, const Tokenizer& tokenizer, const std::string& prompt,
                                     Senses senses)
{
    const at::NoGradGuard noGrad;
    const inference::T5 t5(weights, architecture.t5, architecture.loraScale());
    const at::Tensor promptIds = idTensor(tokenizer.encode(prompt)).unsqueeze(0);
    std::vector<std::string> captions;
    for (std::int64_t clip = 0; clip < cache.clips(); ++clip) {
        const Query query = read(weights, architecture, cache, idTensor({clip}), promptIds, senses, 0.0);
        inference::T5DecoderState state = t5.begin(query.encoded);
        std::vector<std::int64_t> ids;
        std::int64_t last = Tokenizer::kPad;
        while (std::ssize(ids) < kLongestCaption) {
            last = t5.step(idTensor({last}).unsqueeze(0), state).argmax(-1).item<std::int64_t>();
            if (last == Tokenizer::kEnd)
                break;
            ids.push_back(last);
        }
        captions.push_back(tokenizer.decode(ids));
    }
    return captions;
}

} // namespace descant::training
