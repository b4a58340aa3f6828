#!/usr/bin/env bash
# Measures speed beside a peer (Python's email package) and prints a table.
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

say "1/3 Looking for missing packages"
Scripts/install.sh build

say "2/3 Building the benchmarks, optimised (one to five minutes the first time, downloads included)"
bench=(swift build -c release --package-path Benchmarks --scratch-path "$BUILD_ROOT/bench")
"${bench[@]}" --product bench >&2
binary="$("${bench[@]}" --show-bin-path)/bench"

say "3/3 Measuring (half a minute)"
scratch=$(mktemp -d "${TMPDIR:-/tmp}/martlet-bench.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
peer=()
if python=$(command -v python3); then
    peer=(Benchmarks/peer/decode.py "$python")
else
    echo "There is no python3: the peer's columns stay empty."
fi
"$binary" "$scratch" "${peer[@]}"
