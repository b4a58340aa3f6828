#!/usr/bin/env bash
# Builds the server: build.sh debug | build.sh release. Prints the path of the binary on its last line.
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
Scripts/install.sh build
case "${1:-debug}" in
release)
    say "Building the release binary (10 to 20 minutes the first time)" >&2
    swift build -c release --product martlet --static-swift-stdlib --scratch-path "$RELEASE_BUILD" >&2
    echo "$RELEASE_BUILD/release/martlet"
    ;;
*)
    say "Building (some minutes the first time, seconds afterwards)" >&2
    swift build --product martlet --scratch-path "$DEBUG_BUILD" >&2
    echo "$DEBUG_BUILD/debug/martlet"
    ;;
esac
