# SPDX-License-Identifier: GPL-3.0-or-later
"""Tiny BEATs files, as the public ones are, and what the public code of BEATs makes of random spectrograms with them."""
import sys
import types

import torch
from safetensors.torch import save_file

SHAPES = {
    "beats_a": dict(embed_dim=12, encoder_embed_dim=24, encoder_layers=3, encoder_ffn_embed_dim=40, encoder_attention_heads=3,
                    conv_pos=8, conv_pos_groups=4, num_buckets=32, max_distance=80),
    # No projection between equal widths; an odd number of taps.
    "beats_b": dict(embed_dim=16, encoder_embed_dim=16, encoder_layers=2, encoder_ffn_embed_dim=24, encoder_attention_heads=4,
                    conv_pos=7, conv_pos_groups=2, num_buckets=16, max_distance=40),
}


def load_code(folder):
    """The module of BEATs; torchaudio, which it only needs for sound, is not wanted."""
    kaldi = types.ModuleType("torchaudio.compliance.kaldi")
    for name in ("torchaudio", "torchaudio.compliance"):
        sys.modules.setdefault(name, types.ModuleType(name))
    sys.modules.setdefault(kaldi.__name__, kaldi)
    sys.path.insert(0, str(folder))
    import BEATs
    return BEATs


def write_one(code, out, name, seed):
    settings = dict(input_patch_size=16, conv_bias=False, activation_fn="gelu", layer_norm_first=False, deep_norm=True,
                    dropout=0.1, encoder_layerdrop=0.05, relative_position_embedding=True, gru_rel_pos=True, **SHAPES[name])
    model = code.BEATs(code.BEATsConfig(settings)).eval()
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for key, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            around_one = "norm" in key and key.endswith("weight") or key.endswith(("grep_a", "weight_g"))
            parameter.copy_(1 + 0.1 * noise if around_one else noise * (0.1 if parameter.dim() < 2 else 0.3))
    torch.save({"cfg": settings, "model": model.state_dict()}, out / f"{name}.pt")
    fbank = torch.randn(2, 34, 128, generator=generator)
    samples = torch.zeros(2, 34 * 160 + 240, dtype=torch.uint8)
    samples[1, 3000:] = 1
    model.preprocess = lambda source, fbank_mean, fbank_std: source
    with torch.no_grad():
        blocks, _ = model.extract_features(fbank, padding_mask=samples.bool())
        whole, _ = model.extract_features(fbank)
    save_file({"fbank": fbank, "sample_mask": samples, "audio_blocks": blocks.contiguous(), "audio_blocks_whole": whole.contiguous(),
               "audio_tokens": torch.nn.functional.layer_norm(blocks, blocks.shape[-1:], eps=1e-12)},
              out / f"{name}_expected.safetensors")


def write(out, seed, folder):
    code = load_code(folder)
    for index, name in enumerate(SHAPES):
        write_one(code, out, name, seed + 30 + index)
