#!/usr/bin/env bash
# Renders every DocC catalogue, and prints where the pages are. A warning, such as a link that leads nowhere, is an error.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
    echo "docs: $*" >&2
    exit 1
}

targets=()
for catalogue in Sources/*/*.docc; do
    library=$(basename "$(dirname "$catalogue")")
    grep -q "\"$library\"" Documentation/Package.swift || fail "$catalogue is there, and Documentation/Package.swift does not name $library"
    targets+=(--target "$library")
done

pages=$PWD/.build/docs
rm -rf "$pages"
mkdir -p "$pages"
swift package --package-path Documentation --scratch-path .build/documentation --allow-writing-to-directory "$pages" \
    generate-documentation "${targets[@]}" --warnings-as-errors --output-path "$pages"
for target in "${targets[@]}"; do
    [ "$target" = --target ] || [ -f "$pages/$target.doccarchive/index.html" ] || fail "there are no pages of $target"
done
echo "$pages"
