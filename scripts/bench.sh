#!/usr/bin/env bash
# Ratios against the peers, in the same run, in release mode; whole processes, best of several rounds.
# BENCH_SCRATCH keeps the scratch environment between runs.
set -euo pipefail
cd "$(dirname "$0")/.."

scratch=${BENCH_SCRATCH:-$(mktemp -d)}
[ -n "${BENCH_SCRATCH:-}" ] || trap 'rm -rf "$scratch"' EXIT

migrator=$(scripts/release.sh)

python3 scripts/bench/sqlite.py "$migrator" "$scratch"
scripts/postgres.sh run python3 scripts/bench/postgres.py "$migrator" "$scratch"
# Its package stays with what was built for it, so that the next run builds the model alone.
scripts/postgres.sh run python3 scripts/bench/schema.py "$migrator" "$scratch" .build/schema-model

# A file that is new in the package beneath is not noticed otherwise.
rm -f .build/ecs-cache/release.yaml
swift build -c release --package-path Benchmarks/ECSCache --scratch-path .build/ecs-cache --product ECSCacheBenchmark 2>&1 | tail -n 1
cache=$(swift build -c release --package-path Benchmarks/ECSCache --scratch-path .build/ecs-cache --show-bin-path)/ECSCacheBenchmark
scripts/redis.sh run scripts/postgres.sh run python3 scripts/bench/cache.py "$cache" "$scratch"

swift build -c release --package-path Benchmarks/ECSCache --scratch-path .build/ecs-cache --product EmbeddedStart 2>&1 | tail -n 1
scripts/redis.sh run scripts/postgres.sh run python3 scripts/bench/start.py "$migrator" "$(dirname "$cache")/EmbeddedStart" "$scratch"

swift build -c release --package-path Benchmarks/ECSCache --scratch-path .build/ecs-cache --product ComputedPayload 2>&1 | tail -n 1
computed=$(dirname "$cache")/ComputedPayload
scripts/redis.sh run scripts/postgres.sh run python3 scripts/bench/payloads.py "$migrator" "$computed" "$scratch"

swift build -c release --build-tests --package-path Benchmarks/TestSuites --scratch-path .build/test-suites 2>&1 | tail -n 1
suites=$(swift build -c release --package-path Benchmarks/TestSuites --scratch-path .build/test-suites --show-bin-path)
scripts/postgres.sh run python3 scripts/bench/testing.py "$suites/test-suites-benchmarkPackageTests.xctest" "$scratch"
