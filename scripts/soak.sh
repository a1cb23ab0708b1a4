#!/usr/bin/env bash
# Everything with full counts: suites, sanitizers, the release executable alone, examples and benchmarks.
#
# NEMESIS_SECONDS shortens the hour of the nemesis.
set -euo pipefail
cd "$(dirname "$0")/.."

export SOAK=1
export TEST_SEED=${TEST_SEED:-$(date +%s)}

echo 'soak: the program as it was, to run beside this one'
MIGRATOR_OLDER=$(scripts/older.sh)
export MIGRATOR_OLDER

echo "soak: all suites, full counts, seed $TEST_SEED"
scripts/test.sh

# Once on each other age, with reduced rounds: the newest PostgreSQL and this system's Redis have just been run.
aged() {
    local postgres redis
    echo "soak: all suites, reduced, on PostgreSQL $1 and $2"
    postgres=$(scripts/ages.sh postgres "$1") && redis=$(scripts/ages.sh $2) || {
        [ "${CI:-}" != true ] || exit 1
        echo "soak: without them"
        return 0
    }
    SOAK=0 POSTGRES_BIN=$postgres REDIS_SERVER=$redis scripts/test.sh
}
aged 16 'redis 6.2'
aged 17 'valkey 9'

# Suites under a sanitizer, with reduced rounds; what it reports is printed whole. The real program is not built with it.
sanitized() {
    local sanitizer=$1
    local log=.build/soak-$sanitizer.log
    echo "soak: $sanitizer sanitizer"
    # As in test.sh.
    export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=$((3 * $(getconf _NPROCESSORS_ONLN)))
    if ! SOAK=0 ASAN_OPTIONS=detect_leaks=0 scripts/postgres.sh run scripts/redis.sh run swift test \
        --sanitize="$sanitizer" --scratch-path ".build/$sanitizer" --skip MigratorToolTests >"$log" 2>&1; then
        grep -E -A 40 'Sanitizer|✘|error:' "$log" | tail -n 400 >&2
        exit 1
    fi
    tail -n 1 "$log"
}
sanitized address
sanitized thread

echo 'soak: the release executable, alone'
scripts/alone.sh

echo 'soak: our package beside its neighbours'
scripts/neighbours.sh

echo 'soak: the documentation, without a warning'
scripts/docs.sh

echo 'soak: the pictures, in a browser'
scripts/pictures.sh

echo 'soak: ten servers beside a moving history'
scripts/fleet.sh

echo 'soak: four servers and the nemesis, for a quarter of the time with Valkey'
seconds=${NEMESIS_SECONDS:-3600}
if valkey=$(scripts/ages.sh valkey 9); then
    REDIS_SERVER=$valkey scripts/fleet.sh nemesis $((seconds / 4))
    seconds=$((seconds - seconds / 4))
elif [ "${CI:-}" = true ]; then
    exit 1
else
    echo 'soak: without Valkey'
fi
scripts/fleet.sh nemesis "$seconds"

echo 'soak: the developer loop'
scripts/loop.sh

echo 'soak: micro-benchmarks'
swift package --package-path Benchmarks --scratch-path .build/benchmarks --disable-sandbox benchmark

echo 'soak: ratios'
scripts/bench.sh
