#!/usr/bin/env bash
# Builds a program for other machines and prints where it is: release.sh [PRODUCT [PACKAGE_FOLDER]].
# On Linux the program holds the libraries it is linked with and needs the C library only; PostgreSQL's client is loaded
# where it runs, when a database asks for it.
set -euo pipefail
cd "$(dirname "$0")/.."

product=${1:-migrator}
flags=(-c release --package-path "${2:-.}")

if [ "$(uname -s)" = Linux ]; then
    # The linker looks here before it finds the shared libraries in the system's folders.
    archives=$PWD/.build/archives
    mkdir -p "$archives"
    for library in stdc++ gcc_s z zstd hiredis sqlite3; do
        # The part of libgcc_s that a program calls has another name as an archive.
        archive=$(clang -print-file-name="lib${library/gcc_s/gcc_eh}.a")
        if [ -f "$archive" ]; then
            ln -sf "$archive" "$archives/lib$library.a"
        else
            echo "release.sh: there is no archive of lib$library: $product will need its shared library" >&2
        fi
    done
    flags+=(--static-swift-stdlib -Xlinker "-L$archives")
fi

# A library of Swift's own brings a warning about mktemp.
swift build --quiet "${flags[@]}" --product "$product" 2>&1 | sed '/mktemp/d' >&2
echo "$(swift build "${flags[@]}" --show-bin-path)/$product"
