# SPDX-License-Identifier: GPL-3.0-or-later
"""The tokens that transformers makes with a hub folder, of one picture and of given ids, to compare `descant-cli model run`
with at any size (docs/benchmarks.md, "Full size").

full_size_peer.py inputs OUT.safetensors            a random picture and a prompt
full_size_peer.py run HUB IN.safetensors OUT.json   what transformers makes of them, greedily and with 5 beams
full_size_peer.py compare OUT.json GREEDY.safetensors BEAMS.safetensors
"""
import json
import resource
import sys
import time

import torch
from safetensors.torch import load_file, save_file

LENGTHS = dict(max_new_tokens=20, min_length=0)


def make_inputs(path, size=224):
    generator = torch.Generator().manual_seed(0)
    pixels = torch.randn(1, 1, 3, size, size, generator=generator)
    save_file({"pixel_values": pixels, "prompt_ids": torch.tensor([[3, 9, 20, 30, 1]])}, path)


def run(hub, inputs, out):
    from transformers import Blip2ForConditionalGeneration
    torch.set_grad_enabled(False)
    start = time.time()
    model = Blip2ForConditionalGeneration.from_pretrained(hub, dtype=torch.float32).eval()
    loaded = time.time()
    given = load_file(inputs)
    tokens = model.vision_model(given["pixel_values"][0]).last_hidden_state
    queries = model.qformer(query_embeds=model.query_tokens, encoder_hidden_states=tokens).last_hidden_state
    embedded = torch.cat([model.language_projection(queries),
                          model.language_model.get_input_embeddings()(given["prompt_ids"])], 1)
    mask = torch.ones(embedded.shape[:2], dtype=torch.long)
    answer = {"load_seconds": loaded - start}
    for name, beams in (("greedy", 1), ("beams", 5)):
        start = time.time()
        made = model.language_model.generate(inputs_embeds=embedded, attention_mask=mask, num_beams=beams, do_sample=False,
                                             return_dict_in_generate=True, output_scores=True, **LENGTHS)
        answer[name] = {"ids": made.sequences[0].tolist(), "seconds": time.time() - start}
        if beams == 1:  # how far the best token was ahead of the next one, in log-probability
            best = [torch.log_softmax(step[0].float(), -1).topk(2).values for step in made.scores]
            answer[name]["margins"] = [round(float(pair[0] - pair[1]), 5) for pair in best]
        else:
            answer[name]["score"] = float(made.sequences_scores[0])
    answer["peak_bytes"] = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with open(out, "w") as file:
        json.dump(answer, file, indent=1)


def compare(expected, greedy, beams):
    with open(expected) as file:
        answer = json.load(file)
    same = True
    for name, path in (("greedy", greedy), ("beams", beams)):
        ours, theirs = load_file(path)["sequences"][0].tolist(), answer[name]["ids"]
        length = max(len(ours), len(theirs))
        pairs = list(zip(ours + [0] * (length - len(ours)), theirs + [0] * (length - len(theirs))))
        agreed = next((place for place, pair in enumerate(pairs) if pair[0] != pair[1]), length)
        same = same and agreed == length
        print(f"{name}: {'the same' if agreed == length else 'other'} tokens ({agreed} of {length}): {ours}")
    print(f"smallest margin of the greedy search: {min(answer['greedy']['margins'])}; score of the beams: {answer['beams']['score']:.6f}")
    return 0 if same else 1


if __name__ == "__main__":
    command, *arguments = sys.argv[1:]
    sys.exit({"inputs": make_inputs, "run": run, "compare": compare}[command](*arguments))
