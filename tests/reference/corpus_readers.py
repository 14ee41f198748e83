#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lets the tools that people use read what Descant exports: Python's json and csv, pycocotools, ffmpeg, webvtt-py, pympi,
and the schemas of EAF and DAPT.

corpus_readers.py FOLDER [--make DESCANT_CLI] [--only FORMAT…] [--eaf-schema EAFv3.0.xsd] [--dapt-schema dapt.xsd]

FOLDER has one export a format, named after it: coco.json, vtt/, … and answers.json with what descant-cli said of each.
--make writes them first, from a project of hard captions. A check that cannot run (a package or a schema is missing)
says so; one that fails ends the script with 1. The schemas are not part of Descant: EAFv3.0.xsd is published by the MPI
for Psycholinguistics, DAPT's by the W3C (w3c/dapt).
"""
import argparse
import csv
import importlib
import importlib.util
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

TEXTS = ["a tram crosses a wet square", 'she says "no, never"; then; leaves', "=1+1", "-5 degrees\tand, more",
         "@home & <away> --> there", "一个孩子在叠锡杯", "'quoted' café \U0001F600", "two\nlines", "an empty line\n\nin between",
         "  blanks   everywhere ", "\\backslash / slash", "NOTE this", '{"json":[1]}', "<b>bold</b> & {\\an8}", "]]> <![CDATA["]
PATHS = {"msrvtt": "msrvtt.json", "vatex": "vatex.json", "audiocaps": "audiocaps.csv", "coco": "coco.json",
         "coco-results": "coco-results.json", "lavis": "lavis.json", "jsonl": "corpus.jsonl", "csv": "table.csv",
         "tsv": "table.tsv", "vtt": "vtt", "srt": "srt", "eaf": "eaf", "dapt": "dapt", "activitynet": "activitynet.json",
         "clotho": "clotho.csv"}


class Skipped(Exception):
    """What the check needs is not here."""


def need(module):
    if importlib.util.find_spec(module.split(".")[0]) is None:
        raise Skipped(f"pip install {module}")
    return importlib.import_module(module)


def expect(holds, message):
    if not holds:
        raise AssertionError(message)


class Exports:
    """The folder, and what descant-cli said when it wrote into it."""

    def __init__(self, folder, schemas):
        self.folder, self.schemas = folder, schemas
        self.answers = json.loads((folder / "answers.json").read_text(encoding="utf-8"))

    def path(self, name):
        return self.folder / PATHS[name]

    def files(self, name):
        return sorted(path for path in self.path(name).rglob("*") if path.is_file())

    def captions(self, name):
        return self.answers[name]["sentences"]

    def load(self, name):
        def refuse(constant):
            raise ValueError(constant)
        return json.loads(self.path(name).read_text(encoding="utf-8"), parse_constant=refuse)

    def rows(self, name, delimiter=","):
        with open(self.path(name), encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file, delimiter=delimiter, strict=True))

    def schema(self, name):
        xmlschema = need("xmlschema")
        if self.schemas.get(name) is None:
            raise Skipped(f"name the schema with --{name}-schema")
        return xmlschema.XMLSchema(str(self.schemas[name]))


def segments(exports):
    """What the project says, by its own lines."""
    lines = exports.path("jsonl").read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row.get("kind") == "segment"]


def check_jsonl(exports):
    expect(len(segments(exports)) == exports.captions("jsonl"), "each segment is a line")


def check_msrvtt(exports):
    whole = exports.load("msrvtt")
    ids = {video["video_id"] for video in whole["videos"]}
    expect(len(ids) == len(whole["videos"]), "video ids are unique")
    expect({sentence["video_id"] for sentence in whole["sentences"]} == ids, "each video has sentences, and none another")
    expect(len({sentence["sen_id"] for sentence in whole["sentences"]}) == exports.captions("msrvtt"), "sen_ids are unique")
    expect(all(video["end time"] < 86400 for video in whole["videos"] if "end time" in video), "no placeholder of a day")


def check_vatex(exports):
    entries = exports.load("vatex")
    expect(all(re.fullmatch(r".{11}_\d{6}_\d{6}", entry["videoID"]) for entry in entries), "ids have VATEX' form")
    expect(sum(len(entry.get(key, [])) for entry in entries for key in ("enCap", "chCap")) == exports.captions("vatex"),
           "every caption is there")


def check_audiocaps(exports):
    rows = exports.rows("audiocaps")
    expect(list(rows[0])[:4] == ["audiocap_id", "youtube_id", "start_time", "caption"], "the header is AudioCaps'")
    expect(len({row["audiocap_id"] for row in rows}) == exports.captions("audiocaps"), "rows have numbers of their own")
    expect(all(row["start_time"].isdigit() and "\n" not in row["caption"] for row in rows), "cells are what they must be")


def check_clotho(exports):
    rows = exports.rows("clotho")
    expect(list(rows[0])[:6] == ["file_name"] + [f"caption_{n}" for n in range(1, 6)], "the header is Clotho's")
    cells = [row[f"caption_{n}"] for row in rows for n in range(1, 6)]
    expect(sum(bool(cell) for cell in cells) >= exports.captions("clotho"), "every caption is there")


def check_lavis(exports):
    rows = exports.load("lavis")
    expect(len(rows) == exports.captions("lavis") and all(row["caption"] and row["image_id"] for row in rows), "rows are whole")
    truth = json.loads((exports.folder / "lavis_gt.json").read_text(encoding="utf-8"))
    expect({str(one["image_id"]) for one in truth["annotations"]} == {str(row["image_id"]) for row in rows},
           "the ground truth has the same clips")


def check_activitynet(exports):
    videos = exports.load("activitynet")
    expect(sum(len(video["sentences"]) for video in videos.values()) == exports.captions("activitynet"), "every event is there")
    for name, video in videos.items():
        expect(len(video["sentences"]) == len(video["timestamps"]), f"{name} has a stretch for each sentence")
        expect(all(0 <= start < end for start, end in video["timestamps"]), f"{name} has stretches that are none")


def check_table(exports, name, delimiter):
    rows = exports.rows(name, delimiter)
    expect([row["caption"] for row in sorted(rows, key=lambda row: row["segment_id"])]
           == [row["text"] for row in sorted(segments(exports), key=lambda row: row["id"])], "the texts are the project's")


def check_coco(exports):
    coco = need("pycocotools.coco").COCO(str(exports.path("coco")))
    expect(len(coco.getAnnIds()) == exports.captions("coco"), "every annotation has an id of its own")
    expect(len(coco.loadImgs(coco.getImgIds())) == exports.answers["coco"]["videos"], "every clip is an image")
    return coco


def check_results(exports):
    results = check_coco(exports).loadRes(str(exports.path("coco-results")))
    expect(len(results.getAnnIds()) == exports.captions("coco-results"), "there is one result for an image")


def cues_of_ffmpeg(path):
    if shutil.which("ffprobe") is None:
        raise Skipped("install ffmpeg")
    answer = subprocess.run(["ffprobe", "-v", "error", "-show_entries", "packet=pts_time,duration_time", "-of", "json", str(path)],
                            capture_output=True, text=True, check=True)
    expect(not answer.stderr, f"ffprobe says of {path}: {answer.stderr}")
    return len(json.loads(answer.stdout)["packets"])


def check_vtt(exports):
    webvtt = need("webvtt")
    files = exports.files("vtt")
    expect(sum(len(webvtt.read(str(path))) for path in files) == exports.captions("vtt"), "webvtt-py reads every cue")
    expect(sum(cues_of_ffmpeg(path) for path in files) == exports.captions("vtt"), "ffmpeg reads every cue")


def check_srt(exports):
    files = exports.files("srt")
    expect(sum(cues_of_ffmpeg(path) for path in files) == exports.captions("srt"), "ffmpeg reads every cue")
    expect(all(b"\r\n" in path.read_bytes() and b"\n\n" not in path.read_bytes() for path in files), "lines end as SubRip's")


def check_eaf(exports):
    pympi, schema = need("pympi"), exports.schema("eaf")
    count = 0
    for path in exports.files("eaf"):
        schema.validate(str(path))
        elan = pympi.Elan.Eaf(str(path))
        for tier in elan.get_tier_names():
            stretches = sorted(one[:2] for one in elan.get_annotation_data_for_tier(tier)) if not tier.startswith(
                ("status@", "split@")) else []
            expect(all(a[1] <= b[0] for a, b in zip(stretches, stretches[1:])), f"annotations of {tier} overlap in {path}")
            count += len(stretches)
    expect(count == exports.captions("eaf"), "every annotation is on a tier")


def check_dapt(exports):
    schema, etree = exports.schema("dapt"), need("lxml.etree")
    texts = []
    for path in exports.files("dapt"):
        schema.validate(str(path))
        for text in etree.parse(str(path)).iter("{http://www.w3.org/ns/ttml}p"):
            for line in text.iter("{http://www.w3.org/ns/ttml}br"):
                line.tail = "\n" + (line.tail or "")
            texts.append("".join(text.itertext()))
    expect(sorted(texts) == sorted(row["text"] for row in segments(exports)), "the texts are the project's")


CHECKS = {"jsonl": check_jsonl, "msrvtt": check_msrvtt, "vatex": check_vatex, "audiocaps": check_audiocaps, "coco": check_coco,
          "coco-results": check_results, "lavis": check_lavis, "activitynet": check_activitynet, "clotho": check_clotho,
          "csv": lambda exports: check_table(exports, "csv", ","), "tsv": lambda exports: check_table(exports, "tsv", "\t"),
          "vtt": check_vtt, "srt": check_srt, "eaf": check_eaf, "dapt": check_dapt}


def hard_table(path):
    """Every text on whole files and on stretches that overlap, in several languages, on tiers, with every status."""
    statuses = ["accepted", "reviewed", "flagged"]
    with open(path, "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["video", "start_s", "end_s", "language", "status", "tier", "split", "caption"])
        for number, text in enumerate(TEXTS * 4):
            times = ["", ""] if number % 5 == 0 else [f"{number % 7}.{number:03d}", f"{number % 7 + 3}.5"]
            table.writerow([f"clip {number % 4}.mp4", *times, ["en", "zh", "pt-BR", "en"][number // 15], statuses[number % 3],
                            ["", "sound", "audio.dialogue"][number % 3], ["train", "", "test"][number % 3], text])


def make(cli, folder):
    def run(*arguments):
        answer = subprocess.run([str(cli), *map(str, arguments), "--json"], capture_output=True, text=True, check=False)
        expect(answer.returncode == 0, f"{arguments}: {answer.stdout}{answer.stderr}")
        return json.loads(answer.stdout)
    answers = {}
    with tempfile.TemporaryDirectory() as work:
        project = pathlib.Path(work) / "hard.descant"
        hard_table(pathlib.Path(work) / "hard.csv")
        run("project", "new", project)
        run("import", project, pathlib.Path(work) / "hard.csv", "--format", "csv")
        for name, path in PATHS.items():
            answers[name] = run("export", project, "--format", name, "--status", "all", "--allow-leaks", "--out", folder / path)
    (folder / "answers.json").write_text(json.dumps(answers, indent=1), encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--make", type=pathlib.Path, metavar="DESCANT_CLI")
    parser.add_argument("--only", nargs="*", choices=list(CHECKS))
    parser.add_argument("--eaf-schema", type=pathlib.Path)
    parser.add_argument("--dapt-schema", type=pathlib.Path)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    if options.make:
        make(options.make, options.folder)
    exports = Exports(options.folder, {"eaf": options.eaf_schema, "dapt": options.dapt_schema})
    failed = 0
    for name in options.only or CHECKS:
        try:
            CHECKS[name](exports)
            print(f"{name}: read")
        except Skipped as reason:
            print(f"{name}: not checked ({reason})")
        except Exception as problem:  # whatever a reader says is a finding
            failed += 1
            print(f"{name}: FAILED: {type(problem).__name__}: {problem}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
