#!/usr/bin/env bash
# Runs a throw-away PgBouncer in front of a PostgreSQL server, on a free port of the loopback address.
#
#   scripts/pgbouncer.sh start FOLDER URL MODE   starts one in FOLDER, which must not exist, and prints its URL; MODE is
#                                                session, transaction or statement
#   scripts/pgbouncer.sh stop FOLDER             stops it and deletes FOLDER
#   scripts/pgbouncer.sh run URL MODE COMMAND …  runs a command with MIGRATOR_TEST_PGBOUNCER set to a pooler's URL
#   scripts/pgbouncer.sh find                    prints where the program is; fails if it is not installed
#
# It lets in, with the same password, the one role that URL names, to every database of that server. Installs nothing.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"

find_binary() {
    local file
    for file in "$(command -v pgbouncer || true)" /usr/sbin/pgbouncer /opt/homebrew/bin/pgbouncer \
        /usr/local/bin/pgbouncer; do
        if [ -n "$file" ] && [ -x "$file" ]; then
            binary=$file
            return 0
        fi
    done
    fail 'pgbouncer is not installed'
}

is_up() { grep -q "listening on 127.0.0.1:$port" "$folder/pgbouncer.log" 2>/dev/null; }

start() {
    local folder=$1 url=$2 mode=$3 role password host server_port port database
    [[ $url =~ ^postgres(ql)?://([^:@/]+):([^@/]*)@([^:/]+):([0-9]+)/([^?]*) ]] ||
        fail 'the URL is to be postgres://ROLE:PASSWORD@HOST:PORT/DATABASE'
    role=${BASH_REMATCH[2]} password=${BASH_REMATCH[3]} host=${BASH_REMATCH[4]} server_port=${BASH_REMATCH[5]}
    database=${BASH_REMATCH[6]}
    [ ! -e "$folder" ] || fail "$folder is there already"
    find_binary
    choose_user
    mkdir -m 700 "$folder"
    printf '"%s" "%s"\n' "$role" "$password" >"$folder/users"
    # Another process may take the port between the look and the start.
    for _ in 1 2 3 4 5; do
        port=$(free_port)
        cat >"$folder/pgbouncer.ini" <<INI
[databases]
* = host=$host port=$server_port
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = $port
unix_socket_dir =
auth_type = scram-sha-256
auth_file = $folder/users
pool_mode = $mode
max_client_conn = 200
logfile = $folder/pgbouncer.log
pidfile = $folder/pid
INI
        if [ "$(id -u)" -eq 0 ]; then chown -R "$user" "$folder"; fi
        : >"$folder/out"
        (
            cd "$folder"
            close_descriptors
            unprivileged "$binary" -q -d "$folder/pgbouncer.ini" >"$folder/out" 2>&1 </dev/null
        ) || continue
        for _ in $(seq 200); do
            if is_up; then
                echo "postgres://$role:$password@127.0.0.1:$port/$database"
                return 0
            fi
            if [ -s "$folder/pid" ] && ! kill -0 "$(cat "$folder/pid")" 2>/dev/null; then break; fi
            sleep 0.02
        done
        end "$folder"
    done
    fail "it does not start: $(tail -n 3 "$folder/pgbouncer.log" "$folder/out")"
}

# At once: it keeps nothing, and a signal that it may handle it may have inherited as blocked.
end() {
    local process
    process=$(cat "$1/pid" 2>/dev/null || true)
    [ -z "$process" ] || kill -KILL "$process" 2>/dev/null || true
}

stop() {
    [ -f "$1/pgbouncer.ini" ] || fail "$1 holds no pooler"
    end "$1"
    rm -rf "$1"
}

case ${1:-} in
start)
    [ $# -eq 4 ] || fail 'start FOLDER URL MODE'
    start "$2" "$3" "$4"
    ;;
stop)
    [ $# -eq 2 ] || fail 'stop FOLDER'
    stop "$2"
    ;;
run)
    [ $# -ge 4 ] || fail 'run URL MODE COMMAND …'
    # In a folder that the pooler's user may reach.
    pooler=/tmp/migrator-pgbouncer-$$-$RANDOM
    trap 'stop "$pooler"' EXIT
    MIGRATOR_TEST_PGBOUNCER=$(start "$pooler" "$2" "$3")
    export MIGRATOR_TEST_PGBOUNCER
    shift 3
    "$@"
    ;;
find)
    find_binary
    echo "$binary"
    ;;
*)
    fail 'start FOLDER URL MODE | stop FOLDER | run URL MODE COMMAND … | find'
    ;;
esac
