// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/evidence.h"

namespace descant::inference {
namespace {

/// [1, rows, groups · size (+ rest)] → [rows, groups], summed within groups.
at::Tensor grouped(const at::Tensor& attention, std::int64_t groups, std::int64_t size)
{
    const at::Tensor rows = attention[0].slice(1, 0, groups * size).to(at::kCPU, at::kDouble);
    return rows.reshape({rows.size(0), groups, size}).sum(-1);
}

std::vector<double> numbersOf(const at::Tensor& tensor)
{
    const at::Tensor plain = tensor.contiguous();
    return {plain.data_ptr<double>(), plain.data_ptr<double>() + plain.numel()};
}

} // namespace

QueryViews queryViews(const QFormerOutputs& outputs, std::int64_t frameTokens, std::int64_t bandsPerStep,
                      std::int64_t steps)
{
    QueryViews views;
    if (outputs.visualAttention.defined())
        views.frames = grouped(outputs.visualAttention, outputs.visualAttention.size(2) / frameTokens, frameTokens);
    if (outputs.audioAttention.defined())
        views.audio = grouped(outputs.audioAttention, std::min(steps, outputs.audioAttention.size(2) / bandsPerStep),
                              bandsPerStep);
    return views;
}

TokenEvidence evidenceOf(int token, const at::Tensor& attention, const QueryViews& views)
{
    const at::Tensor weights = attention.to(at::kCPU, at::kDouble);
    const std::int64_t audioRows = views.audio.defined() ? views.audio.size(0) : 0;
    const std::int64_t visualRows = views.frames.defined() ? views.frames.size(0) : 0;
    at::Tensor audio = at::zeros({0}, at::kDouble);
    at::Tensor frames = at::zeros({0}, at::kDouble);
    if (audioRows > 0)
        audio = at::matmul(weights.slice(0, 0, audioRows), views.audio);
    if (visualRows > 0)
        frames = at::matmul(weights.slice(0, audioRows, audioRows + visualRows), views.frames);
    const double seen = frames.sum().item<double>();
    const double total = seen + audio.sum().item<double>();
    if (!(total > 0.0))
        return {token, 0.0, numbersOf(frames), numbersOf(audio)};
    return {token, seen / total, numbersOf(frames / total), numbersOf(audio / total)};
}

} // namespace descant::inference
