# SPDX-License-Identifier: GPL-3.0-or-later
"""The language model of a hub folder of BLIP-2, by any version of transformers."""
import json

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
