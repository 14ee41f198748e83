#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A million captions in MSR-VTT's layout, and what Python's json and sqlite3 take to bring them in and out.

    python tests/bench/million_captions.py make corpus.json [VIDEOS]      50,000 videos of 20 captions when not said
    python tests/bench/million_captions.py peer corpus.json
    descant-cli project new p.descant && /usr/bin/time -v descant-cli import p.descant corpus.json
    /usr/bin/time -v descant-cli export p.descant --format msrvtt --out out.json
    python tests/bench/million_captions.py search p.descant    the program's own query, for 400 words of fewer than 3,000 hits
"""
import json
import os
import random
import sqlite3
import sys
import tempfile
import time

WORDS = """a man woman dog cat is are playing guitar in the park street on with red blue car running singing cooking
food about game showing how to make and child people group stage water tree house small young two person girl boy music
dance sports phone computer table chair kitchen room white black""".split()


def make(path, videos=50_000, captions=20):
    rng = random.Random(1)
    clips = [{"category": i % 20, "url": f"https://www.youtube.com/watch?v={i:011d}", "video_id": f"video{i}",
              "start time": i % 300 + 0.25, "end time": i % 300 + 12.5, "split": "train", "id": i}
             for i in range(videos)]
    sentences = [{"caption": " ".join(rng.choices(WORDS, k=rng.randint(6, 14))) + f" w{n % 40000}",
                  "video_id": f"video{n // captions}", "sen_id": n} for n in range(videos * captions)]
    with open(path, "w") as file:
        json.dump({"info": {"year": "2016"}, "videos": clips, "sentences": sentences}, file)


def bring_in(database, path):
    with open(path) as file:
        corpus = json.load(file)
    database.execute("CREATE TABLE video(id INTEGER PRIMARY KEY, video_id TEXT UNIQUE, category INTEGER, url TEXT, "
                     "start REAL, end REAL, split TEXT)")
    database.execute("CREATE TABLE sentence(sen_id INTEGER PRIMARY KEY, video_id TEXT, caption TEXT)")
    with database:
        database.executemany("INSERT INTO video VALUES (?,?,?,?,?,?,?)",
                             ((v["id"], v["video_id"], v["category"], v["url"], v["start time"], v["end time"],
                               v["split"]) for v in corpus["videos"]))
        database.executemany("INSERT INTO sentence VALUES (:sen_id,:video_id,:caption)", corpus["sentences"])


def index(database, _):
    database.execute("CREATE VIRTUAL TABLE words USING fts5(caption, content='sentence', content_rowid='sen_id')")
    with database:
        database.execute("INSERT INTO words(words) VALUES ('rebuild')")


def bring_out(database, path):
    database.row_factory = sqlite3.Row
    rows = {name: [dict(row) for row in database.execute(f"SELECT * FROM {name}")] for name in ("video", "sentence")}
    with open(path + ".out", "w") as file:
        json.dump({"info": {}, "videos": rows["video"], "sentences": rows["sentence"]}, file)
    os.remove(path + ".out")


def peer(path):
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(os.path.join(folder, "peer.db"))
        for name, work in (("import", bring_in), ("full-text index", index), ("export", bring_out)):
            start = time.perf_counter()
            work(database, path)
            print(f"{name}: {time.perf_counter() - start:.2f} s")


def search(path):
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    rng = random.Random(2)
    times = []
    for word in [f"w{rng.randrange(40000)}" for _ in range(200)] + [" ".join(rng.sample(WORDS, 4)) for _ in range(200)]:
        query = " ".join(f'"{one}"' for one in word.split())
        start = time.perf_counter()
        hits = database.execute("SELECT segment.id FROM segment_search JOIN segment ON segment.number = segment_search.rowid "
                                "WHERE segment_search MATCH ? ORDER BY segment_search.rank", (query,)).fetchall()
        if len(hits) < 3000:
            times.append(time.perf_counter() - start)
    times.sort()
    print(f"{len(times)} searches: median {times[len(times) // 2] * 1000:.1f} ms, p95 {times[len(times) * 95 // 100] * 1000:.1f} ms")


if __name__ == "__main__":
    if sys.argv[1] == "search":
        search(sys.argv[2])
    elif sys.argv[1] == "make":
        make(sys.argv[2], *map(int, sys.argv[3:]))
    else:
        peer(sys.argv[2])
