# SPDX-License-Identifier: GPL-3.0-or-later
"""Decodes the inputs of generation.json again with the beam search of transformers 4.30.0, our scorer "old", and makes
search_old.json."""
import argparse
import json
import pathlib

import torch
import transformers
from safetensors.torch import load_file

import search_goldens
from language_models import language_model

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
    count = search_goldens.write(data)
    print(f"{count} searches with more rules; {sum(len(entry['sequences']) for entry in entries)} captions, {differing} of them other than by the new scorer")


if __name__ == "__main__":
    main()
