#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes the pictures of the user guide: drives the real window with keys on a virtual screen, as a new user would.
# Needs Xvfb, openbox, xdotool, ImageMagick and a built Descant.   docs/user-guide/make-pictures.sh [VIDEO]
# Writes the pictures that the guide and the README show, and no others. DESCANT_BIN is where the programs are (build/bin),
# PARTS which walks are made (all), DESCANT_PICTURES where the pictures go.
set -euo pipefail

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
pictures=${DESCANT_PICTURES:-$project/docs/user-guide/pictures}
bin=${DESCANT_BIN:-$project/build/bin}
cli=$bin/descant-cli
video=${1:-$project/resources/sample/big_buck_bunny.mp4}
work=$(mktemp -d)
mkdir -p "$pictures"

model=()
if [ -e "$project/models/demo/descant-model.json" ]; then model=(--model "$project/models/demo"); fi

export HOME=$work XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/data XDG_CACHE_HOME=$work/cache QT_QPA_PLATFORM=xcb
export DISPLAY=:$((90 + RANDOM % 900))
Xvfb "$DISPLAY" -screen 0 "${SCREEN:-1440x900}x24" >/dev/null 2>&1 & server=$!
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$work"' EXIT
sleep 1
openbox >/dev/null 2>&1 &
sleep 1

start() {
  "$bin/descant" --project "$work/walk.descant" "${model[@]}" "$@" 2>>"$work/log" & window=$!
  sleep "${START_SECONDS:-6}"
  kill -0 "$window"
  # The largest window of the screen is the program's; it fills the screen.
  local id
  for id in $(xdotool search --onlyvisible --name 'Descant' 2>/dev/null); do
    xdotool windowmove "$id" 0 0 windowsize "$id" 1440 900 windowfocus "$id" || true
  done
  sleep 1
}
keys() { local key; for key in "$@"; do xdotool key --clearmodifiers "$key"; sleep 0.25; done; }
picture() {
  sleep 0.5
  grep -q "pictures/$1.png" "$project/docs/user-guide/README.md" "$project/README.md" || return 0
  import -window root "$pictures/$1.png"; echo "$pictures/$1.png"
}
seconds_on() { local second; for ((second = 0; second < $1; second++)); do keys shift+Right; done; sleep 0.5; }

walk() {
  local theme=$1
  rm -f "$work"/walk.descant*
  start --theme "$theme" "$video"
  picture "open-$theme"
  seconds_on 3; keys i; seconds_on 6; keys o; sleep 0.5
  picture "segment-$theme"
  if [ ${#model[@]} -gt 0 ]; then
    keys g; sleep "${PROPOSE_SECONDS:-8}"
    picture "proposals-$theme"
    keys 1; sleep 0.5; keys ctrl+a
  else
    keys Return
  fi
  sleep 0.5; xdotool type --delay 40 "A green valley with a fir tree under pink clouds"; sleep 0.5
  picture "annotate-$theme"
  keys ctrl+Return; sleep 1
  picture "accepted-$theme"
  kill -9 "$window"; wait "$window" 2>/dev/null || true
  start --theme "$theme"
  picture "reopened-$theme"
  kill "$window"; wait "$window" 2>/dev/null || true
  "$cli" export "$work/walk.descant" --format msrvtt --out "$work/captions-$theme.json"
  cat "$work/captions-$theme.json"; echo
}

# What the model is made for: a clip of its own world.
demo_world() {
  rm -f "$work"/walk.descant*
  start --theme "$1" "$project/resources/sample/demo_horse_by_the_sea.mp4"
  keys i; seconds_on 5; keys o g; sleep "${PROPOSE_SECONDS:-8}"
  picture "demo-world-$1"
  kill "$window"; wait "$window" 2>/dev/null || true
}

# A corpus that comes in again with other words, and the way out for all of it.
corpora() {
  rm -f "$work"/walk.descant*
  local folder
  folder=$(dirname "$video")
  printf 'video,start,end,caption,split\nbig_buck_bunny.mp4,0,4,A green valley under pink clouds,train\nbig_buck_bunny.mp4,4,8,A tree stands on a hill,train\n' >"$work/first.csv"
  "$cli" project new "$work/walk.descant" >/dev/null
  "$cli" import "$work/walk.descant" "$work/first.csv" --media "$folder" >/dev/null
  "$cli" export "$work/walk.descant" --format jsonl --out "$work/corpus.jsonl" >/dev/null
  sed -i 's/A tree stands/A lonely fir tree stands/; s/green valley under pink clouds/valley in the morning/' "$work/corpus.jsonl"
  start --theme "$1"
  keys ctrl+i; sleep 1; keys space; sleep 1.5
  xdotool type --delay 15 "$work/corpus.jsonl"; keys Return; sleep 3
  picture "import-$1"
  keys Escape; sleep 0.5; keys ctrl+e; sleep 2
  picture "export-$1"
  kill "$window"; wait "$window" 2>/dev/null || true
}

# Train, validate and test for a small corpus in which one film lies twice; then a release, and a second one after changes.
releases() {
  rm -f "$work"/walk.descant*
  rm -rf "$work"/walk-* "$work/films" && mkdir "$work/films"
  local clip=0 line
  "$cli" demo-world --out "$work/world" --seed 5 --clips 24 >/dev/null
  echo 'video,start,end,caption,split' >"$work/films/films.csv"
  for line in "$work/world/videos"/*.mp4; do
    clip=$((clip + 1)); cp "$line" "$work/films/film-$clip.mp4"
    echo "film-$clip.mp4,0,4,What is seen in film $clip," >>"$work/films/films.csv"
  done
  cp "$work/films/film-7.mp4" "$work/films/film-7-again.mp4"
  echo 'film-7-again.mp4,0,4,The same film once more,test' >>"$work/films/films.csv"
  "$cli" project new "$work/walk.descant" >/dev/null
  "$cli" import "$work/walk.descant" "$work/films/films.csv" --media "$work/films" >/dev/null
  start --theme "$1"
  keys ctrl+t; sleep 1; keys space; sleep 8
  picture "splits-$1"
  keys space; sleep 1; keys Escape; sleep 0.5
  keys ctrl+shift+e; sleep 1; keys Tab Tab Tab Tab space; sleep 2; keys Escape; sleep 0.5
  keys F2; sleep 0.5; keys ctrl+a; xdotool type --delay 20 "Stars above a house by the sea"; keys ctrl+Return; sleep 1
  keys ctrl+shift+e; sleep 2
  picture "release-$1"
  kill "$window"; wait "$window" 2>/dev/null || true
}

# Somebody else described the same stretches in a work package; what both wrote waits for a decision.
readings() {
  rm -f "$work"/walk.descant* "$work"/ada.descant*
  local folder
  folder=$(dirname "$video")
  printf 'video,start,end,caption\nbig_buck_bunny.mp4,0,4,A green valley with a stream under pink clouds\nbig_buck_bunny.mp4,4,8,A lonely fir tree stands on a hill\n' >"$work/first.csv"
  "$cli" project new "$work/walk.descant" --media "$video" >/dev/null
  "$cli" import "$work/walk.descant" "$work/first.csv" --media "$folder" >/dev/null
  "$cli" project package "$work/walk.descant" --blind --out "$work/ada.descant" --to Ada >/dev/null
  "$cli" export "$work/ada.descant" --format jsonl --out "$work/ada.jsonl" >/dev/null
  sed -i '/"start":0,/s/"text":""/"text":"A valley with a stream at dawn"/; /"start":4000000,/s/"text":""/"text":"An old spruce grows on a hill"/' "$work/ada.jsonl"
  "$cli" import "$work/ada.descant" "$work/ada.jsonl" >/dev/null
  "$cli" project merge "$work/walk.descant" "$work/ada.descant" >/dev/null
  start --theme "$1"
  keys ctrl+shift+r; sleep 1; keys Down alt+1; sleep 5
  picture "readings-$1"
  kill "$window"; wait "$window" 2>/dev/null || true
}

# The model manager over the start page.
models() {
  start --theme "$1"
  keys ctrl+m; sleep 2
  picture "models-$1"
  kill "$window"; wait "$window" 2>/dev/null || true
}

# Two models on clips of the demo world; the second is the first in a hurry.
scores() {
  local clips=$work/world/videos clip hurried=$work/hurried
  [ ${#model[@]} -gt 0 ] || return 0
  rm -f "$work"/walk.descant*
  "$cli" demo-world --out "$work/world" --seed 5 --clips 24 >/dev/null
  mv "$work/world/annotations.json" "$clips"
  "$cli" project new "$work/walk.descant" >/dev/null
  "$cli" import "$work/walk.descant" "$clips/annotations.json" --format msrvtt >/dev/null
  cp -r "${model[1]}" "$hurried"
  sed -i 's/^  "name": *"[^"]*"/  "name": "In a hurry"/; s/"beams": *[0-9]*/"beams": 1/; s/"max_new_tokens": *[0-9]*/"max_new_tokens": 9/' \
    "$hurried/descant-model.json"
  for clip in "$clips"/*.mp4; do
    for package in "$hurried" "${model[1]}"; do
      "$cli" propose "$clip" --start 0 --end 5.12 --project "$work/walk.descant" --model "$package" --candidates 1 >/dev/null
    done
  done
  start --theme "$1"
  keys ctrl+5; sleep 2
  xdotool mousemove 1110 118 click 1; sleep 1; xdotool mousemove 1100 600; keys Home Down Down Return F7; sleep 6
  keys F8; sleep 2
  picture "scores-$1"
  kill "$window"; wait "$window" 2>/dev/null || true
}

for part in ${PARTS:-walk demo_world models scores corpora releases readings}; do
  case $part in models | scores | readings) themes=dark ;; *) themes='dark light' ;; esac
  for theme in ${THEMES:-$themes}; do "$part" "$theme"; done
done
cat "$work/log" >&2 || true
