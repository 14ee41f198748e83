# SPDX-License-Identifier: GPL-3.0-or-later
"""A training file of the authors' layout at tiny width, written by torch.save itself.

    python authors_miniature.py OUT.pth [--variant multimodal|separate|visual] [--layout aligned|aligned12|alternating]
                                [--no-lora] [--partial] [--seed N] [--vocab N]

Keys, element types and the things beside "model" follow docs of the published files; the weights are random. --partial writes
what the epoch runner keeps: trained parameters, and second names of shared ones.
"""
import argparse
import collections

import torch

VIT, AUDIO, HIDDEN, MODEL, LAYERS = 32, 24, 24, 32, 4


class Weights:
    """Collects a state dict; values depend on the seed and on the order alone."""

    def __init__(self, seed):
        self.generator = torch.Generator().manual_seed(seed)
        self.state = collections.OrderedDict()

    def add(self, name, *shape, dtype=torch.float32):
        norm = "norm" in name.lower() and name.endswith("weight")
        value = torch.randn(shape, generator=self.generator) * (0.1 if len(shape) < 2 else shape[-1] ** -0.5)
        self.state[name] = ((1 + value) if norm else value).to(dtype)

    def linear(self, name, out, into, dtype=torch.float32):
        self.add(name + ".weight", out, into, dtype=dtype)
        self.add(name + ".bias", out, dtype=dtype)

    def norm(self, name, width):
        self.add(name + ".weight", width)
        self.add(name + ".bias", width)


def add_beats(w):
    root = "audio_encoder."
    w.add(root + "patch_embedding.weight", 16, 1, 16, 16)
    w.norm(root + "layer_norm", 16)
    w.linear(root + "post_extract_proj", AUDIO, 16)
    w.add(root + "encoder.pos_conv.0.bias", AUDIO)
    w.add(root + "encoder.pos_conv.0.weight_g", 1, 1, 8)
    w.add(root + "encoder.pos_conv.0.weight_v", AUDIO, AUDIO // 4, 8)
    w.norm(root + "encoder.layer_norm", AUDIO)
    for i in range(2):
        layer = f"{root}encoder.layers.{i}."
        w.add(layer + "self_attn.relative_attention_bias.weight", 32, 3)
        if i > 0:  # one table under the names of all layers
            w.state[layer + "self_attn.relative_attention_bias.weight"] = w.state[
                root + "encoder.layers.0.self_attn.relative_attention_bias.weight"]
        for part in ("q_proj", "k_proj", "v_proj", "out_proj"):
            w.linear(layer + "self_attn." + part, AUDIO, AUDIO)
        w.linear(layer + "self_attn.grep_linear", 8, AUDIO // 3)
        w.add(layer + "self_attn.grep_a", 1, 3, 1, 1)
        w.norm(layer + "self_attn_layer_norm", AUDIO)
        w.linear(layer + "fc1", 48, AUDIO)
        w.linear(layer + "fc2", AUDIO, 48)
        w.norm(layer + "final_layer_norm", AUDIO)
    w.norm("ln_audio", AUDIO)


def add_vit(w):
    root, half = "visual_encoder.", torch.float16
    w.add(root + "cls_token", 1, 1, VIT)
    w.add(root + "pos_embed", 1, 5, VIT)
    w.linear(root + "patch_embed.proj", VIT, 1, dtype=half)
    w.add(root + "patch_embed.proj.weight", VIT, 3, 14, 14, dtype=half)
    for i in range(3):
        block = f"{root}blocks.{i}."
        w.norm(block + "norm1", VIT)
        w.add(block + "attn.q_bias", VIT)
        w.add(block + "attn.v_bias", VIT)
        w.add(block + "attn.qkv.weight", 3 * VIT, VIT, dtype=half)
        w.linear(block + "attn.proj", VIT, VIT, dtype=half)
        w.norm(block + "norm2", VIT)
        w.linear(block + "mlp.fc1", 64, VIT, dtype=half)
        w.linear(block + "mlp.fc2", VIT, 64, dtype=half)
    w.norm("ln_vision", VIT)


def add_attention(w, name, width):
    w.linear(name + ".self.query", HIDDEN, HIDDEN)
    w.linear(name + ".self.key", HIDDEN, width)
    w.linear(name + ".self.value", HIDDEN, width)
    w.linear(name + ".output.dense", HIDDEN, HIDDEN)
    w.norm(name + ".output.LayerNorm", HIDDEN)


def add_qformer(w, root, senses, layout):
    """senses: suffix -> width that it reads"""
    w.state[root + "bert.embeddings.position_ids"] = torch.arange(512).reshape(1, 512)
    w.norm(root + "bert.embeddings.LayerNorm", HIDDEN)
    for i in range(LAYERS):
        layer = f"{root}bert.encoder.layer.{i}."
        add_attention(w, layer + "attention", HIDDEN)
        for number, (suffix, width) in enumerate(senses.items()):
            reads = {"aligned": i % 2 == 0, "aligned12": True, "alternating": i % 2 == number}[layout]
            if reads:
                add_attention(w, layer + "crossattention" + suffix, width)
            w.linear(layer + f"intermediate_query{suffix}.dense", 48, HIDDEN)
            w.linear(layer + f"output_query{suffix}.dense", HIDDEN, 48)
            w.norm(layer + f"output_query{suffix}.LayerNorm", HIDDEN)


def add_t5(w, lora, vocab):
    root, bf16 = "t5_model.base_model.model." if lora else "t5_model.", torch.bfloat16
    w.add(root + "shared.weight", vocab, MODEL, dtype=bf16)
    for stack, blocks in (("encoder", 2), ("decoder", 3)):
        w.state[f"{root}{stack}.embed_tokens.weight"] = w.state[root + "shared.weight"]
        for i in range(blocks):
            block = f"{root}{stack}.block.{i}.layer."
            attentions = ["0.SelfAttention"] + (["1.EncDecAttention"] if stack == "decoder" else [])
            for attention in attentions:
                for part in "qkvo":
                    w.add(f"{block}{attention}.{part}.weight", MODEL, MODEL, dtype=bf16)
                    if lora and part in "qv":
                        w.add(f"{block}{attention}.{part}.lora_A.default.weight", 4, MODEL)
                        w.add(f"{block}{attention}.{part}.lora_B.default.weight", MODEL, 4)
                if i == 0 and attention == "0.SelfAttention":
                    w.add(f"{block}{attention}.relative_attention_bias.weight", 32, 4, dtype=bf16)
                w.add(f"{block}{attention[0]}.layer_norm.weight", MODEL, dtype=bf16)
            dense = f"{block}{len(attentions)}."
            w.add(dense + "DenseReluDense.wi_0.weight", 64, MODEL, dtype=bf16)
            w.add(dense + "DenseReluDense.wi_1.weight", 64, MODEL, dtype=bf16)
            w.add(dense + "DenseReluDense.wo.weight", MODEL, 64, dtype=bf16)
            w.add(dense + "layer_norm.weight", MODEL, dtype=bf16)
        w.add(f"{root}{stack}.final_layer_norm.weight", MODEL, dtype=bf16)
    w.add(root + "lm_head.weight", vocab, MODEL, dtype=bf16)


def state_dict(variant, layout, lora, seed, vocab):
    w = Weights(seed)
    w.add("query_tokens", 1, 48 if variant == "multimodal" else 32, HIDDEN)
    if variant != "visual":
        add_beats(w)
    add_vit(w)
    if variant == "multimodal":
        add_qformer(w, "Qformer.", {"_vis": VIT, "_aud": AUDIO}, layout)
    else:
        add_qformer(w, "Qformer.", {"": VIT}, layout)
    if variant == "separate":
        add_qformer(w, "Qformer_aud.", {"": AUDIO}, layout)
        w.add("query_tokens_aud", 1, 16, HIDDEN)
    add_t5(w, lora, vocab)
    w.linear("t5_proj", MODEL, HIDDEN)
    if variant != "visual":
        w.linear("t5_proj_aud", MODEL, HIDDEN)
    return w.state


def is_kept(name):
    """What the epoch runner keeps: it drops frozen parameters under their first name only."""
    frozen = name.startswith(("visual_encoder.", "audio_encoder.", "t5_model."))
    second = name.endswith("embed_tokens.weight") or (".relative_attention_bias." in name and "layers.1." in name)
    return not frozen or "lora_" in name or second


def write(out, variant="multimodal", layout="aligned", lora=True, partial=False, seed=0, vocab=1200):
    model = state_dict(variant, layout, lora, seed, vocab)
    if partial:
        model = collections.OrderedDict((name, value) for name, value in model.items() if is_kept(name))
    model._metadata = collections.OrderedDict({"": {"version": 1}})
    trained = [value for value in model.values() if value.dtype == torch.float32 and value.numel() < 1000][:5]
    optimizer = {"state": {i: {"step": torch.tensor(7.0), "exp_avg": torch.zeros_like(value),
                               "exp_avg_sq": torch.zeros_like(value)} for i, value in enumerate(trained)},
                 "param_groups": [{"weight_decay": 0.05, "lr": 1e-5, "betas": (0.9, 0.999), "params": [0, 1, 2, 3, 4]}]}
    config = {"run": {"seed": 42, "lr_sched": "linear_warmup_cosine_lr", "evaluate": False, "big": 2**40},
              "model": {"arch": "blip2_t5_multimodal", "lora": lora, "lora_r": 4, "lora_alpha": 8,
                        "num_vis_query_token": 32, "num_aud_query_token": 16, "cross_attention_freq": 2,
                        "prompt": "a video of"},
              "preprocess": {}, "datasets": {"msrvtt_caption": {"data_type": "videos", "storage": None}}}
    torch.save({"model": model, "optimizer": optimizer, "config": config,
                "scaler": {"scale": 65536.0, "growth_interval": 2000, "_growth_tracker": 3}, "iters": 4999}, out)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--variant", default="multimodal")
    parser.add_argument("--layout", default="aligned")
    parser.add_argument("--no-lora", action="store_true")
    parser.add_argument("--partial", action="store_true")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--vocab", type=int, default=1200)
    options = parser.parse_args()
    write(options.out, options.variant, options.layout, not options.no_lora, options.partial, options.seed, options.vocab)


if __name__ == "__main__":
    main()
