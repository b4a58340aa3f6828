#!/usr/bin/env bash
# Builds the documentation of the mail library with the toolchain's docc and says where it is. A warning is an error.
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

if ! command -v docc >/dev/null 2>&1; then
    echo "The toolchain has no docc on the PATH. It is part of the toolchains of swift.org." >&2
    exit 1
fi
out="$BUILD_ROOT/docs"
mkdir -p "$out"
rm -rf "$out/symbols" "$out/MIME.doccarchive"
mkdir "$out/symbols"

say "1/2 Reading the public symbols"
mapfile -t library < <(find Sources/MIME -name '*.swift' | sort)
swiftc -swift-version 6 -parse-as-library -emit-module -emit-module-path "$out/MIME.swiftmodule" \
    -enable-upcoming-feature InternalImportsByDefault -enable-upcoming-feature MemberImportVisibility \
    -module-name MIME -emit-symbol-graph -emit-symbol-graph-dir "$out/symbols" "${library[@]}"

say "2/2 Building the catalogue"
docc convert Sources/MIME/MIME.docc --additional-symbol-graph-dir "$out/symbols" --warnings-as-errors \
    --fallback-display-name MIME --fallback-bundle-identifier org.martlet.MIME --output-path "$out/MIME.doccarchive"
echo "The documentation is in $out/MIME.doccarchive"
