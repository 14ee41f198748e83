# SPDX-License-Identifier: GPL-3.0-or-later
"""A model of 370 million random parameters on the CPU: Descant, transformers and CTranslate2 on the same weights, in turn
(docs/benchmarks.md, "Mid size").

mid_size_peer.py DESCANT_CLI FOLDER [RUNS [PACKAGE]]

With PACKAGE the sizes are those of its visual part, and CTranslate2 is left out.

Decoding is timed as the difference between many and few tokens, so that neither reading the model nor T5's encoder counts; a
whole clip as that between many and one in a run.
Needs torch, transformers 4.57, safetensors, sentencepiece and ctranslate2.
"""
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

FEW, MANY, BEAMS, FRAMES, CLIPS = 10, 60, 5, 16, 9
ARCHITECTURE = {
    "variant": "visual", "image_size": 224, "frames": FRAMES,
    "vit": {"hidden": 768, "layers": 12, "heads": 12, "mlp": 3072, "patch": 16},
    "qformer": {"hidden": 768, "layers": 4, "heads": 12, "mlp": 3072, "visual_queries": 32},
    "t5": {"d_model": 768, "d_kv": 64, "d_ff": 2048, "encoder_layers": 12, "decoder_layers": 12, "heads": 12, "vocab": 32128},
}
SETTINGS = ["--beams", str(BEAMS), "--repetition-penalty", "1", "--length-penalty", "1", "--early-stopping", "0", "--scorer", "new"]


def call(*arguments):
    return subprocess.run([str(argument) for argument in arguments], check=True, capture_output=True, text=True).stdout


def timed(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def visual_part(package):
    architecture = json.loads((package / "descant-model.json").read_text())["architecture"]
    t5 = architecture["t5"]  # transformers 4.57 cannot keep the keys of a decoder that is deeper than its encoder
    t5["encoder_layers"] = max(t5["encoder_layers"], t5["decoder_layers"])
    return {name: architecture[name] for name in ("image_size", "frames", "vit", "qformer", "t5")} | {"variant": "visual"}


def make(cli, folder, architecture):
    (folder / "like.json").write_text(json.dumps(architecture))
    if not (folder / "package").exists():
        call(cli, "model", "random", "--like", folder / "like.json", "--layout", "hub", "--dtype", "fp32", "--out", folder / "hub")
        call(cli, "model", "assemble", "--blip2", folder / "hub", "--config", folder / "like.json", "--out", folder / "package")
    generator = torch.Generator().manual_seed(0)
    save_file({"pixel_values": torch.randn(1, architecture["frames"], 3, architecture["image_size"], architecture["image_size"], generator=generator), "prompt_ids": torch.tensor([[3, 9, 20, 30, 1]])},
              folder / "clip.safetensors")


def ours(cli, folder, inputs, precision, tokens):
    out = folder / f"{precision}.safetensors"
    call(cli, "model", "run", "--model", folder / "package", "--component", "generate", "--inputs", inputs, "--out", out,
         "--precision", precision, "--max-new-tokens", tokens, "--min-length", tokens + 1, *SETTINGS)
    return load_file(out)["sequences"][0].tolist()


class Theirs:
    def __init__(self, hub):
        from transformers import Blip2ForConditionalGeneration
        torch.set_grad_enabled(False)
        self.model = Blip2ForConditionalGeneration.from_pretrained(hub, dtype=torch.float32).eval()

    def embedded(self, clip):
        tokens = self.model.vision_model(clip["pixel_values"][0]).last_hidden_state
        queries = self.model.qformer(query_embeds=self.model.query_tokens, encoder_hidden_states=tokens.reshape(1, -1, tokens.shape[-1]))
        words = self.model.language_model.get_input_embeddings()(clip["prompt_ids"])
        return torch.cat([self.model.language_projection(queries.last_hidden_state), words], 1)

    def generate(self, embedded, tokens):
        return self.model.language_model.generate(
            inputs_embeds=embedded, attention_mask=torch.ones(embedded.shape[:2], dtype=torch.long), num_beams=BEAMS, do_sample=False,
            max_new_tokens=tokens, min_new_tokens=tokens, use_cache=True)[0].tolist()


def translator(theirs, hub, folder, kind):
    import ctranslate2
    from transformers import T5Tokenizer
    converted = folder / f"ct2-{kind}"
    tokenizer = T5Tokenizer(str(hub / "spiece.model"), legacy=True)
    if not converted.exists():
        theirs.model.language_model.save_pretrained(folder / "t5")
        tokenizer.save_pretrained(folder / "t5")
        ctranslate2.converters.TransformersConverter(str(folder / "t5")).convert(str(converted), quantization=kind)
    model = ctranslate2.Translator(str(converted), device="cpu", intra_threads=2, inter_threads=1)
    words = [tokenizer.convert_ids_to_tokens([3 + place for place in range(37)] + [1])]
    return lambda tokens: model.translate_batch(words, beam_size=BEAMS, max_decoding_length=tokens, min_decoding_length=tokens)


def milliseconds(pairs):
    return statistics.median(pairs) * 1e3


def main():
    cli, folder = sys.argv[1], Path(sys.argv[2])
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    package = Path(sys.argv[4]) if len(sys.argv) > 4 else None
    folder.mkdir(parents=True, exist_ok=True)
    make(cli, folder, visual_part(package) if package else ARCHITECTURE)
    theirs = Theirs(folder / "hub")
    print("parameters:", sum(parameter.numel() for parameter in theirs.model.parameters()))
    clip = load_file(folder / "clip.safetensors")
    embedded = theirs.embedded(clip)
    save_file({"inputs_embeds": embedded}, folder / "embedded.safetensors")
    same = ours(cli, folder, folder / "clip.safetensors", "fp32", FEW) == theirs.generate(embedded, FEW)
    print("the same tokens as transformers:", same)
    ct2 = {} if package else {kind: translator(theirs, folder / "hub", folder, kind) for kind in ("float32", "int8")}

    inputs = folder / "embedded.safetensors"
    steps = {"Descant fp32": lambda n: ours(cli, folder, inputs, "fp32", n), "transformers fp32": lambda n: theirs.generate(embedded, n),
             "Descant int8": lambda n: ours(cli, folder, inputs, "int8", n), **{f"CTranslate2 {kind}": work for kind, work in ct2.items()}}
    taken = {name: [] for name in steps}
    for _ in range(runs):
        for name, work in steps.items():
            taken[name].append((timed(lambda: work(MANY)) - timed(lambda: work(FEW))) / (MANY - FEW))
    for name, times in taken.items():
        print(f"{name:20s} {milliseconds(times):7.2f} ms a token with {BEAMS} beams")

    for clips in (1, CLIPS):
        save_file({name: tensor.repeat(clips, *[1] * (tensor.dim() - 1)) for name, tensor in clip.items()}, folder / f"clips{clips}.safetensors")
    whole, peer = [], []
    for _ in range(runs):
        many, one = (timed(lambda: ours(cli, folder, folder / f"clips{clips}.safetensors", "fp32", 20)) for clips in (CLIPS, 1))
        whole.append((many - one) / (CLIPS - 1))
        peer.append(timed(lambda: theirs.generate(theirs.embedded(clip), 20)))
    print(f"a clip, {clip['pixel_values'].shape[1]} frames and 20 tokens with {BEAMS} beams: Descant {milliseconds(whole):.1f} ms, "
          f"transformers {milliseconds(peer):.1f} ms")


if __name__ == "__main__":
    main()
