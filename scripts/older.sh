#!/usr/bin/env bash
# Builds the program as it was at a commit before its tables grew, and prints where it is: it has to go on beside this one.
#
#   scripts/older.sh [COMMIT]     the commit is recorded here; a later one may be named
set -euo pipefail
cd "$(dirname "$0")/.."

commit=$(git rev-parse --verify "${1:-9e6d0b88433d7182a8d00e41fb7204a24b7981ca}^{commit}")
folder=$PWD/.build/older/$commit

if [ ! -e "$folder/Package.swift" ]; then
    mkdir -p "$folder"
    git archive "$commit" | tar -x -C "$folder"
    # With the same packages, so that nothing has to be fetched.
    if [ -e Package.resolved ]; then cp Package.resolved "$folder/"; fi
fi
swift build --package-path "$folder" --product migrator >&2
echo "$folder/.build/debug/migrator"
