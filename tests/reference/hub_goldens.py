# SPDX-License-Identifier: GPL-3.0-or-later
"""Tiny hub folders of BLIP-2, and what transformers makes of random inputs with them."""
import json

import torch
from safetensors.torch import save_file
from transformers import Blip2Config, Blip2ForConditionalGeneration

VOCAB = 96

# hub_b: a decoder deeper than its encoder. transformers' cache cannot, so it is switched off everywhere.
CONFIGS = {
    "hub_a": dict(
        vision=dict(hidden_size=16, intermediate_size=24, num_hidden_layers=3, num_attention_heads=4, image_size=28, patch_size=7),
        qformer=dict(hidden_size=24, num_hidden_layers=4, num_attention_heads=4, intermediate_size=32, cross_attention_frequency=2),
        text=dict(d_model=24, d_kv=8, d_ff=32, num_layers=3, num_decoder_layers=2, num_heads=5, dense_act_fn="gelu"),
        queries=8, shard="10GB"),
    "hub_b": dict(
        vision=dict(hidden_size=20, intermediate_size=33, num_hidden_layers=2, num_attention_heads=5, image_size=28, patch_size=14,
                    layer_norm_eps=1e-5),
        qformer=dict(hidden_size=16, num_hidden_layers=3, num_attention_heads=2, intermediate_size=24, cross_attention_frequency=1),
        text=dict(d_model=16, d_kv=6, d_ff=32, num_layers=2, num_decoder_layers=4, num_heads=4,
                  relative_attention_num_buckets=16, relative_attention_max_distance=40),
        queries=5, shard="10GB"),
    "hub_c": dict(
        vision=dict(hidden_size=16, intermediate_size=24, num_hidden_layers=1, num_attention_heads=2, image_size=28, patch_size=14),
        qformer=dict(hidden_size=24, num_hidden_layers=6, num_attention_heads=3, intermediate_size=40, cross_attention_frequency=3),
        text=dict(d_model=32, d_kv=10, d_ff=40, num_layers=2, num_decoder_layers=2, num_heads=2, dense_act_fn="gelu"),
        queries=12, shard="60KB"),
}


def randomise(model, generator):
    """Weights of a size that lets every part matter, and an end that comes now and then."""
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            if "norm" in name.lower() and name.endswith("weight"):
                parameter.copy_(1 + 0.1 * noise)
            elif parameter.dim() < 2:
                parameter.copy_(0.1 * noise)
            else:
                parameter.copy_(noise * (1.5 / parameter.shape[-1] ** 0.5 if parameter.dim() == 2 else 0.2))
        model.language_model.lm_head.weight[1] *= 1.6


def build(name, seed):
    config = CONFIGS[name]
    text = dict(model_type="t5", vocab_size=VOCAB, feed_forward_proj="gated-gelu", tie_word_embeddings=False,
                decoder_start_token_id=0, is_encoder_decoder=True, **config["text"])
    qformer = dict(vocab_size=99, encoder_hidden_size=config["vision"]["hidden_size"], **config["qformer"])
    model = Blip2ForConditionalGeneration(Blip2Config(
        vision_config=config["vision"], qformer_config=qformer, text_config=text, num_query_tokens=config["queries"],
        use_decoder_only_language_model=False)).eval()
    randomise(model, torch.Generator().manual_seed(seed))
    return model


def prefix_of(model, pictures):
    """pictures [B, T, 3, S, S] -> the frames' tokens side by side -> what T5 reads in front of the prompt."""
    tokens = model.vision_model(pictures.flatten(0, 1)).last_hidden_state
    together = tokens.reshape(pictures.shape[0], -1, tokens.shape[-1])
    queries = model.qformer(query_embeds=model.query_tokens.expand(len(pictures), -1, -1),
                            encoder_hidden_states=together).last_hidden_state
    return tokens, queries, model.language_projection(queries)


def features(model, seed):
    generator = torch.Generator().manual_seed(seed)
    side = model.config.vision_config.image_size
    pictures = torch.randn(2, 2, 3, side, side, generator=generator)
    prompt = torch.tensor([[3, 9, 20, 1], [7, 7, 50, 1]])
    decoder = torch.tensor([[0, 5, 7, 2, 11, 90], [0, 30, 30, 30, 4, 1]])
    tokens, queries, prefix = prefix_of(model, pictures)
    embedded = torch.cat([prefix, model.language_model.get_input_embeddings()(prompt)], 1)
    output = model.language_model(inputs_embeds=embedded, decoder_input_ids=decoder, use_cache=False)
    inputs = {"pixel_values": pictures, "prompt_ids": prompt, "decoder_input_ids": decoder}
    expected = {"visual_tokens": tokens, "queries": queries, "t5_prefix": prefix,
                "encoder_output": output.encoder_last_hidden_state, "logits": output.logits}
    return inputs, expected


def settings_of(search, generator):
    """Settings of one case, with every rule switched on now and then."""
    def one_of(*values):
        return values[int(torch.randint(len(values), (1,), generator=generator))]
    beams = 1 if search == "greedy" else one_of(2, 3, 4, 6)
    return {"beams": beams, "max_new_tokens": one_of(6, 12, 20), "min_length": one_of(0, 0, 3, 7),
            "length_penalty": 1.0 if beams == 1 else one_of(0.0, 0.8, 1.0, 1.3, -0.5),
            "repetition_penalty": one_of(1.0, 1.0, 1.15, 1.5), "no_repeat_ngram": one_of(0, 0, 2, 3),
            "early_stopping": beams > 1 and one_of(False, True), "return": 1 if beams == 1 else one_of(1, beams)}


def generated(model, embedded, settings):
    beams = settings["beams"]
    more = dict(length_penalty=settings["length_penalty"], early_stopping=settings["early_stopping"]) if beams > 1 else {}
    result = model.language_model.generate(
        inputs_embeds=embedded, attention_mask=torch.ones(embedded.shape[:2], dtype=torch.long), do_sample=False,
        num_beams=beams, max_new_tokens=settings["max_new_tokens"], min_length=settings["min_length"],
        repetition_penalty=settings["repetition_penalty"], no_repeat_ngram_size=settings["no_repeat_ngram"],
        num_return_sequences=settings["return"], use_cache=False, return_dict_in_generate=True, output_scores=True, **more)
    sequences = [row[:row.index(1, 1) + 1] if 1 in row[1:] else row for row in result.sequences.tolist()]
    scores = result.sequences_scores.tolist() if beams > 1 else None
    return {"sequences": sequences, "scores": [round(score, 6) for score in scores] if scores else None}


def cases(name, model, seed, count, batch):
    """Batches of one length, each decoded greedily and by two beam searches, with settings of their own. Returns the inputs
    and one entry for each decoding."""
    generator = torch.Generator().manual_seed(seed)
    inputs, entries = {}, []
    for number in range(count):
        length = int(torch.randint(3, 11, (1,), generator=generator))
        embedded = torch.randn(batch, length, model.config.text_config.d_model, generator=generator)
        inputs[f"{name}.{number}"] = embedded
        for search in ("greedy", "beams", "beams"):
            settings = settings_of(search, generator)
            entries.append({"package": name, "inputs": f"{name}.{number}", "settings": settings,
                            **generated(model, embedded, settings)})
    return inputs, entries


def write(out, seed):
    inputs, entries = {}, []
    for index, name in enumerate(CONFIGS):
        model = build(name, seed + index)
        model.save_pretrained(out / name, max_shard_size=CONFIGS[name]["shard"])
        (out / name / "generation_config.json").unlink()
        with torch.no_grad():
            given, expected = features(model, seed + 10 + index)
            save_file({key: value.contiguous() for key, value in given.items()}, out / f"{name}_inputs.safetensors")
            save_file({key: value.contiguous() for key, value in expected.items()}, out / f"{name}_expected.safetensors")
            more, cases_of_one = cases(name, model, seed + 20 + index, 25, 3)
        inputs.update(more)
        entries += cases_of_one
    save_file(inputs, out / "generation_inputs.safetensors")
    lines = ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in entries)
    (out / "generation.json").write_text("[\n" + lines + "\n]\n")
    return sum(len(entry["sequences"]) // entry["settings"]["return"] for entry in entries)
