# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes tests/data/reference anew: tiny checkpoints, inputs, and what the public references make of them. See README.md."""
import argparse
import pathlib
import shutil

import torch
import transformers

import authors_goldens
import beats_goldens
import hub_goldens
import sampling_goldens
import search_goldens


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path(__file__).parents[1] / "data/reference")
    parser.add_argument("--beats-code", type=pathlib.Path, required=True, help="the folder beats of microsoft/unilm")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    if transformers.__version__ != "4.57.1":
        raise SystemExit(f"transformers is {transformers.__version__}; the goldens are those of 4.57.1")
    torch.set_num_threads(1)
    shutil.rmtree(options.out, ignore_errors=True)
    options.out.mkdir(parents=True)
    count = hub_goldens.write(options.out, options.seed)
    count += search_goldens.write(options.out, options.seed)
    sampling_goldens.write(options.out, options.seed)
    beats_goldens.write(options.out, options.seed, options.beats_code)
    for layout in ("aligned", "alternating"):
        authors_goldens.write(options.out, options.seed, layout, hub_goldens.VOCAB)
    print(f"{count} clips decoded; {sum(path.stat().st_size for path in options.out.rglob('*') if path.is_file())} bytes")


if __name__ == "__main__":
    main()
