# Shared by every script: sourced, never run. Sets where things are built and how.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Without it SwiftPM writes trait flags in random order and recompiles dependencies for nothing.
export SWIFT_DETERMINISTIC_HASHING=1

# One folder per set of flags, outside the clone: dependencies outlive a fresh clone.
BUILD_ROOT="${MARTLET_BUILD:-${HOME:-/tmp}/.cache/martlet-build}"
DEBUG_BUILD="$BUILD_ROOT/debug"
RELEASE_BUILD="$BUILD_ROOT/release"
mkdir -p "$BUILD_ROOT"

say() { printf '\n== %s\n' "$*"; }

if ! command -v swift >/dev/null 2>&1; then
    echo "No Swift toolchain was found. Install Swift 6.3 or newer from swift.org and put it on the PATH." >&2
    exit 1
fi
