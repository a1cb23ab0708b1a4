#!/usr/bin/env bash
# Everything with full counts: suites, sanitizers, the release executable alone, examples and benchmarks.
set -euo pipefail
cd "$(dirname "$0")/.."

export SOAK=1
export TEST_SEED=${TEST_SEED:-$(date +%s)}

echo "soak: all suites, full counts, seed $TEST_SEED"
scripts/test.sh

echo 'soak: address sanitizer'
ASAN_OPTIONS=detect_leaks=0 SOAK=0 swift test --sanitize=address --scratch-path .build/address \
    --skip MigratorToolTests 2>&1 | tail -n 3

echo 'soak: thread sanitizer'
SOAK=0 swift test --sanitize=thread --scratch-path .build/thread --skip MigratorToolTests 2>&1 | tail -n 3

echo 'soak: the release executable, alone'
scripts/alone.sh

echo 'soak: ten servers beside a moving history'
scripts/fleet.sh

echo 'soak: the developer loop'
scripts/loop.sh

echo 'soak: micro-benchmarks'
swift package --package-path Benchmarks --scratch-path .build/benchmarks --disable-sandbox benchmark

echo 'soak: ratios'
scripts/bench.sh
