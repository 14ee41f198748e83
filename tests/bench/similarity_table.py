#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which copies similarity_bench has found: similarity_table.py PAIRS.jsonl COPY…; a copy is called FILM__KIND.mp4."""
import collections
import json
import os
import sys


def film_of(name):
    return os.path.splitext(name)[0].split("__")[0]


def main():
    rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
    pairs, summary = rows[:-1], rows[-1]
    found = {frozenset((pair["one"], pair["other"])) for pair in pairs}
    table = collections.defaultdict(list)
    for path in sys.argv[2:]:
        name = os.path.basename(path)
        film = film_of(name)
        kind = os.path.splitext(name)[0].split("__")[1]
        table[kind].append(frozenset((name, film + ".mp4")) in found)
    for kind, hits in table.items():
        print(f"| {kind} | {sum(hits)} of {len(hits)} |")
    wrong = [pair for pair in pairs if film_of(pair["one"]) != film_of(pair["other"])]
    print(f"pairs of different films: by pictures {sum(pair['pictures'] > 0 for pair in wrong)}, "
          f"by sound alone {sum(pair['pictures'] == 0 for pair in wrong)}")
    print(summary)


if __name__ == "__main__":
    main()
