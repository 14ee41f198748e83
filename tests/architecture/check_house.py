#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the arrows of docs/architecture.md against what is really there.

check_house.py includes|links|headers|readmes|sizes SOURCE_FOLDER BUILD_FOLDER
  includes  which folder includes which; Qt, LibTorch, FFmpeg and SQLite only where they belong
  links     which libraries each program is really linked with, and in which order (build.ninja)
  headers   no header of a heavy library in a public header
  readmes   each core folder has a README of at most 25 lines
  sizes     no source file over 600 lines
Exit status 1 and one line for each thing that is wrong.
"""
import pathlib
import re
import sys

# Folder -> the folders it may include. Everything may include base.
ARROWS = {
    "base": set(),
    "jobs": set(),
    "downloads": set(),
    "media": set(),
    "project": set(),
    "inference": set(),
    "storage": {"project"},
    "formats": {"project"},
    "splits": {"project", "formats"},
    "metrics": set(),
    "demo_world": {"media"},
    "training": {"inference", "metrics", "demo_world"},
    "workflows": {"jobs", "downloads", "media", "project", "inference", "storage", "formats", "splits", "metrics", "demo_world", "training"},
}
# Library -> (include pattern, linked-file pattern, core folders whose sources may use it).
LIBRARIES = {
    "Qt": (r"<Q[A-Z]\w*>|<Qt\w+/", r"libQt6", set()),
    "LibTorch": (r"[<\"](?:torch|ATen|c10)/", r"libtorch_cpu\.so|libc10\.so", {"inference", "training"}),
    "FFmpeg": (r"<lib(?:av|sw)\w+/", r"libavformat|libavcodec", {"media"}),
    "libcurl": (r"<curl/", r"libcurl", {"downloads"}),
    "SQLite": (r"<sqlite3\.h>", r"libsqlite3", {"storage"}),
    "libarchive": (r"<archive(?:_entry)?\.h>", r"libarchive", {"formats"}),
    "pugixml": (r"<pugixml", r"libpugixml", {"formats"}),
    "SentencePiece": (r"<sentencepiece", r"libsentencepiece", {"inference", "training"}),
}
# Public headers that may show a heavy library: the networks, which the trainer differentiates through.
SHOWN = {"LibTorch": "core/inference/networks/"}
MAY_INCLUDE_NETWORKS = {"inference", "training"}


def sources(root, *folders):
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".h", ".cpp", ".cu", ".cuh"):
                yield path


def includes_of(path):
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        match = re.match(r'\s*#\s*include\s+([<"][^>"]+[>"])', line)
        if match:
            yield number, match.group(1)


def check_core_include(root, path, number, include):
    folder = path.relative_to(root / "core").parts[0]
    where = f"{path.relative_to(root)}:{number}"
    if folder not in ARROWS:
        return [f"{where}: core/{folder} has no place in the house: add it to ARROWS and docs/architecture.md"]
    problems = []
    inner = re.match(r'"core/(\w+)/(.*)"', include)
    if inner and inner.group(1) not in ARROWS[folder] | {folder, "base"}:
        problems.append(f"{where}: core/{folder} may not include core/{inner.group(1)}")
    if inner and inner.group(1) != folder and inner.group(2).startswith("internal/"):
        problems.append(f"{where}: {include} is private to core/{inner.group(1)}")
    if inner and inner.group(1) == "inference" and inner.group(2).startswith("networks/") and folder not in MAY_INCLUDE_NETWORKS:
        problems.append(f"{where}: only core/training may include the networks")
    if re.match(r'"(ui|app)/', include):
        problems.append(f"{where}: core may not include {include}")
    for name, (pattern, _, allowed) in LIBRARIES.items():
        if re.match(pattern, include) and folder not in allowed:
            problems.append(f"{where}: core/{folder} may not use {name}")
    return problems


def check_includes(root, _build):
    problems = []
    for path in sources(root, "core"):
        for number, include in includes_of(path):
            problems += check_core_include(root, path, number, include)
    for path in sources(root, "ui", "app"):
        for number, include in includes_of(path):
            where = f"{path.relative_to(root)}:{number}"
            for name, (pattern, _, _allowed) in LIBRARIES.items():
                in_command_line = path.relative_to(root).parts[:2] == ("app", "cli")
                if re.match(pattern, include) and (name != "Qt" or in_command_line):
                    problems.append(f"{where}: {include} of {name} does not belong here")
            own = include.startswith('"' + "/".join(path.relative_to(root).parts[:2]) + "/")
            if ("/internal/" in include or "/networks/" in include) and not own:
                problems.append(f"{where}: {include} is private to its folder")
            if path.relative_to(root).parts[0] == "ui" and include.startswith('"app/'):
                problems.append(f"{where}: ui may not include {include}")
    return problems


def closure(folder):
    reached, waiting = {"base"}, [folder]
    while waiting:
        current = waiting.pop()
        if current not in reached or current == folder:
            reached.add(current)
            waiting += [next_one for next_one in ARROWS[current] if next_one not in reached]
    return reached


def link_lines(build):
    """Program name -> the libraries on its link line."""
    programs, current = {}, None
    for line in (build / "build.ninja").read_text(encoding="utf-8").splitlines():
        match = re.match(r"build bin/(\S+): CXX_EXECUTABLE_LINKER", line)
        if line.startswith("build "):
            current = match.group(1) if match else None
        elif current and line.startswith("  LINK_LIBRARIES = "):
            programs[current] = line.split(" = ", 1)[1]
    return programs


def check_links(_root, build):
    problems, seen = [], 0
    for program, line in link_lines(build).items():
        if program == "descant-cli" and "libQt6" in line:
            problems.append("descant-cli is linked with Qt")
        if 0 <= line.find("libtorch_cpu.so") < line.find("libsentencepiece.so"):
            problems.append(f"{program}: LibTorch stands before SentencePiece (docs/decisions/0007)")
        folder = program.removeprefix("test_")
        if not program.startswith("test_") or folder not in ARROWS:
            continue
        seen += 1
        allowed = closure(folder)
        for linked in re.findall(r"libdescant_(\w+)\.a", line):
            if linked in ARROWS and linked not in allowed:
                problems.append(f"{program}: linked with core/{linked}, which core/{folder} may not use")
        for name, (_, pattern, users) in LIBRARIES.items():
            if re.search(pattern, line) and not users & allowed:
                problems.append(f"{program}: linked with {name}, which core/{folder} may not use")
    if seen == 0:
        problems.append("no test program was found in build.ninja: nothing was checked")
    return problems


def check_headers(root, _build):
    problems = []
    for path in sources(root, "core", "ui"):
        if path.suffix != ".h" or "internal" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(root)
        if not text.startswith("// SPDX-License-Identifier: GPL-3.0-or-later\n#pragma once\n"):
            problems.append(f"{name}: begins neither with the licence nor with #pragma once")
        for number, include in includes_of(path):
            for library, (pattern, _, _allowed) in LIBRARIES.items():
                if library == "Qt" or str(name).startswith(SHOWN.get(library, "\0")):
                    continue
                if re.match(pattern, include):
                    problems.append(f"{name}:{number}: a public header shows {library}")
    return problems


def check_readmes(root, _build):
    problems = []
    for folder in sorted((root / "core").iterdir()):
        if not folder.is_dir():
            continue
        readme = folder / "README.md"
        if not readme.exists():
            problems.append(f"core/{folder.name} has no README.md")
        elif len(readme.read_text(encoding="utf-8").splitlines()) > 25:
            problems.append(f"core/{folder.name}/README.md has more than 25 lines")
    return problems


def check_sizes(root, _build):
    return [f"{path.relative_to(root)}: {count} lines; split it"
            for path in sources(root, "core", "ui", "app", "tests")
            if (count := len(path.read_text(encoding="utf-8").splitlines())) > 600]


def main():
    checks = {"includes": check_includes, "links": check_links, "headers": check_headers,
              "readmes": check_readmes, "sizes": check_sizes}
    problems = checks[sys.argv[1]](pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]))
    print("\n".join(problems) or "nothing is wrong")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
