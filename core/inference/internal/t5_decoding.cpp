// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/t5_decoding.h"

#include "core/inference/internal/torch_guard.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <numeric>

namespace descant::inference {
namespace {

/// The clips as one, [B, S, dModel], S the longest; what is padded is masked.
EncodedText joined(const std::vector<EncodedText>& clips)
{
    if (clips.size() == 1)
        return clips.front();
    std::int64_t longest = 0;
    for (const EncodedText& clip : clips)
        longest = std::max(longest, clip.states.size(1));
    std::vector<at::Tensor> states, masks;
    bool needed = false;
    for (const EncodedText& clip : clips) {
        const std::int64_t missing = longest - clip.states.size(1);
        const at::Tensor mask = clip.mask.defined()
            ? clip.mask
            : at::ones({1, clip.states.size(1)}, at::TensorOptions(at::kByte).device(clip.states.device()));
        needed = needed || clip.mask.defined() || missing > 0;
        states.push_back(at::constant_pad_nd(clip.states, {0, 0, 0, missing}));
        masks.push_back(at::constant_pad_nd(mask, {0, missing}));
    }
    return {at::cat(states, 0), needed ? at::cat(masks, 0) : at::Tensor()};
}

/// The decoder's memory of a batch, and which clips are still in it.
struct Memory {
    T5DecoderState state;
    std::vector<std::int64_t> clips;

    void keepClips(const std::vector<std::int64_t>& wanted, at::Device device)
    {
        if (wanted == clips)
            return;
        std::vector<std::int64_t> places;
        for (const std::int64_t clip : wanted)
            places.push_back(std::find(clips.begin(), clips.end(), clip) - clips.begin());
        state.keepClips(idTensor(places, device)[0]);
        clips = wanted;
    }
};

} // namespace

at::Tensor idTensor(std::span<const std::int64_t> ids, at::Device device)
{
    at::Tensor tensor = at::empty({1, static_cast<std::int64_t>(ids.size())}, at::kLong);
    if (!ids.empty())
        std::memcpy(tensor.data_ptr<std::int64_t>(), ids.data(), ids.size_bytes());
    return tensor.to(device);
}

DecodingModel t5DecodingModel(const T5& t5, const std::vector<EncodedText>& clips)
{
    auto memory = std::make_shared<Memory>();
    const EncodedText all = joined(clips);
    memory->state = t5.begin(all.states, all.mask);
    memory->clips.resize(clips.size());
    std::iota(memory->clips.begin(), memory->clips.end(), 0);
    return [t5, memory, device = all.states.device()](const DecodingStep& step) -> Outcome<std::vector<float>> {
        return guarded("T5 decoder", [&]() -> Outcome<std::vector<float>> {
            const c10::InferenceMode mode;
            if (!step.parents.empty())
                memory->state.reorder(idTensor(step.parents, device)[0]);
            memory->keepClips(step.clips, device);
            const at::Tensor logits =
                t5.step(idTensor(step.tokens, device).t(), memory->state).to(at::kCPU, at::kFloat).contiguous();
            const float* values = logits.data_ptr<float>();
            return std::vector<float>(values, values + logits.numel());
        });
    };
}

} // namespace descant::inference
