#!/usr/bin/env bash
# Builds and starts the server: run.sh demo | run.sh serve. Everything behind it goes to the command.
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
command="${1:-serve}"
shift || true
binary=$(Scripts/build.sh debug | tail -n 1)
say "Starting: martlet $command (stop with Control-C)"
exec "$binary" "$command" "$@"
