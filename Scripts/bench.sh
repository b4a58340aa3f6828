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
gcc -O2 -shared -fPIC -o "$tools/allocations.so" Tests/CAllocations/allocations.c
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
# Runs that are each compared with the others' take turns, so that whatever else the machine does meets all.
runs=5
found="$scratch/found"
run() {
    local name=$1 number=$2
    shift 2
    mkdir -p "$found/$name"
    if ! "$@" >"$found/$name/$number"; then
        rm "$found/$name/$number"
        echo "$name could not be measured." >&2
        return 1
    fi
}
peers=("gmime:$tools/gmime")
if "$tools/python/bin/python" -c "import fast_mail_parser" 2>/dev/null; then
    peers=("fast-mail-parser:$tools/python/bin/python Benchmarks/peer/decode.py fast-mail-parser" "${peers[@]}")
fi
for number in $(seq "$runs"); do
    run own "$number" "$binary" decode full "$mails" 1
    run header "$number" "$binary" decode header "$mails" 1
    for peer in "${peers[@]}"; do
        # shellcheck disable=SC2086
        run "${peer%%:*}" "$number" ${peer#*:} "$mails" 1 || true
    done
done
# One run tells enough about something fifty times slower.
run email 1 python3 Benchmarks/peer/decode.py email "$mails" 1 || true
LD_PRELOAD="$tools/allocations.so" run counted 1 "$binary" decode full "$mails" 0
columns=()
for peer in "${peers[@]}"; do columns+=("$found/${peer%%:*}"); done
"$binary" table "$mails" "$found/own" "$found/counted" "$found/header" "${columns[@]}" "$found/email"
echo
LD_PRELOAD="$tools/allocations.so" "$binary" worst
echo
"$binary" desk
