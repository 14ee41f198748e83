# SPDX-License-Identifier: GPL-3.0-or-later
"""A miniature of the authors' training file, and what the references' own classes make of it.

The ViT is transformers' with LAVIS' last norm; the multi-modal Q-Former is wired from transformers' Q-Former parts: one
self-attention over all queries, cross-attention and feed-forward by modality; T5 is transformers', with LoRA added to its
projections in fp32. The tokens of BEATs (see beats_goldens.py) are an input here.
"""
import torch
from safetensors.torch import save_file
from torch import nn
from transformers import Blip2QFormerConfig, Blip2VisionConfig, Blip2VisionModel, T5Config, T5ForConditionalGeneration
from transformers.models.blip_2.modeling_blip_2 import (Blip2QFormerAttention, Blip2QFormerIntermediate,
                                                        Blip2QFormerOutput)

import authors_miniature

VISUAL, AUDIO = 32, 16


class Layer(nn.Module):
    def __init__(self, config, index, layout):
        super().__init__()
        self.attention = Blip2QFormerAttention(config)
        for number, (sense, width) in enumerate((("vis", authors_miniature.VIT), ("aud", authors_miniature.AUDIO))):
            if {"aligned": index % 2 == 0, "aligned12": True, "alternating": index % 2 == number}[layout]:
                reading = Blip2QFormerConfig(**{**config.to_dict(), "encoder_hidden_size": width})
                setattr(self, f"crossattention_{sense}", Blip2QFormerAttention(reading, is_cross_attention=True))
            setattr(self, f"intermediate_query_{sense}", Blip2QFormerIntermediate(config))
            setattr(self, f"output_query_{sense}", Blip2QFormerOutput(config))

    def forward(self, hidden, seen, heard, mask):
        hidden = self.attention(hidden)
        parts = []
        for part, sense, keys, keep in ((hidden[:, :VISUAL], "vis", seen, None), (hidden[:, VISUAL:], "aud", heard, mask)):
            if hasattr(self, f"crossattention_{sense}"):
                part = getattr(self, f"crossattention_{sense}")(part, encoder_hidden_states=keys, encoder_attention_mask=keep)
            parts.append(getattr(self, f"output_query_{sense}")(getattr(self, f"intermediate_query_{sense}")(part), part))
        return torch.cat(parts, 1)


def qformer_of(state, layout):
    config = Blip2QFormerConfig(hidden_size=authors_miniature.HIDDEN, num_attention_heads=12, intermediate_size=48,
                                layer_norm_eps=1e-12)
    layers = nn.ModuleList(Layer(config, index, layout) for index in range(authors_miniature.LAYERS)).eval()
    prefix = "Qformer.bert.encoder.layer."
    layers.load_state_dict({key[len(prefix):].replace(".self.", ".attention."): value
                            for key, value in state.items() if key.startswith(prefix)})

    def run(seen, heard, mask):
        norm = {part: state[f"Qformer.bert.embeddings.LayerNorm.{part}"] for part in ("weight", "bias")}
        hidden = nn.functional.layer_norm(state["query_tokens"], (authors_miniature.HIDDEN,), **norm, eps=1e-12)
        hidden = hidden.expand(len(seen), -1, -1)
        keep = (1.0 - mask[:, None, None, :].float()) * torch.finfo(torch.float32).min
        for layer in layers:
            hidden = layer(hidden, seen, heard, keep)
        return hidden
    return run


def vit_of(state):
    config = Blip2VisionConfig(hidden_size=authors_miniature.VIT, intermediate_size=64, num_hidden_layers=3,
                               num_attention_heads=16, image_size=28, patch_size=14)
    model = Blip2VisionModel(config).eval()
    renamed = {"embeddings.class_embedding": state["visual_encoder.cls_token"],
               "embeddings.position_embedding": state["visual_encoder.pos_embed"],
               "embeddings.patch_embedding.weight": state["visual_encoder.patch_embed.proj.weight"],
               "embeddings.patch_embedding.bias": state["visual_encoder.patch_embed.proj.bias"],
               "post_layernorm.weight": state["ln_vision.weight"], "post_layernorm.bias": state["ln_vision.bias"]}
    for index in range(3):
        theirs, ours = f"visual_encoder.blocks.{index}.", f"encoder.layers.{index}."
        bias = state[theirs + "attn.q_bias"]
        renamed[ours + "self_attn.qkv.bias"] = torch.cat([bias, torch.zeros_like(bias), state[theirs + "attn.v_bias"]])
        renamed[ours + "self_attn.qkv.weight"] = state[theirs + "attn.qkv.weight"]
        for one, other in (("norm1", "layer_norm1"), ("norm2", "layer_norm2"), ("attn.proj", "self_attn.projection"),
                           ("mlp.fc1", "mlp.fc1"), ("mlp.fc2", "mlp.fc2")):
            for part in ("weight", "bias"):
                renamed[f"{ours}{other}.{part}"] = state[f"{theirs}{one}.{part}"]
    model.load_state_dict({key: value.float() for key, value in renamed.items()})
    model.post_layernorm.eps = 1e-5  # LAVIS' ln_vision
    return model


def t5_of(state, vocab):
    model = T5ForConditionalGeneration(T5Config(
        d_model=authors_miniature.MODEL, d_kv=8, d_ff=64, num_layers=2, num_decoder_layers=3, num_heads=4, vocab_size=vocab,
        feed_forward_proj="gated-gelu", dense_act_fn="gelu", tie_word_embeddings=False)).eval()
    prefix, weights = "t5_model.base_model.model.", {}
    for key, value in state.items():
        if key.startswith(prefix) and ".lora_" not in key:
            weights[key[len(prefix):]] = value.float()
            down = key[:-len("weight")] + "lora_A.default.weight"
            if down in state:
                weights[key[len(prefix):]] += 2 * state[down.replace("lora_A", "lora_B")] @ state[down]
    model.load_state_dict(weights)
    return model


def write(out, seed, layout, vocab):
    path = out / f"authors_{layout}.pth"
    authors_miniature.write(path, layout=layout, seed=seed, vocab=vocab)
    state = torch.load(path, weights_only=True)["model"]
    generator = torch.Generator().manual_seed(seed + 1)
    pictures = torch.randn(2, 3, 28, 28, generator=generator)
    heard = torch.randn(1, 24, authors_miniature.AUDIO, generator=generator)
    mask = torch.zeros(1, 24, dtype=torch.uint8)
    mask[:, :17] = 1
    decoder = torch.tensor([[0, 5, 7, 2, 11]])
    with torch.no_grad():
        seen = vit_of(state)(pictures).last_hidden_state
        queries = qformer_of(state, layout)(seen.reshape(1, -1, seen.shape[-1]), heard, mask)
        projected = [nn.functional.linear(rows, state[name + ".weight"], state[name + ".bias"])
                     for rows, name in ((queries[:, VISUAL:], "t5_proj_aud"), (queries[:, :VISUAL], "t5_proj"))]
        prefix = torch.cat(projected, 1)
        output = t5_of(state, vocab)(inputs_embeds=prefix, decoder_input_ids=decoder, use_cache=False)
    save_file({"pixel_values": pictures, "audio_tokens": heard, "audio_key_mask": mask, "decoder_input_ids": decoder,
               "visual_tokens": seen.contiguous(), "queries": queries.contiguous(), "t5_prefix": prefix.contiguous(),
               "encoder_output": output.encoder_last_hidden_state.contiguous(), "logits": output.logits.contiguous()},
              out / f"authors_{layout}_expected.safetensors")
