#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads what Descant exports with the libraries that people train with: `webdataset`, `datasets` and Python's `tarfile`.

corpus_shards.py --cli build/release/bin/descant-cli --film FILM
FILM is a video of eight seconds or more. Exit status 1 when a reader sees other captions than the ones that went in.
"""
import argparse
import collections
import csv
import glob
import json
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile

SPLITS = {"train": "train", "validate": "validation", "test": "test"}
TEXTS = ["a tram crosses a wet square", "she says \"no, never\"", "ein Mädchen läuft", "一个孩子在叠锡杯", "=1+1; -2"]


def run(cli, *arguments):
    done = subprocess.run([cli, *arguments, "--json"], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"descant-cli {' '.join(arguments)}: {done.stdout}{done.stderr}")
    return json.loads(done.stdout)


def make_project(cli, film, folder):
    """Twelve stretches of the film with one or two captions each; gives {split: {caption: count}}."""
    wanted = collections.defaultdict(collections.Counter)
    table = folder / "captions.csv"
    with table.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["video", "start_s", "end_s", "caption", "split"])
        for number in range(12):
            split = ["train", "train", "validate", "test"][number % 4]
            for copy in range(1 + number % 2):
                text = f"{TEXTS[(number + copy) % len(TEXTS)]} {number}"
                rows.writerow([film.name, number * 0.5, number * 0.5 + 0.75, text, split])
                wanted[SPLITS[split]][text] += 1
    project = folder / "project.descant"
    run(cli, "project", "new", str(project))
    run(cli, "import", str(project), str(table), "--format", "csv", "--media", str(film.parent))
    return project, wanted


def check(what, seen, wanted):
    if seen != wanted:
        sys.exit(f"{what}: {dict(seen)}\n  instead of {dict(wanted)}")
    print(f"{what}: {sum(seen.values())} captions")


def read_shards(folder, wanted, with_clips):
    import webdataset

    for split, captions in wanted.items():
        shards = sorted(glob.glob(f"{folder}/corpus-{split}-*.tar"))
        seen, fields = collections.Counter(), set()
        for sample in webdataset.WebDataset(shards, shardshuffle=False):
            record = json.loads(sample["json"])
            seen.update(record["caption"])
            fields.add(tuple(sorted(key for key in sample if not key.startswith("__"))))
            assert sample["txt"].decode() == record["caption"][0]
            assert not with_clips or sample["mp4"][4:8] == b"ftyp"
        assert len(fields) == 1, fields
        check(f"webdataset {split}", seen, captions)
        by_tarfile = collections.Counter()
        for shard in shards:
            with tarfile.open(shard) as archive:
                for member in archive:
                    assert member.isreg() and member.mtime == 0 and member.uid == 0, member
                    if member.name.endswith(".json"):
                        by_tarfile.update(json.load(archive.extractfile(member))["caption"])
        check(f"tarfile {split}", by_tarfile, captions)


def read_folder(folder, wanted, with_clips):
    import datasets

    loaded = datasets.load_dataset(str(folder), cache_dir=str(folder.parent / "cache"))
    for split, captions in wanted.items():
        rows = loaded[split]
        if with_clips:  # the pictures are not decoded: that would need torchcodec
            assert "video" in rows.column_names, rows.column_names
            rows = rows.remove_columns("video")
        check(f"datasets {split}", collections.Counter(text for row in rows for text in row["captions"]), captions)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cli", required=True)
    parser.add_argument("--film", required=True, type=pathlib.Path)
    options = parser.parse_args()
    os.environ["HF_HUB_OFFLINE"] = "1"
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        project, wanted = make_project(options.cli, options.film.resolve(), folder)
        for clips in ("none", "encode", "copy"):
            for kind, read in (("webdataset", read_shards), ("hf", read_folder)):
                out = folder / f"{kind}_{clips}"
                run(options.cli, "export", "--allow-leaks", str(project), "--format", kind, "--out", str(out), "--clips", clips)
                print(f"{kind}, clips {clips}")
                read(out, wanted, clips != "none")


if __name__ == "__main__":
    main()
