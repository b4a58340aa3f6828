#!/usr/bin/env bash
# Installs what the tests need, builds everything and runs every test, those with real servers included.
# Arguments go to `swift test`: Scripts/test.sh --filter IMAP
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

say "1/4 Looking for missing packages"
Scripts/install.sh test

say "2/4 Building (about 8 minutes the first time on two cores)"
swift build --build-tests --scratch-path "$DEBUG_BUILD" 2>&1 |
    { grep -v -E '^\[[0-9]+/[0-9]+\] (Compiling|Emitting|Write|Wrapping)' || true; }
test "${PIPESTATUS[0]}" = 0

say "3/4 Starting a private PostgreSQL"
scratch=$(mktemp -d "${TMPDIR:-/tmp}/martlet-test.XXXXXX")
chmod 755 "$scratch"
cleanup() {
    Scripts/postgres.sh stop "$scratch/postgres" >/dev/null 2>&1 || true
    rm -rf "$scratch"
}
trap cleanup EXIT
MARTLET_TEST_POSTGRES=$(Scripts/postgres.sh start "$scratch/postgres" | tail -n 1)
export MARTLET_TEST_POSTGRES
export MARTLET_BINARY="$DEBUG_BUILD/debug/martlet"

say "4/4 Running the tests"
# What starts is not worth a line; what ends is.
swift test --skip-build --disable-xctest --scratch-path "$DEBUG_BUILD" "$@" |
    { grep -v -e '^◇' -e '^✔ Test case' || true; }
exit "${PIPESTATUS[0]}"
