// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/t5_decoding.h"

#include "core/inference/internal/finite_numbers.h"
#include "core/inference/internal/torch_guard.h"

#include <cstring>
#include <memory>

namespace descant::inference {

at::Tensor idTensor(std::span<const std::int64_t> ids, at::Device device)
{
    at::Tensor tensor = at::empty({1, static_cast<std::int64_t>(ids.size())}, at::kLong);
    if (!ids.empty())
        std::memcpy(tensor.data_ptr<std::int64_t>(), ids.data(), ids.size_bytes());
    return tensor.to(device);
}

DecodingModel t5DecodingModel(const T5& t5, const at::Tensor& encoded, const at::Tensor& mask)
{
    struct Memory {
        T5DecoderState fresh; ///< cross keys and values, nothing consumed
        T5DecoderState state;
    };
    auto memory = std::make_shared<Memory>();
    memory->fresh = t5.begin(encoded, mask);
    return [t5, memory, device = encoded.device()](const DecodingStep& step) -> Outcome<std::vector<float>> {
        return guarded("T5 decoder", [&]() -> Outcome<std::vector<float>> {
            const c10::InferenceMode mode;
            if (step.parents.empty())
                memory->state = memory->fresh;
            else
                memory->state.reorder(idTensor(step.parents, device)[0]);
            const at::Tensor logits =
                t5.step(idTensor(step.tokens, device).t(), memory->state).to(at::kCPU, at::kFloat).contiguous();
            DESCANT_CHECK(checkFinite(logits, "T5 decoder"));
            const float* values = logits.data_ptr<float>();
            return std::vector<float>(values, values + logits.numel());
        });
    };
}

} // namespace descant::inference
