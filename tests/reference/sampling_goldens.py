# SPDX-License-Identifier: GPL-3.0-or-later
"""What temperature, top-k and top-p leave of random logits, by transformers' warpers."""
import json

import torch
from safetensors.torch import save_file
from transformers import TemperatureLogitsWarper, TopKLogitsWarper, TopPLogitsWarper

CASES, VOCAB = 240, 96


def write(out, seed):
    generator = torch.Generator().manual_seed(seed + 70)

    def one_of(*values):
        return values[int(torch.randint(len(values), (1,), generator=generator))]

    rows, probabilities, settings = [], [], []
    for _ in range(CASES):
        logits = one_of(0.5, 2.0, 6.0) * torch.randn(1, VOCAB, generator=generator)
        if one_of(False, True):
            logits = (logits * 2).round() / 2  # many equals at the border of top-k
        chosen = {"temperature": one_of(0.3, 0.7, 1.0, 1.6), "top_k": one_of(0, 1, 5, 40, 200), "top_p": one_of(1.0, 0.95, 0.6, 0.05)}
        if chosen["top_p"] < 1.0:
            logits += 1e-3 * torch.randn(1, VOCAB, generator=generator)  # equals at the border of top-p are in no order
        scores = TemperatureLogitsWarper(chosen["temperature"])(None, logits.clone())
        if chosen["top_k"]:
            scores = TopKLogitsWarper(chosen["top_k"])(None, scores)
        if chosen["top_p"] < 1.0:
            scores = TopPLogitsWarper(chosen["top_p"])(None, scores)
        rows.append(logits)
        probabilities.append(torch.softmax(scores, -1))
        settings.append(chosen)
    save_file({"logits": torch.cat(rows), "probabilities": torch.cat(probabilities)}, out / "sampling.safetensors")
    (out / "sampling.json").write_text("[\n" + ",\n".join(json.dumps(one) for one in settings) + "\n]\n")
