#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# How many copies of films are found, and how many films that are none of each other's: similarity.sh BUILD_FOLDER WORK_FOLDER FILM…
# makes 200 clips of the demo world and 14 copies of six of them and of each FILM (needs the program ffmpeg), and prints a table.
set -eu
build=$1 work=$2
shift 2
here=$(dirname "$(realpath "$0")")
mkdir -p "$work/copies"
[ -d "$work/world" ] || "$build/bin/descant-cli" demo-world --out "$work/world" --seed 5 --clips 200
coding="-c:v libx264 -preset veryfast -pix_fmt yuv420p -c:a aac"

copy() { # FILM KIND ENDING OPTIONS…
    film=$1 kind=$2 ending=$3
    shift 3
    out="$work/copies/$(basename "$film" .mp4)__$kind.$ending"
    # shellcheck disable=SC2086
    [ -f "$out" ] || ffmpeg -loglevel error -i "$film" "$@" "$out"
}

copies() {
    copy "$1" reencode mp4 -c:v libx264 -preset veryfast -crf 34 -pix_fmt yuv420p -c:a aac -b:a 48k
    copy "$1" rescale mp4 -vf scale=320:-2 $coding
    copy "$1" squeezed mp4 -vf scale=320:320,setsar=1 $coding
    copy "$1" trim mp4 -ss 1.13 -t 5 $coding
    copy "$1" crop4 mp4 -vf crop=iw*0.96:ih*0.96 $coding
    copy "$1" crop10 mp4 -vf crop=iw*0.9:ih*0.9 $coding
    copy "$1" bright mp4 -vf eq=brightness=0.08:contrast=1.15:saturation=1.3 $coding
    copy "$1" hue mp4 -vf hue=h=40,eq=gamma=1.2 $coding
    copy "$1" mirror mp4 -vf hflip $coding
    copy "$1" letterbox mp4 -vf "scale=640:-2,pad=640:640:0:(oh-ih)/2" $coding
    copy "$1" fps15 mp4 -vf fps=15 $coding
    copy "$1" othersound mp4 -f lavfi -i sine=frequency=300:sample_rate=44100 -map 0:v -map 1:a -shortest $coding
    copy "$1" nosound mp4 -an -c:v copy
    copy "$1" sound mp3 -vn -c:a libmp3lame -b:a 64k
}

for film in "$@"; do copies "$film"; done
for number in 000 023 057 101 150 188; do copies "$work/world/videos/train-5-000$number.mp4"; done
"$build/bin/similarity_bench" "$work"/copies/* "$@" "$work"/world/videos/*.mp4 > "$work/pairs.jsonl"
python3 "$here/similarity_table.py" "$work/pairs.jsonl" "$work"/copies/*
