#!/usr/bin/env bash
# Fuzzes the mail library with libFuzzer: Scripts/fuzz.sh [SECONDS] [TARGET…]   (make fuzz)
#
# SECONDS are shared by the targets (see Tests/MIMETests/FuzzTarget.swift; `growth` looks for inputs whose cost
# grows faster than their length). A finding ends with the file that causes it: put it, shortened, into
# Tests/MIMETests and mend the library. What was learnt is kept in the build folder and read again the next time.
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

seconds="${1:-120}"
if [ $# -gt 1 ]; then
    targets=("${@:2}")
else
    targets=(mail header address date tnef body draft growth)
fi
out="$BUILD_ROOT/fuzz"
mkdir -p "$out"

say "1/2 Compiling with address sanitizer and coverage (some minutes)"
flags=(-O -swift-version 6 -sanitize=fuzzer,address -assert-config Debug -parse-as-library
    -enable-upcoming-feature InternalImportsByDefault -enable-upcoming-feature MemberImportVisibility)
# The linker warns about every symbol of the sanitizer.
sources=(Sources/MIME Fuzz/Entry.swift Tests/MIMETests/{FuzzTarget,FuzzDraft,DraftCheck}.swift)
[ -x "$out/fuzz" ] && [ -z "$(find "${sources[@]}" -newer "$out/fuzz" -print -quit)" ] || (
    set -e
    mapfile -t library < <(find Sources/MIME -name '*.swift' | sort)
    swiftc "${flags[@]}" -wmo -emit-module -emit-module-path "$out/MIME.swiftmodule" -module-name MIME \
        -emit-object -o "$out/MIME.o" "${library[@]}"
    swiftc "${flags[@]}" -wmo -module-name Fuzz -I "$out" -o "$out/fuzz" "$out/MIME.o" \
        "${sources[@]:1}"
) 2>"$out/compiler.log" || {
    grep -v 'Cannot export local symbol' "$out/compiler.log" >&2
    echo "The fuzzer could not be built. It needs a toolchain with libFuzzer (swiftc -sanitize=fuzzer)." >&2
    exit 1
}

# Mails for `mail` and `growth`: our own, and the corpus where it stands beside the repository.
mkdir -p "$out/mails"
cp Tests/MIMETests/Mails/*.eml "$out/mails/"
corpora="${MARTLET_CORPORA:-../shared/corpora/dev}"
if [ -d "$corpora" ]; then
    find "$corpora" -path '*/mails/*' -type f -size -64k | while read -r file; do
        cp "$file" "$out/mails/$(cksum <"$file" | tr ' ' '-')"
    done
fi

share=$((seconds / ${#targets[@]}))
say "2/2 Fuzzing ${targets[*]}: $share seconds each"
# Without the symbolizer and Swift's own backtrace, which wait for each other when a sanitizer reports.
export SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0
status=0
for target in "${targets[@]}"; do
    mkdir -p "$out/corpus/$target" "$out/findings"
    seeds=()
    [ -d "Fuzz/seeds/$target" ] && seeds+=("Fuzz/seeds/$target")
    length=4096
    if [ "$target" = mail ]; then
        seeds+=("$out/mails")
        length=32768
    fi
    MARTLET_FUZZ=$target "$out/fuzz" -max_total_time="$share" -max_len=$length -timeout=120 -rss_limit_mb=2048 \
        -dict=Fuzz/mail.dict -print_final_stats=1 -artifact_prefix="$out/findings/$target-" \
        "$out/corpus/$target" "${seeds[@]}" >"$out/$target.log" 2>&1 || {
        status=1
        echo "$target: FINDING"
        grep -E 'Fatal error|ERROR|Test unit written' "$out/$target.log" || tail -5 "$out/$target.log"
    }
    grep -E 'number_of_executed_units|peak_rss' "$out/$target.log" | sed "s/^/$target: /" || true
    # User and system time of all children so far, the compiler's included: what has really been spent.
    times >"$out/times"
    echo "$target: processor time so far $(tail -1 "$out/times")"
done
exit $status
