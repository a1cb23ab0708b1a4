#!/usr/bin/env bash
# Runs a throw-away PostgreSQL server in a temporary folder, on a free port of the loopback address.
#
#   scripts/postgres.sh start FOLDER    starts a server in FOLDER, which must not exist, and prints its URL
#   scripts/postgres.sh stop FOLDER     stops it and deletes FOLDER
#   scripts/postgres.sh run COMMAND …   runs a command with MIGRATOR_TEST_POSTGRES set to a server's URL
#   scripts/postgres.sh find            prints where the server's programs are; fails if they are not installed
#
# Installs nothing: initdb and pg_ctl are looked for on the path and where Debian and Homebrew put them.
set -euo pipefail

fail() {
    echo "postgres: $*" >&2
    exit 1
}

find_binaries() {
    local folder
    for folder in ${POSTGRES_BIN:+"$POSTGRES_BIN"} $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -Vr) \
        /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin "$(dirname "$(command -v initdb || echo /)")"; do
        if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ]; then
            bin=$folder
            return
        fi
    done
    fail 'initdb and pg_ctl are not installed'
}

# The server refuses to run as root.
unprivileged() {
    if [ "$(id -u)" -eq 0 ]; then
        setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups -- "$@"
    else
        "$@"
    fi
}

choose_user() {
    user=$(id -un)
    if [ "$(id -u)" -eq 0 ]; then
        user=nobody
        if id postgres >/dev/null 2>&1; then user=postgres; fi
    fi
}

free_port() {
    local port
    for _ in $(seq 50); do
        port=$((20000 + RANDOM % 20000))
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            echo "$port"
            return
        fi
    done
    fail 'no free port'
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
    ) || fail "initdb failed: $(tail -n 3 "$folder/initdb.log")"
    # Another process may take the port between the look and the start.
    for _ in 1 2 3 4 5; do
        port=$(free_port)
        cat >"$folder/data/postgresql.auto.conf" <<EOF
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = '$folder'
fsync = off
max_connections = 50
EOF
        if (
            cd "$folder"
            unprivileged "$bin/pg_ctl" -D "$folder/data" -l "$folder/server.log" -w -t 60 start >/dev/null 2>&1
        ); then
            echo "postgres://migrator:$password@127.0.0.1:$port/postgres"
            return
        fi
    done
    fail "the server does not start: $(tail -n 3 "$folder/server.log")"
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
stop)
    [ $# -eq 2 ] || fail 'stop FOLDER'
    stop "$2"
    ;;
run)
    [ $# -ge 2 ] || fail 'run COMMAND …'
    shift
    # In a folder that the server's user may reach, with a name short enough for a socket.
    folder=/tmp/migrator-postgres-$$-$RANDOM
    trap 'stop "$folder"' EXIT
    MIGRATOR_TEST_POSTGRES=$(start "$folder")
    export MIGRATOR_TEST_POSTGRES
    "$@"
    ;;
find)
    find_binaries
    echo "$bin"
    ;;
*)
    fail 'start FOLDER | stop FOLDER | run COMMAND … | find'
    ;;
esac
