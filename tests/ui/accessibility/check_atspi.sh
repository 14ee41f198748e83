#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Starts the window on a virtual screen and reads it as a screen reader does, through AT-SPI.
#   check_atspi.sh PROGRAM        exits 77 where a tool is missing
set -euo pipefail

program=$1
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
video=$here/../../../resources/sample/big_buck_bunny.mp4
skip() { echo "SKIPPED: $1"; exit 77; }

for tool in Xvfb dbus-launch xdotool; do command -v "$tool" >/dev/null || skip "$tool is not installed"; done
/usr/bin/python3 -c 'import pyatspi' 2>/dev/null || skip "python3-pyatspi is not installed"
launcher=
for place in /usr/libexec /usr/lib/at-spi2-core; do
  [ -x "$place/at-spi-bus-launcher" ] && launcher=$place/at-spi-bus-launcher
done
[ -n "$launcher" ] || skip "at-spi2-core is not installed"
[ -f "$video" ] || skip "the sample film is not there"

work=$(mktemp -d)
pids=()
finish() {
  local pid
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  [ -n "${DBUS_SESSION_BUS_PID:-}" ] && kill "$DBUS_SESSION_BUS_PID" 2>/dev/null
  rm -rf "$work"
}
trap finish EXIT

export HOME=$work XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/data XDG_CACHE_HOME=$work/cache
export XDG_RUNTIME_DIR=$work/run
mkdir -m 700 "$XDG_RUNTIME_DIR"
mkfifo "$work/display"
Xvfb -displayfd 3 -screen 0 1440x900x24 3>"$work/display" >/dev/null 2>&1 & pids+=($!)
read -r number <"$work/display"
export DISPLAY=:$number
if command -v openbox >/dev/null; then openbox >/dev/null 2>&1 & pids+=($!); fi
eval "$(dbus-launch --sh-syntax)"
"$launcher" --launch-immediately >/dev/null 2>&1 & pids+=($!)

export QT_QPA_PLATFORM=xcb QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1
unset QT_SCALE_FACTOR LANGUAGE
LC_ALL=C.UTF-8 "$program" --project "$work/walk.descant" "$video" 2>"$work/log" & pids+=($!)
timeout 120 /usr/bin/python3 "$here/read_window.py" || { cat "$work/log" >&2; exit 1; }
