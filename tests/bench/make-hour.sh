#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# make-hour.sh FILE: an hour of 1080p H.264 (25 frames/s, a keyframe every 250, B-frames) with stereo AAC, for the lines of
# docs/benchmarks.md. FILE's ending says which container. One minute is encoded and joined to itself sixty times.
set -euo pipefail
out=$(realpath -m "$1")
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
ffmpeg -v error -f lavfi -i testsrc2=size=1920x1080:rate=25 -f lavfi -i "sine=frequency=330:sample_rate=48000" -t 60 \
  -vf "noise=alls=12:allf=t" -c:v libx264 -preset veryfast -b:v 13M -maxrate 16M -bufsize 16M -g 250 -keyint_min 250 -sc_threshold 0 -bf 3 -pix_fmt yuv420p \
  -c:a aac -ac 2 "$work/minute.mp4"
for _ in $(seq 60); do echo "file minute.mp4"; done > "$work/list.txt"
ffmpeg -v error -y -f concat -i "$work/list.txt" -c copy "$out"
