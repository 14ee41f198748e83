#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures what CoreNLP 3.4.1's tokeniser takes each character for, and prints the ranges of
core/metrics/tokenizer/character_table.cpp: letters, marks, digits, symbols, capitals, lower case. Needs Java and
`pip install pycocoevalcap==1.2`. Only the lexer's answers are looked at.
"""
import inspect
import pathlib
import subprocess
import tempfile
import unicodedata

from pycocoevalcap.tokenizer.ptbtokenizer import PTBTokenizer

JAR = pathlib.Path(inspect.getfile(PTBTokenizer)).parent / "stanford-corenlp-3.4.1.jar"
BREAKS = {0x85, 0x2028, 0x2029}
# Rules of their own take these, so that the questions below cannot tell.
ASCII_SYMBOLS = set(map(ord, "#$%&'*+,:;<=>\\^`|~"))
CIRCLED = set(range(0x24B6, 0x24D0))


def lexed(lines):
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="\n") as file:
        file.write("\n".join(lines))
        file.flush()
        run = subprocess.run(["java", "-cp", str(JAR), "-Dfile.encoding=UTF-8", "edu.stanford.nlp.process.PTBTokenizer",
                              "-preserveLines", "-lowerCase", file.name], capture_output=True, check=True)
    return run.stdout.decode().split("\n")


def ranges(units):
    found = []
    for unit in sorted(units):
        if found and found[-1][1] == unit - 1:
            found[-1][1] = unit
        else:
            found.append([unit, unit])
    return found


def lower_runs(lower):
    runs = []
    for unit, small in sorted(lower.items()):
        last = runs[-1] if runs else None
        if last and last[3] == small - unit and ((last[0] == last[1] and unit - last[1] in (1, 2)) or last[2] == unit - last[1]):
            last[2], last[1] = unit - last[1], unit
        else:
            runs.append([unit, unit, 1, small - unit])
    return runs


def main():
    units = [u for u in range(0x80, 0xFFFE) if not 0xD800 <= u < 0xE000 and u not in BREAKS]
    answers = lexed([text for u in map(chr, units) for text in ("x" + u, u, "5" + u + " q", "bros. " + u + " x")])
    after_letter, alone, after_digit, after_stop = (dict(zip(units, answers[at::4])) for at in range(4))
    word = {u for u in units if after_letter[u].startswith("x") and len(after_letter[u]) > 1 and " " not in after_letter[u]}
    digits = {u for u in word if unicodedata.category(chr(u)) == "Nd"} | set(range(0x30, 0x3A))
    ascii_capitals, ascii_small = set(range(65, 91)), set(range(97, 123))
    letters = (word - digits) | ascii_capitals | ascii_small | {0xAD}
    marks = {u for u in word if " " in after_digit[u].removesuffix(" q")} | {0xAD}
    symbols = {u for u in units if u not in word and alone[u] == chr(u) and u != 0x2044} | CIRCLED | ASCII_SYMBOLS
    lower = {u: ord(alone[u]) for u in word if len(alone[u]) == 1 and alone[u] != chr(u)}
    lower |= {u: u + 26 for u in CIRCLED} | {u: u + 32 for u in ascii_capitals}
    capitals = {u for u in word if after_stop[u].startswith("bros. .")} | set(range(0x2160, 0x2170)) | CIRCLED | ascii_capitals
    for name, found in (("letters", letters), ("marks", marks), ("capitals without lower case", (capitals - set(lower)) | {0x130}),
                        ("lower case, but no capitals", set(lower) - capitals), ("digits", digits), ("symbols", symbols)):
        print(name, *("{0x%04X, 0x%04X}," % tuple(part) for part in ranges(found)))
    print("lower case", *("{0x%04X, 0x%04X, %d, %d}," % tuple(run) for run in lower_runs(lower)))


if __name__ == "__main__":
    main()
