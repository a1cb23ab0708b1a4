#!/usr/bin/env bash
# The one debug build that serves all gates: the same flags everywhere, so that nothing is built twice.
# Warnings are errors by the manifest; an import of a target that is not declared is one by the flag.
set -euo pipefail
cd "$(dirname "$0")/.."

command=(swift build --explicit-target-dependency-import-check error "$@")
status=0
"${command[@]}" || status=$?
# The package manager itself has died of a signal in a clean clone; what it had built by then stays.
if [ "$status" -gt 128 ]; then
    echo "build: swift build died of signal $((status - 128)); once more" >&2
    exec "${command[@]}"
fi
exit "$status"
