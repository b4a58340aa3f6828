#!/usr/bin/env bash
# Formats the sources in place; `format.sh check` only says what is not formatted, and fails.
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
if [ "${1:-}" = check ]; then
    swift format lint --strict --parallel -r Package.swift Sources Tests Benchmarks/Sources
else
    swift format -i --parallel -r Package.swift Sources Tests Benchmarks/Sources
fi
