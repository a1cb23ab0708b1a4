#!/usr/bin/env bash
# Runs a throw-away Redis server in a temporary folder, on a free port of the loopback address and on a unix socket.
#
#   scripts/redis.sh start FOLDER [LINE …]   starts a server in FOLDER and prints its URL; LINEs go into redis.conf.
#                                            A FOLDER that is there already holds a stopped one, which starts again
#                                            on its port, with its data, its password and the new LINEs
#   scripts/redis.sh halt FOLDER             kills it without a word, and leaves FOLDER as it is
#   scripts/redis.sh stop FOLDER             stops it and deletes FOLDER
#   scripts/redis.sh run COMMAND …           runs a command with MIGRATOR_TEST_REDIS set to a server's URL
#   scripts/redis.sh find                    prints where the server is; fails if none is installed
#
# The socket is FOLDER/socket, the process FOLDER/pid, the password FOLDER/password. Installs nothing: redis-server or
# valkey-server is looked for on the path; REDIS_SERVER chooses another one.
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"

find_server() {
    local name
    for name in ${REDIS_SERVER:+"$REDIS_SERVER"} redis-server valkey-server; do
        if server=$(command -v "$name"); then return; fi
    done
    fail 'neither redis-server nor valkey-server is installed'
}

# Whether a process runs; one that has ended may stay in the table until somebody asks for it.
runs() {
    case $(ps -o stat= -p "$1" 2>/dev/null) in
    '' | Z*) return 1 ;;
    esac
}

is_alive() {
    [ -s "$1/pid" ] && runs "$(cat "$1/pid")"
}

# Whether the port answers; anything at all, as a server that loads its data does not say PONG.
answers() {
    local line
    exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
    printf 'PING\r\n' >&3
    IFS= read -r -t 5 line <&3 || line=
    exec 3>&-
    [ -n "$line" ]
}

launch() {
    local folder=$1 port=$2 password=$3
    shift 3
    rm -f "$folder/pid" "$folder/socket"
    cat >"$folder/redis.conf" <<CONF
bind 127.0.0.1
port $port
unixsocket $folder/socket
unixsocketperm 700
dir $folder
pidfile $folder/pid
logfile $folder/server.log
daemonize yes
requirepass $password
save ""
appendonly no
enable-debug-command yes
CONF
    printf '%s\n' "$@" >>"$folder/redis.conf"
    # Redis 6 does not know the line, and needs none.
    if ! "$server" --version | grep -qE 'v=([7-9]|[1-9][0-9])\.'; then
        sed -i.old '/^enable-debug-command/d' "$folder/redis.conf"
    fi
    (
        close_descriptors
        exec "$server" "$folder/redis.conf" >"$folder/start.log" 2>&1 </dev/null
    ) || return 1
    for _ in $(seq 200); do
        if is_alive "$folder" && (answers "$port") 2>/dev/null; then return 0; fi
        sleep 0.05
    done
    return 1
}

start() {
    local folder=$1 port password said
    shift
    find_server
    if [ -e "$folder" ]; then
        [ -f "$folder/password" ] || fail "$folder is there already and holds no server"
        ! is_alive "$folder" || fail "the server in $folder runs"
        password=$(cat "$folder/password")
        port=$(cat "$folder/port")
        launch "$folder" "$port" "$password" "$@" ||
            fail "the server does not start: $(cat "$folder/server.log" "$folder/start.log" 2>/dev/null | tail -n 3)"
        echo "redis://:$password@127.0.0.1:$port/0"
        return 0
    fi
    mkdir -m 700 "$folder"
    password=$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
    (umask 077 && printf '%s\n' "$password" >"$folder/password")
    # Another process may take the port between the look and the start.
    for _ in 1 2 3 4 5; do
        port=$(free_port)
        echo "$port" >"$folder/port"
        if launch "$folder" "$port" "$password" "$@"; then
            echo "redis://:$password@127.0.0.1:$port/0"
            return 0
        fi
        halt "$folder"
    done
    said=$(cat "$folder/start.log" "$folder/server.log" 2>/dev/null | tail -n 3 || true)
    rm -rf "$folder"
    fail "the server does not start: $said"
}

halt() {
    local folder=$1 process
    [ -s "$folder/pid" ] || return 0
    process=$(cat "$folder/pid")
    kill -KILL "$process" 2>/dev/null || true
    while runs "$process"; do sleep 0.01; done
    rm -f "$folder/pid"
}

stop() {
    local folder=$1
    [ -f "$folder/redis.conf" ] || fail "$folder holds no server"
    halt "$folder"
    rm -rf "$folder"
}

case ${1:-} in
start)
    [ $# -ge 2 ] || fail 'start FOLDER [LINE …]'
    shift
    start "$@"
    ;;
halt)
    [ $# -eq 2 ] || fail 'halt FOLDER'
    halt "$2"
    ;;
stop)
    [ $# -eq 2 ] || fail 'stop FOLDER'
    stop "$2"
    ;;
run)
    [ $# -ge 2 ] || fail 'run COMMAND …'
    shift
    with_server MIGRATOR_TEST_REDIS "$@"
    ;;
find)
    find_server
    echo "$server"
    ;;
*)
    fail 'start FOLDER [LINE …] | halt FOLDER | stop FOLDER | run COMMAND … | find'
    ;;
esac
