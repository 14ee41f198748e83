#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Fetches LibTorch from its published wheel (pinned by hash) into the cache folder and unpacks what Descant links.
# Running it again takes no time. Nothing of Python is used when Descant runs.
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

if [ "${1:-}" = --help ]; then
  echo "installer/fetch-libtorch.sh: fetch LibTorch 2.11.0 (545 MB) into $cache; set DESCANT_LIBTORCH to use another folder"
  exit 0
fi

target=$cache/libtorch-2.11.0
if [ -e "$target/complete" ]; then say "LibTorch 2.11.0 is in $target"; exit 0; fi

free=$(df --output=avail -k "$(mkdir -p "$cache" && echo "$cache")" | tail -n 1)
[ "$free" -gt 2500000 ] || die "LibTorch needs 2.5 GB in $cache, and $((free / 1000)) MB are free: free some space and run this again"

say "Fetching LibTorch 2.11.0 (545 MB, once)"
python3 -m pip download --no-deps --only-binary=:all: --require-hashes -r "$project/installer/libtorch.lock" \
  --python-version 3.11 --implementation cp --platform manylinux_2_28_x86_64 --platform manylinux_2_25_x86_64 \
  --platform manylinux2014_x86_64 --dest "$cache/wheels" \
  || die "LibTorch could not be fetched: check the network and run this again; whole files are kept in $cache/wheels"

say "Unpacking LibTorch"
rm -rf "$target" "$target.part"
mkdir -p "$target.part"
for wheel in "$cache"/wheels/torch-2.11.0-*.whl "$cache"/wheels/nvidia_cuda_runtime-13.0.96-*.whl "$cache"/wheels/nvidia_cuda_cupti-13.0.85-*.whl; do
  # unzip returns 11 when one of the patterns matches nothing, which is so for each wheel.
  unzip -q -o "$wheel" 'torch/lib/*' 'torch/include/*' 'nvidia/*' '*.dist-info/*' -d "$target.part" || [ $? = 11 ] \
    || die "$wheel is damaged: delete it and run this again"
done
touch "$target.part/complete"
mv "$target.part" "$target"
rm -f "$cache"/wheels/*.whl
