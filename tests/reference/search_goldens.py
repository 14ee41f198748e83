# SPDX-License-Identifier: GPL-3.0-or-later
"""Searches with every rule and their combinations, beginnings given as text, and diverse groups, by the transformers that
is installed: 4.57.1 (our scorer "new") or 4.30.0 ("old"; only there are groups built in)."""
import json
import string

import torch
import transformers
from safetensors.torch import load_file, save_file
from transformers import LogitsProcessorList

from language_models import language_model
from text_prefix import NoRepeatsAfterPrefix, TextPrefix

VOCAB = 96
PACKAGES = ("hub_a", "hub_c")
BATCH = 3
INPUTS = 12
SENTENCES = [f"a {who} is {what} {where}" for who in ("man", "woman", "dog", "boy playing a piano", "girl")
             for what in ("playing", "running", "plainly standing", "singing a song") for where in ("in a park", "outside", "on a plane")]


def write_tokenizer(path):
    """A vocabulary in which most texts can be written in several ways. Needs sentencepiece."""
    import sentencepiece
    import io
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(SENTENCES), model_writer=model, model_type="bpe", vocab_size=88,
        normalization_rule_name="identity", pad_id=0, eos_id=1, unk_id=2, bos_id=-1, pad_piece="<pad>", eos_piece="</s>",
        unk_piece="<unk>", minloglevel=2, num_threads=1)
    path.write_bytes(model.getvalue())
    processor = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    return ["" if processor.is_control(index) or processor.is_unknown(index) else processor.id_to_piece(index)
            for index in range(len(processor))]


class Draw:
    def __init__(self, seed):
        self.generator = torch.Generator().manual_seed(seed)

    def number(self, below):
        return int(torch.randint(below, (1,), generator=self.generator))

    def one_of(self, *values):
        return values[self.number(len(values))]

    def embedded(self, width):
        return torch.randn(BATCH, 3 + self.number(8), width, generator=self.generator)

    def settings(self, beams):
        early = self.one_of(False, True, "never") if beams > 1 else False
        return {"beams": beams, "max_new_tokens": self.one_of(1, 2, 6, 12, 20), "min_length": self.one_of(0, 0, 1, 5, 9, 30),
                "length_penalty": self.one_of(-2.0, -0.5, 0.0, 0.8, 1.0, 2.5) if beams > 1 else 1.0,
                "repetition_penalty": self.one_of(1.0, 0.8, 1.15, 2.0), "no_repeat_ngram": self.one_of(0, 1, 2, 3),
                "early_stopping": early, "return": self.one_of(1, beams)}

    def prefix(self):
        """A beginning as people type them: cut anywhere, spaces doubled or left at the end, characters of other scripts."""
        text = self.one_of(*SENTENCES)
        text = text[:1 + self.number(len(text))]
        for _ in range(self.one_of(0, 0, 1, 2)):
            at = self.number(len(text) + 1)
            text = text[:at] + self.one_of(" ", "  ", "\u03a9", "\U0001f404\U0001f413", "Q", string.ascii_lowercase[self.number(26)]) + text[at:]
        return text + self.one_of("", "", "", " ", "  ")


def generated(model, pieces, embedded, settings):
    more = {}
    tokens, ngram = settings["max_new_tokens"], settings["no_repeat_ngram"]
    if settings.get("prefix"):
        prefix = TextPrefix(pieces, VOCAB, settings["prefix"], tokens)
        tokens = prefix.tokens
        more["prefix_allowed_tokens_fn"] = prefix
        if ngram:
            more["logits_processor"] = LogitsProcessorList([NoRepeatsAfterPrefix(prefix, ngram)])
            ngram = 0
    if settings["beams"] > 1:
        more.update(length_penalty=settings["length_penalty"], early_stopping=settings["early_stopping"])
    if settings.get("groups"):
        more.update(num_beam_groups=settings["groups"], diversity_penalty=settings["diversity"])
    result = model.generate(
        inputs_embeds=embedded, attention_mask=torch.ones(embedded.shape[:2], dtype=torch.long), do_sample=False,
        num_beams=settings["beams"], max_new_tokens=tokens, min_length=settings["min_length"],
        repetition_penalty=settings["repetition_penalty"], no_repeat_ngram_size=ngram,
        num_return_sequences=settings["return"], use_cache=False, return_dict_in_generate=True, output_scores=True, **more)
    sequences = [row[:row.index(1, 1) + 1] if 1 in row[1:] else row for row in result.sequences.tolist()]
    scores = [round(score, 6) for score in result.sequences_scores.tolist()] if settings["beams"] > 1 else None
    return {"sequences": sequences, "scores": scores}


def is_settled(found, model, pieces, embedded, settings):
    """Whether the reference gives the same when its logits change by as little as two right programs differ: where it does not,
    two ways to go on are as good as one another, and either is right."""
    generator = torch.Generator().manual_seed(0)
    hook = model.lm_head.register_forward_hook(lambda layer, given, logits: logits + 3e-6 * torch.randn(logits.shape, generator=generator))
    same = all(generated(model, pieces, embedded, settings)["sequences"] == found["sequences"] for _ in range(8))
    hook.remove()
    return same


def settings_of_all(old, seed):
    """Settings of each decoding, the same for both versions as far as both can do it."""
    draw = Draw(seed)
    entries = []
    for number in range(36 * len(PACKAGES)):
        place = {"package": PACKAGES[number % len(PACKAGES)], "input": number // len(PACKAGES) % INPUTS}
        plain = draw.settings(1), draw.settings(draw.one_of(2, 3, 4, 6, 20))
        begun = [dict(draw.settings(beams), prefix=draw.prefix()) for beams in (1, draw.one_of(2, 4, 6))]
        groups = draw.one_of(2, 3)
        diverse = dict(draw.settings(groups * draw.one_of(1, 2, 3)), groups=groups, diversity=draw.one_of(0.2, 0.5, 1.0, 3.0))
        entries += [dict(place, settings=settings) for settings in (*plain, *begun, *([diverse] if old else []))
                    if not old or settings["beams"] > 1 or settings.get("prefix")]
    for entry in entries if old else []:
        settings = entry["settings"]  # 4.30.0 refuses a minimum beyond the maximum
        settings["min_length"] = min(settings["min_length"], 1 + settings["max_new_tokens"])
    return entries


def write(data, seed=7):
    old = transformers.__version__ == "4.30.0"
    models = {name: language_model(data / name) for name in PACKAGES}
    if not old:
        (data / "search_pieces.json").write_text(json.dumps(write_tokenizer(data / "search_spiece.model"), ensure_ascii=False) + "\n")
        draw = Draw(seed + 50)
        save_file({f"{name}.{number}": draw.embedded(models[name].config.d_model) for name in PACKAGES for number in range(INPUTS)},
                  data / "search_inputs.safetensors")
    pieces = json.loads((data / "search_pieces.json").read_text())
    inputs = load_file(data / "search_inputs.safetensors")
    entries = settings_of_all(old, seed + 60)
    with torch.no_grad():
        for entry in entries:
            entry["inputs"] = f"{entry['package']}.{entry.pop('input')}"
            given = models[entry["package"]], pieces, inputs[entry["inputs"]], entry["settings"]
            entry.update(generated(*given))
            entry["settled"] = is_settled(entry, *given)
    entries = [entry for entry in entries if entry.pop("settled")]
    lines = ",\n".join(json.dumps(entry, separators=(",", ":"), ensure_ascii=False) for entry in entries)
    (data / f"search_{'old' if old else 'new'}.json").write_text("[\n" + lines + "\n]\n")
    return len(entries) * BATCH
