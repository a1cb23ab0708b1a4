#!/usr/bin/env bash
# Copies the release executable to a folder of its own, hides everything it was built from, and runs the history.
set -euo pipefail
cd "$(dirname "$0")/.."

static=()
[ "$(uname -s)" = Linux ] && static=(--static-swift-stdlib)
swift build -c release --product migrator "${static[@]}" 2>&1 | tail -n 1
built=$(swift build -c release "${static[@]}" --show-bin-path)/migrator

folder=$(mktemp -d)
hidden=$(mktemp -d "$PWD.hidden.XXXXXX")
restore() {
    [ -d "$hidden/build" ] && mv "$hidden/build" .build
    [ -d "$hidden/migrations" ] && mv "$hidden/migrations" migrations
    rmdir "$hidden"
    rm -rf "$folder"
}
trap restore EXIT
cp "$built" "$folder/migrator"
mv .build "$hidden/build"
mv migrations "$hidden/migrations"

(
    cd "$folder"
    ./migrator upgrade head
    ./migrator current
    ./migrator downgrade base
    ./migrator upgrade head --quiet
    ./migrator check
)
