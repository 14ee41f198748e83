// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/internal/caption_stage.h"

#include "core/inference/networks/beats.h"
#include "core/inference/networks/layers.h"
#include "core/inference/networks/qformer.h"
#include "core/inference/networks/t5.h"
#include "core/inference/networks/vit.h"
#include "core/training/internal/clip_drawing.h"
#include "core/training/internal/parameters.h"

#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <array>
#include <optional>

namespace descant::training {

using inference::Architecture;
using inference::Tokenizer;
using inference::Weights;

namespace {

constexpr double kWordLoss = 0.3;
/// Labels of a caption, its end included: what the authors train with, and more where small vocabularies cut words into
/// more pieces.
constexpr std::int64_t kLongestCaption = 32;
constexpr std::int64_t kLongestCaptionInSmallPieces = 48;
constexpr std::int64_t kSmallVocabulary = 8'000;

std::int64_t longestCaption(const Tokenizer& tokenizer)
{
    return tokenizer.pieces() < kSmallVocabulary ? kLongestCaptionInSmallPieces : kLongestCaption;
}

at::Tensor idTensor(const std::vector<std::int64_t>& ids) { return at::tensor(ids, at::kLong); }

/// A frozen language model is left as it is.
double languageDropout(const CaptionTask& task, double dropout)
{
    return task.learning == Learning::QFormerAndLanguageModel ? dropout : 0.0;
}

struct Query {
    inference::QFormerOutputs formed;
    at::Tensor encoded;
};

/// Which of a clip's audio tokens stand for real sound: uint8 [B, tokens]; undefined where all do.
at::Tensor keyMaskOf(const FeatureCache& cache, const std::vector<std::int64_t>& clips)
{
    std::vector<std::int64_t> valid;
    for (const std::int64_t clip : clips)
        valid.push_back(cache.heardTokens[static_cast<std::size_t>(clip)]);
    const std::int64_t tokens = cache.heard.size(1);
    if (std::all_of(valid.begin(), valid.end(), [&](std::int64_t count) { return count == tokens; }))
        return {};
    return (at::arange(tokens, at::kLong).unsqueeze(0) < idTensor(valid).unsqueeze(1)).to(at::kByte);
}

Query read(const Weights& weights, const CaptionTask& task, const FeatureCache& cache,
           const std::vector<std::int64_t>& clips, Senses senses, double dropout)
{
    const Architecture& a = task.architecture;
    const at::Tensor rows = idTensor(clips);
    inference::QFormerInputs inputs;
    if (senses != Senses::HeardOnly && cache.seen.defined())
        inputs.visual = inference::Vit(weights, a.vit).finalNorm(cache.seen.index_select(0, rows).to(at::kFloat));
    if (senses != Senses::SeenOnly && cache.heard.defined()) {
        inputs.audio = inference::Beats(weights, a.beats).finalNorm(cache.heard.index_select(0, rows).to(at::kFloat));
        inputs.audioKeyMask = keyMaskOf(cache, clips);
    }
    Query query;
    query.formed = inference::QFormer(weights, a).run(inputs, dropout);
    const inference::T5 t5(weights, a.t5, a.loraScale());
    const at::Tensor prompt = idTensor(task.tokenizer->encode(task.prompt)).unsqueeze(0);
    const at::Tensor words = t5.embed(prompt.expand({rows.size(0), prompt.size(1)}));
    query.encoded = t5.encode(at::cat({query.formed.prefix, words}, 1), {}, languageDropout(task, dropout));
    return query;
}

/// For every caption the pieces that occur in it: [B, vocabulary], 0 or 1.
at::Tensor bagOf(const DecoderBatch& batch, std::int64_t vocabulary)
{
    at::Tensor bag = at::zeros({batch.labels.size(0), vocabulary});
    bag.scatter_(1, batch.labels.clamp_min(Tokenizer::kPad), 1.0);
    bag.slice(1, 0, 3).zero_();
    return bag;
}

at::Tensor captionLoss(const Weights& weights, const CaptionTask& task, const FeatureCache& cache,
                       const ClipDrawing::Drawn& drawn)
{
    const Architecture& a = task.architecture;
    const Query query = read(weights, task, cache, drawn.clips, drawn.senses, task.dropout);
    const DecoderBatch words = decoderBatch(*task.tokenizer, drawn.captions);
    const inference::T5 t5(weights, a.t5, a.loraScale());
    const at::Tensor logits = t5.decode(words.inputs, query.encoded, {}, languageDropout(task, task.dropout));
    const at::Tensor loss =
        at::cross_entropy_loss(logits.flatten(0, 1), words.labels.flatten(), {}, at::Reduction::Mean, kIgnoredLabel);
    if (!weights.find("head.words.weight"))
        return loss;
    const at::Tensor scores =
        std::get<0>(inference::linear(inference::Scope(weights, "head.words"), query.formed.queries).max(1));
    // Mean over clips, sum over pieces in units of ten: few pieces are 1.
    const at::Tensor wrong =
        at::binary_cross_entropy_with_logits(scores, bagOf(words, a.t5.vocab), {}, {}, at::Reduction::Sum);
    return loss + kWordLoss * wrong / (10.0 * static_cast<double>(drawn.clips.size()));
}

/// What a clip has of the senses that are wanted.
std::optional<Senses> available(const FeatureCache& cache, std::int64_t clip, Senses wanted)
{
    const std::optional<Senses> has = sensesOf(cache, clip);
    if (!has || wanted == Senses::Both || wanted == *has)
        return has;
    return *has == Senses::Both ? std::optional(wanted) : std::nullopt;
}

Outcome<std::string> greedyCaption(const Weights& weights, const CaptionTask& task, const at::Tensor& encoded,
                                   const std::stop_token& stop)
{
    const inference::T5 t5(weights, task.architecture.t5, task.architecture.loraScale());
    inference::T5DecoderState state = t5.begin(encoded);
    std::vector<std::int64_t> ids;
    std::int64_t last = Tokenizer::kPad;
    while (std::ssize(ids) < longestCaption(*task.tokenizer)) {
        if (stop.stop_requested())
            return cancelled();
        last = t5.step(idTensor({last}).unsqueeze(0), state).argmax(-1).item<std::int64_t>();
        if (last == Tokenizer::kEnd)
            break;
        ids.push_back(last);
    }
    return task.tokenizer->decode(ids);
}

bool learnsCaptions(const std::string& name, Learning learning)
{
    static constexpr std::array kLearning = {
        "qformer", "query_tokens", "language_projection", "ln_audio.", "vision_model.post_layernorm.", "head.words"};
    if (learning == Learning::QFormerAndLanguageModel && name.starts_with("language_model."))
        return true;
    return std::any_of(kLearning.begin(), kLearning.end(), [&](const char* part) { return name.starts_with(part); });
}

} // namespace

DecoderBatch decoderBatch(const Tokenizer& tokenizer, const std::vector<std::string>& captions)
{
    const auto longest = static_cast<std::size_t>(longestCaption(tokenizer));
    std::vector<std::vector<std::int64_t>> all;
    for (const std::string& caption : captions) {
        std::vector<std::int64_t> ids = tokenizer.encode(caption);
        if (ids.size() > longest) {
            ids.resize(longest);
            ids.back() = Tokenizer::kEnd;
        }
        all.push_back(std::move(ids));
    }
    return decoderBatch(all);
}

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

Outcome<void> teachCaptions(Weights& weights, const CaptionTask& task, const FeatureCache& cache,
                            const StageSettings& settings, std::stop_token stop, const StepSink& told)
{
    const ClipDrawing drawing(cache);
    if (drawing.draw(settings.seed, 0, 1).clips.empty())
        return fail(ErrorCode::CorpusInvalid, "the corpus", "there is no clip to learn from");
    const auto trainable =
        chooseTrainable(weights, [&](const std::string& name) { return learnsCaptions(name, task.learning); });
    return runStage(
        settings, weights, trainable,
        [&](std::int64_t step) {
            return captionLoss(weights, task, cache, drawing.draw(settings.seed, step, settings.batch));
        },
        stop, told);
}

Outcome<std::vector<std::string>> captionsFor(const Weights& weights, const CaptionTask& task,
                                              const FeatureCache& cache, Senses senses, const std::stop_token& stop)
{
    const at::NoGradGuard noGrad;
    std::vector<std::string> captions(static_cast<std::size_t>(cache.clips()));
    for (std::int64_t clip = 0; clip < cache.clips(); ++clip) {
        if (stop.stop_requested())
            return cancelled();
        const std::optional<Senses> used = available(cache, clip, senses);
        if (!used)
            continue;
        DESCANT_TRY(captions[static_cast<std::size_t>(clip)],
                    greedyCaption(weights, task, read(weights, task, cache, {clip}, *used, 0.0).encoded, stop));
    }
    return captions;
}

Outcome<double> meanLoss(const Weights& weights, const CaptionTask& task, const FeatureCache& cache,
                         const std::stop_token& stop)
{
    const at::NoGradGuard noGrad;
    const inference::T5 t5(weights, task.architecture.t5, task.architecture.loraScale());
    double sum = 0;
    std::int64_t tokens = 0;
    for (std::int64_t clip = 0; clip < cache.clips(); ++clip) {
        if (stop.stop_requested())
            return cancelled();
        const std::optional<Senses> senses = sensesOf(cache, clip);
        const std::vector<std::string>& captions = cache.texts[static_cast<std::size_t>(clip)].captions;
        if (!senses || captions.empty())
            continue;
        const DecoderBatch words = decoderBatch(*task.tokenizer, {captions.front()});
        const at::Tensor logits = t5.decode(words.inputs, read(weights, task, cache, {clip}, *senses, 0.0).encoded, {});
        sum +=
            at::cross_entropy_loss(logits.flatten(0, 1), words.labels.flatten(), {}, at::Reduction::Sum, kIgnoredLabel)
                .item<double>();
        tokens += words.labels.size(1);
    }
    return tokens > 0 ? sum / static_cast<double>(tokens) : 0.0;
}

} // namespace descant::training
