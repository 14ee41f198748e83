# SPDX-License-Identifier: GPL-3.0-or-later
"""Decodes the inputs of generation.json again with the beam search of transformers 4.30.0, our scorer "old"."""
import argparse
import json
import pathlib

import torch
import transformers
from safetensors.torch import load_file
from transformers import T5Config, T5ForConditionalGeneration

PREFIX = "language_model."


def language_model(folder):
    text = json.loads((folder / "config.json").read_text())["text_config"]
    weights = {}
    for file in sorted(folder.glob("*.safetensors")):
        weights.update({key[len(PREFIX):]: value for key, value in load_file(file).items() if key.startswith(PREFIX)})
    for stack in ("encoder", "decoder"):
        weights[stack + ".embed_tokens.weight"] = weights["shared.weight"]
    names = ("vocab_size", "d_model", "d_kv", "d_ff", "num_layers", "num_decoder_layers", "num_heads", "feed_forward_proj",
             "relative_attention_num_buckets", "relative_attention_max_distance")
    config = T5Config(**{name: text[name] for name in names}, tie_word_embeddings=False, decoder_start_token_id=0)
    config.dense_act_fn = text["dense_act_fn"]
    model = T5ForConditionalGeneration(config).eval()
    model.load_state_dict(weights)
    return model


def decoded(model, embedded, settings):
    result = model.generate(
        inputs_embeds=embedded, attention_mask=torch.ones(embedded.shape[:2], dtype=torch.long), do_sample=False,
        num_beams=settings["beams"], max_new_tokens=settings["max_new_tokens"], min_length=settings["min_length"],
        repetition_penalty=settings["repetition_penalty"], no_repeat_ngram_size=settings["no_repeat_ngram"],
        length_penalty=settings["length_penalty"], early_stopping=settings["early_stopping"],
        num_return_sequences=settings["return"], use_cache=False, return_dict_in_generate=True, output_scores=True)
    sequences = [row[:row.index(1, 1) + 1] if 1 in row[1:] else row for row in result.sequences.tolist()]
    return {"sequences": sequences, "scores": [round(score, 6) for score in result.sequences_scores.tolist()]}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path(__file__).parents[1] / "data/reference")
    data = parser.parse_args().data
    if transformers.__version__ != "4.30.0":
        raise SystemExit(f"transformers is {transformers.__version__}; the old scorer is that of 4.30.0")
    torch.set_num_threads(1)
    entries = [entry for entry in json.loads((data / "generation.json").read_text()) if entry["settings"]["beams"] > 1]
    models = {name: language_model(data / name) for name in {entry["package"] for entry in entries}}
    inputs = load_file(data / "generation_inputs.safetensors")
    differing = 0
    for entry in entries:
        new = entry["sequences"]
        with torch.no_grad():
            entry.update(decoded(models[entry["package"]], inputs[entry["inputs"]], entry["settings"]))
        differing += sum(one != other for one, other in zip(new, entry["sequences"]))
    lines = ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in entries)
    (data / "generation_old.json").write_text("[\n" + lines + "\n]\n")
    print(f"{sum(len(entry['sequences']) for entry in entries)} captions, {differing} of them other than by the new scorer")


if __name__ == "__main__":
    main()
