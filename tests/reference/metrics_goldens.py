#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes tests/data/metrics: what pycocoevalcap (its tokeniser, BLEU, ROUGE-L, CIDEr-D and METEOR) says of random and of
real captions. Needs Java and `pip install pycocoevalcap==1.2`.

metrics_goldens.py [--audiocaps audiocaps_val.csv] [--seed 7]

random.json.gz  5,000 segments of words, clitics, abbreviations, numbers, signs and other scripts
long.json.gz    150 segments of up to 150 words that come again and again
real.json.gz    the 495 clips of AudioCaps' validation list, each of whose five captions is judged by the other four
lexer.json.gz   1,500 hard lines with the tokens of the lexer, punctuation included
The first line of a file of segments has the scores of the whole set and the hash of all tokenised lines; each further
line is [candidate, [references], BLEU-4, ROUGE-L, CIDEr-D, METEOR].
"""
import argparse
import csv
import gzip
import hashlib
import inspect
import json
import pathlib
import random
import shutil
import subprocess
import tempfile

from pycocoevalcap.bleu.bleu import Bleu
from pycocoevalcap.cider.cider import Cider
from pycocoevalcap.rouge.rouge import Rouge
from pycocoevalcap.tokenizer.ptbtokenizer import PTBTokenizer

REFERENCE = pathlib.Path(inspect.getfile(Bleu)).parents[1]
OUT = pathlib.Path(__file__).resolve().parents[1] / "data" / "metrics"
# Ours, so that nobody's data is copied; the order of the entries matters to the aligner.
PARAPHRASES = [("looks at", "watches"), ("a lot of", "many"), ("town", "city"), ("plays", "is playing"), ("kids", "children"),
               ("children", "kids"), ("next to", "beside"), ("beside", "next to"), ("is running", "runs"), ("play", "playing"),
               ("a man", "someone"), ("someone", "a man"), ("big", "large"), ("in front of", "before"), ("many", "a lot of")]
PLAIN = """a an the man woman dog dogs cat kids children child boy girl runs running ran is are was plays playing played guitar
looks at watches watching a lot of many town city park parks in on of and while big large small red car automobile parked
eats eating apple apples talks speaks speaking loudly bird birds chirp chirping chirps water flows rain falls falling heavy
next to beside street road walking walks two three someone sings sits sitting mat house houses quickly quick music engine
in front of before after then sound sounds noise noises vehicle train passes passing horn honks honking crowd applauds""".split()
HARD = """don't can't it's they've he'd I'm we're Don’t it’s cannot gonna 'tis y'all o'clock O'Brien 'em '90s 1990's Mr. Mrs. Dr.
vs. etc. inc. Co. U.S. u.s. p.m. a.m. i.e. e.g. no. No. fig. 5 5.5 1,000 10:30 3/4 5 1/2 1-2-3 12/25/2010 50% $5 £5 €5 #5 +1 .5
10th 4x4 3D mp3 black-and-white T-shirt x-ray - -- --- ... .. ? ! ?! , ; : "hello" 'hello' “hello” ‘hello’ «x» (parens) [b] {c}
<b>bold</b> <br/> and/or w/o 24/7 km/h R&B AT&T &amp; & &lt; &quot; &eacute; &#39; user@example.com www.example.com example.com
image.jpg #hashtag @user 😀 ☺ ♥ → café naïve 北京 Привет ½ ² ° × em—dash 5–6 … :) :-) ;) <3 ^_^ C++ F-16 *star* | = 555-1234
(555) 123-4567 hello.world hi!how two-year-old foo,bar US$5 8:30pm a_b x- He The A I soft\u00adhyphen zero\u200bwidth co‑op Ph.D. Jr.
St. Gov. ft. mt. Miss. Tex. wash. non-U.S. pro- Q&A ca. bros. ⅓ İstanbul ΟΔΟΣ ß １２ 한국어 हिन्दी العربية 5\u00a01/2 l'été""".split(" ")
HARD = [word for part in HARD for word in part.split("\n")]


def sentence(rng, hard):
    words = [rng.choice(HARD) if rng.random() < hard else rng.choice(PLAIN) for _ in range(rng.randint(0 if rng.random() < .02 else 1, 13))]
    text = ""
    for word in words:
        text += word + ("" if rng.random() < 0.03 else " ")
    return text.strip()


def varied(rng, text, hard):
    words = text.split(" ")
    for at in range(len(words)):
        if rng.random() < 0.35:
            words[at] = rng.choice(PLAIN) if rng.random() > hard else rng.choice(HARD)
    if rng.random() < 0.3 and len(words) > 2:
        cut = rng.randrange(1, len(words))
        words = words[cut:] + words[:cut]
    return " ".join(words)


def random_segments(rng, count):
    for number in range(count):
        hard = 0.25 if number % 3 == 0 else 0.03
        candidate = sentence(rng, hard)
        references = [varied(rng, candidate, hard) if rng.random() < 0.8 else sentence(rng, hard) for _ in range(rng.randint(1, 3))]
        yield candidate, references


def long_segments(rng, count):
    def caption():
        few = rng.sample(PLAIN, rng.choice([2, 5, len(PLAIN)]))
        return " ".join(rng.choice(few) for _ in range(rng.choice([1, 8, 20, 63, 64, 65, 100, 150])))

    for _ in range(count):
        references = [caption() for _ in range(rng.randint(1, 6))]
        said = rng.choice(references).split(" ")
        yield rng.choice([caption(), " ".join(said), " ".join(said[::-1]), " ".join(said[:9] + ["someplace"] + said[9:])]), references


def real_segments(path):
    clips = {}
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            clips.setdefault(row["youtube_id"], []).append(row["caption"])
    for captions in clips.values():
        for left in range(len(captions)):
            yield captions[left], captions[:left] + captions[left + 1:]


def meteor(references, candidates):
    """The protocol of pycocoevalcap's wrapper, with a table of paraphrases of ours beside the jar."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        shutil.copy(REFERENCE / "meteor" / "meteor-1.5.jar", folder)
        (folder / "data").mkdir()
        with gzip.open(folder / "data" / "paraphrase-en.gz", "wt", encoding="utf-8") as table:
            for phrase, paraphrase in PARAPHRASES:
                table.write(f"0.5\n{phrase}\n{paraphrase}\n")
        process = subprocess.Popen(["java", "-jar", "-Xmx2G", "-Duser.language=en", "-Duser.country=US", "meteor-1.5.jar", "-", "-",
                                    "-stdio", "-l", "en", "-norm"], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        statistics = []
        for candidate, own in zip(candidates, references):
            candidate = candidate.replace("|||", "").replace("  ", " ")
            process.stdin.write(("SCORE ||| " + " ||| ".join(own) + " ||| " + candidate + "\n").encode())
            process.stdin.flush()
            statistics.append(process.stdout.readline().decode().strip())
        process.stdin.write(("EVAL ||| " + " ||| ".join(statistics) + "\n").encode())
        process.stdin.flush()
        segments = [float(process.stdout.readline()) for _ in statistics]
        corpus = float(process.stdout.readline())
        process.kill()
        return corpus, segments


def write(name, lines):
    text = "".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines)
    with open(OUT / name, "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as packed:
        packed.write(text.encode())


def score(name, segments):
    segments = list(segments)
    said = PTBTokenizer().tokenize({i: [{"caption": text} for text in own] for i, (_, own) in enumerate(segments)})
    judged = PTBTokenizer().tokenize({i: [{"caption": text}] for i, (text, _) in enumerate(segments)})
    lines = [text for own in said.values() for text in own] + [own[0] for own in judged.values()]
    bleu, bleu_each = Bleu(4).compute_score(said, judged, verbose=0)
    rouge, rouge_each = Rouge().compute_score(said, judged)
    cider, cider_each = Cider().compute_score(said, judged)
    meteor_all, meteor_each = meteor(list(said.values()), [own[0] for own in judged.values()])
    head = {"segments": len(segments), "bleu": bleu, "rouge_l": float(rouge), "cider_d": float(cider), "meteor": meteor_all,
            "paraphrases": PARAPHRASES, "tokens_sha256": hashlib.sha256("\n".join(lines).encode()).hexdigest()}
    write(name, [head] + [[candidate, own, bleu_each[3][i], float(rouge_each[i]), float(cider_each[i]), meteor_each[i]]
                          for i, (candidate, own) in enumerate(segments)])


def lexer(name, rng, count):
    texts = [sentence(rng, 0.9) for _ in range(count)]
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="\n") as file:
        file.write("\n".join(texts))
        file.flush()
        run = subprocess.run(["java", "-cp", str(REFERENCE / "tokenizer" / "stanford-corenlp-3.4.1.jar"), "-Dfile.encoding=UTF-8",
                              "edu.stanford.nlp.process.PTBTokenizer", "-preserveLines", "-lowerCase", file.name],
                             capture_output=True, check=True)
    write(name, [[text, tokens.rstrip(" ")] for text, tokens in zip(texts, run.stdout.decode().split("\n"))])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--audiocaps", help="AudioCaps' validation list; without it real.json.gz stays as it is")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    score("random.json.gz", random_segments(random.Random(options.seed), 5000))
    score("long.json.gz", long_segments(random.Random(options.seed + 2), 150))
    lexer("lexer.json.gz", random.Random(options.seed + 1), 1500)
    if options.audiocaps:
        score("real.json.gz", real_segments(options.audiocaps))


if __name__ == "__main__":
    main()
