#!/usr/bin/env bash
# Runs a throw-away PostgreSQL server in a temporary folder, on a free port of the loopback address.
#
#   scripts/postgres.sh start FOLDER    starts a server in FOLDER, which must not exist, and prints its URL
#   scripts/postgres.sh restart FOLDER  kills it, as a crash would, and starts it again with its data, on its port
#   scripts/postgres.sh standby FOLDER  ends it in order and starts it again as a standby, which can only be read from
#   scripts/postgres.sh stop FOLDER     stops it and deletes FOLDER
#   scripts/postgres.sh run COMMAND …   runs a command with MIGRATOR_TEST_POSTGRES set to a server's URL
#   scripts/postgres.sh find            prints where the server's programs are; fails if they are not installed
#
# Installs nothing: initdb and pg_ctl are looked for on the path and where Debian and Homebrew put them; POSTGRES_BIN
# names another folder, such as scripts/ages.sh prints, whose psql and pg_dump the command finds first.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"

find_binaries() {
    local folder
    for folder in ${POSTGRES_BIN:+"$POSTGRES_BIN"} $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -Vr) \
        /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin "$(dirname "$(command -v initdb || echo /)")"; do
        if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ]; then
            bin=$folder
            return 0
        fi
    done
    fail 'initdb and pg_ctl are not installed'
}

# Nothing is left of a server that does not start.
give_up() {
    local said
    said=$(tail -n 3 "$3" 2>/dev/null || true)
    # It may only have been too slow.
    if [ -d "$1/data" ]; then stop "$1"; else rm -rf "$1"; fi
    fail "$2: $said"
}

start() {
    local folder=$1 port password
    [ ! -e "$folder" ] || fail "$folder is there already"
    find_binaries
    choose_user
    mkdir -m 700 "$folder"
    password=$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
    printf '%s\n' "$password" >"$folder/password"
    if [ "$(id -u)" -eq 0 ]; then chown -R "$user" "$folder"; fi
    (
        cd "$folder"
        unprivileged "$bin/initdb" -D "$folder/data" -U migrator --pwfile="$folder/password" \
            --auth=scram-sha-256 --encoding=UTF8 --no-locale --no-sync >"$folder/initdb.log" 2>&1
    ) || give_up "$folder" 'initdb fails' "$folder/initdb.log"
    # Another process may take the port between the look and the start.
    for _ in 1 2 3 4 5; do
        port=$(free_port)
        cat >"$folder/data/postgresql.auto.conf" <<EOF
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = '$folder'
fsync = off
max_connections = 200
EOF
        if (
            cd "$folder"
            close_descriptors
            unprivileged "$bin/pg_ctl" -D "$folder/data" -l "$folder/server.log" -w -t 60 start >/dev/null 2>&1
        ); then
            echo "postgres://migrator:$password@127.0.0.1:$port/postgres"
            return 0
        fi
    done
    give_up "$folder" 'the server does not start' "$folder/server.log"
}

restart() {
    local folder=$1
    [ -d "$folder/data" ] || fail "$folder holds no server"
    find_binaries
    choose_user
    (
        cd "$folder"
        close_descriptors
        unprivileged "$bin/pg_ctl" -D "$folder/data" -l "$folder/server.log" -m immediate -w -t 60 restart >/dev/null 2>&1
    ) || fail "the server does not start again: $(tail -n 3 "$folder/server.log")"
}

# A standby that follows no server: what it is to follow is all there when the server has ended.
standby() {
    local folder=$1
    [ -d "$folder/data" ] || fail "$folder holds no server"
    find_binaries
    choose_user
    (
        cd "$folder"
        close_descriptors
        unprivileged "$bin/pg_ctl" -D "$folder/data" -m fast -w stop >/dev/null 2>&1
        unprivileged touch "$folder/data/standby.signal"
        unprivileged "$bin/pg_ctl" -D "$folder/data" -l "$folder/server.log" -w -t 60 start >/dev/null 2>&1
    ) || fail "the server does not start as a standby: $(tail -n 3 "$folder/server.log")"
}

stop() {
    local folder=$1
    [ -d "$folder/data" ] || fail "$folder holds no server"
    find_binaries
    choose_user
    (cd "$folder" && unprivileged "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1) || true
    rm -rf "$folder"
}

case ${1:-} in
start)
    [ $# -eq 2 ] || fail 'start FOLDER'
    start "$2"
    ;;
restart)
    [ $# -eq 2 ] || fail 'restart FOLDER'
    restart "$2"
    ;;
standby)
    [ $# -eq 2 ] || fail 'standby FOLDER'
    standby "$2"
    ;;
stop)
    [ $# -eq 2 ] || fail 'stop FOLDER'
    stop "$2"
    ;;
run)
    [ $# -ge 2 ] || fail 'run COMMAND …'
    shift
    # pg_dump refuses a server that is newer than itself.
    if [ -n "${POSTGRES_BIN:-}" ]; then export PATH="$POSTGRES_BIN:$PATH"; fi
    # As tests of users' packages know it, too.
    with_server MIGRATOR_TEST_POSTGRES bash -c 'MIGRATOR_TEST_DATABASE=$MIGRATOR_TEST_POSTGRES exec "$@"' run "$@"
    ;;
find)
    find_binaries
    echo "$bin"
    ;;
*)
    fail 'start FOLDER | restart FOLDER | standby FOLDER | stop FOLDER | run COMMAND … | find'
    ;;
esac
