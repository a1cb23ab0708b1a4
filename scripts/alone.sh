#!/usr/bin/env bash
# Copies the release executable to a folder of its own, hides everything it was built from, and runs the history.
set -euo pipefail
cd "$(dirname "$0")/.."

built=$(scripts/release.sh)
if [ "$(uname -s)" = Linux ] && ldd "$built" | grep -vE 'vdso|ld-linux|lib(c|m)\.so'; then
    echo 'alone.sh: the program needs these libraries besides the C library' >&2
    exit 1
fi

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
