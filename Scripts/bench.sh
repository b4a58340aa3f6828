#!/usr/bin/env bash
# Measures speed and memory beside peers (Python's email, fast-mail-parser, GMime) and prints tables.
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

say "1/4 Looking for missing packages"
Scripts/install.sh bench

say "2/4 Building the benchmarks, optimised (one to five minutes the first time, downloads included)"
bench=(swift build -c release --package-path Benchmarks --scratch-path "$BUILD_ROOT/bench")
"${bench[@]}" --product bench >&2
binary="$("${bench[@]}" --show-bin-path)/bench"
tools="$BUILD_ROOT/bench-peers"
mkdir -p "$tools"
gcc -O2 -shared -fPIC -o "$tools/allocations.so" Benchmarks/peer/allocations.c
# shellcheck disable=SC2046
gcc -O2 -o "$tools/gmime" Benchmarks/peer/gmime.c $(pkg-config --cflags --libs gmime-3.0) -ldl
if ! "$tools/python/bin/python" -c "import fast_mail_parser" 2>/dev/null; then
    python3 -m venv "$tools/python" && "$tools/python/bin/pip" install --quiet fast-mail-parser ||
        echo "fast-mail-parser could not be installed: its column is left out."
fi

say "3/4 Collecting mails"
scratch=$(mktemp -d "${TMPDIR:-/tmp}/martlet-bench.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
mails="$scratch/mails"
mkdir -p "$mails" "$scratch/found"
"$binary" mails "$mails"
python3 Benchmarks/peer/collect.py ../shared "$mails"

say "4/4 Measuring (three minutes, most of them Python's)"
rounds=5
found="$scratch/found"
"$binary" decode full "$mails" "$rounds" >"$found/own"
LD_PRELOAD="$tools/allocations.so" "$binary" decode full "$mails" 0 >"$found/counted"
"$binary" decode header "$mails" "$rounds" >"$found/header"
peers=()
peer() {
    local name=$1
    shift
    if "$@" "$mails" "$rounds" >"$found/$name"; then
        peers+=("$found/$name")
    else
        echo "$name could not be measured: its column is left out."
    fi
}
if [ -x "$tools/python/bin/python" ]; then
    peer fast-mail-parser "$tools/python/bin/python" Benchmarks/peer/decode.py fast-mail-parser
fi
peer gmime "$tools/gmime"
peer email python3 Benchmarks/peer/decode.py email
"$binary" table "$mails" "$found/own" "$found/counted" "$found/header" "${peers[@]}"
echo
LD_PRELOAD="$tools/allocations.so" "$binary" worst
echo
"$binary" desk
