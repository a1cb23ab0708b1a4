#!/usr/bin/env bash
# Builds the server and runs it until Ctrl-C.
#
#   Examples/ECSServer/run.sh            over the SQLite file ecs.db, without Redis
#   Examples/ECSServer/run.sh postgres   over PostgreSQL and Redis, both started for it and thrown away at the end
#
# HOST, PORT, MIGRATE and the variables of migrator are passed on.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
scratch=$root/.build/examples/ecs-server

build() {
    "$root/scripts/install.sh" "$1"
    swift build --package-path "$here" --scratch-path "$scratch" --product ecs-server
}

# The server of a terminal is sent the signals of that terminal too; a shell that waits for it has to outlive them.
serve() {
    trap : INT TERM
    "$scratch/debug/ecs-server" &
    local server=$! status=0
    trap 'kill -TERM "$server" 2>/dev/null || true' TERM
    while kill -0 "$server" 2>/dev/null; do
        status=0
        wait "$server" || status=$?
    done
    return "$status"
}

case ${1:-sqlite} in
sqlite)
    build build
    export DATABASE_URL=${DATABASE_URL:-sqlite:ecs.db} REDIS_ENABLED=${REDIS_ENABLED:-false}
    exec "$scratch/debug/ecs-server"
    ;;
postgres)
    build test
    exec "$root/scripts/postgres.sh" run "$root/scripts/redis.sh" run "$0" beside
    ;;
beside)
    # Under both servers, whose URLs are those of the tests.
    export DATABASE_URL=$MIGRATOR_TEST_POSTGRES REDIS_URL=$MIGRATOR_TEST_REDIS
    environment=$(mktemp)
    trap 'rm -f "$environment"' EXIT
    printf 'export DATABASE_URL=%q REDIS_URL=%q\n' "$DATABASE_URL" "$REDIS_URL" >"$environment"
    echo "for commands in another terminal: source $environment"
    serve
    ;;
*)
    echo "run.sh: there is no '$1'; say nothing, or postgres" >&2
    exit 64
    ;;
esac
