#!/usr/bin/env bash
# Starts ten copies of Examples/ECSServer and three upgrades at one barrier, moves the history beside them, and holds
# every answer against what was committed before it was asked for.
#
#   scripts/fleet.sh [SCENARIO …]       postgres: PostgreSQL and Redis; killed: the same, Redis killed in the middle;
#                                       sqlite: no Redis. All three by default
#   scripts/fleet.sh nemesis [SECONDS]  four servers, six clients that read and write, and blows of all kinds, for so
#                                       many seconds in all (180), on PostgreSQL and Redis and on SQLite and Redis;
#                                       nemesis-postgres and nemesis-sqlite are one of the two. REDIS_SERVER names
#                                       another server, such as Valkey's
#
# FLEET_SERVERS, FLEET_ROUNDS and FLEET_CLIENTS say how many: 10, 2, 6. TEST_SEED repeats the clients' choices.
set -euo pipefail
cd "$(dirname "$0")/.."

scratch=.build/examples/ecs-server
swift build --package-path Examples/ECSServer --scratch-path "$scratch" --product ecs-server 2>&1 | tail -n 1
scripts/build.sh --product migrator 2>&1 | tail -n 1

[ $# -gt 0 ] || set -- postgres killed sqlite
case $1 in
nemesis*)
    export NEMESIS_SECONDS=${2:-${NEMESIS_SECONDS:-180}}
    if [ "$1" = nemesis ]; then set -- nemesis-postgres nemesis-sqlite; else set -- "$1"; fi
    ;;
esac
exec python3 scripts/fleet/fleet.py "$PWD/$scratch/debug/ecs-server" "$PWD/.build/debug/migrator" "$PWD/scripts" "$@"
