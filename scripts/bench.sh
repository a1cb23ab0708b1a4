#!/usr/bin/env bash
# Ratios against the peers, in the same run, in release mode; whole processes, best of several rounds.
# BENCH_SCRATCH keeps the scratch environment between runs.
set -euo pipefail
cd "$(dirname "$0")/.."

scratch=${BENCH_SCRATCH:-$(mktemp -d)}
[ -n "${BENCH_SCRATCH:-}" ] || trap 'rm -rf "$scratch"' EXIT

static=()
[ "$(uname -s)" = Linux ] && static=(--static-swift-stdlib)
swift build -c release --product migrator "${static[@]}" 2>&1 | grep -vE 'mktemp' | tail -n 1
migrator=$(swift build -c release "${static[@]}" --show-bin-path)/migrator

python3 scripts/bench/sqlite.py "$migrator" "$scratch"
