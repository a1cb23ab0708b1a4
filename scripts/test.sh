#!/usr/bin/env bash
# Builds once, runs every suite, and fails if a test that should run did not.
# TEST_SEED sets the seed of the random suites; SOAK=1 runs them with full counts.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/build.sh --build-tests

export TEST_SEED=${TEST_SEED:-$(date +%s)}
echo "test: seed $TEST_SEED"

log=$(mktemp)
trap 'rm -f "$log"' EXIT
tests=(swift test --skip-build --explicit-target-dependency-import-check error)
if [ -n "${MIGRATOR_TEST_POSTGRES:-}" ] || ! scripts/postgres.sh find >/dev/null 2>&1; then
    "${tests[@]}" 2>&1 | tee "$log"
else
    scripts/postgres.sh run "${tests[@]}" 2>&1 | tee "$log"
fi

# An empty run, or one that left tests out, must not look like a good one.
summary=$(grep -E 'Test run with [0-9]+ tests? .*passed' "$log" | tail -n 1 || true)
if [ -z "$summary" ]; then
    echo 'test: no test ran to its end' >&2
    exit 1
fi
ran=$(sed -E 's/.*Test run with ([0-9]+) tests?.*/\1/' <<<"$summary")
listed=$(swift test list --skip-build 2>/dev/null | grep -c / || true)
if [ "$ran" -lt "$listed" ]; then
    echo "test: $listed tests are there and $ran ran" >&2
    exit 1
fi
skipped=$(grep -cE '(Test|Suite) .* skipped' "$log" || true)
if [ "$skipped" -gt 0 ]; then
    echo "test: $skipped skipped:"
    grep -E '(Test|Suite) .* skipped' "$log"
    if [ "${CI:-}" = true ]; then
        echo 'test: in CI nothing may be skipped' >&2
        exit 1
    fi
fi
echo "test: $ran tests passed"
