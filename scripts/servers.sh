# What the scripts that run throw-away servers share; they source it.

fail() {
    echo "$(basename "$0" .sh): $*" >&2
    exit 1
}

# Such servers refuse to run as root.
choose_user() {
    user=$(id -un)
    if [ "$(id -u)" -eq 0 ]; then
        user=nobody
        if id postgres >/dev/null 2>&1; then user=postgres; fi
    fi
}

unprivileged() {
    if [ "$(id -u)" -eq 0 ]; then
        setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups -- "$@"
    else
        "$@"
    fi
}

# To be called in a subshell: a server must not keep what whoever started the script waits on.
close_descriptors() {
    local file number
    for file in /dev/fd/*; do
        number=${file##*/}
        if [ "$number" -gt 2 ]; then eval "exec $number>&-"; fi
    done
}

free_port() {
    local port
    for _ in $(seq 50); do
        port=$((20000 + RANDOM % 20000))
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            echo "$port"
            return 0
        fi
    done
    fail 'no free port'
}

# Runs a command with a variable set to the URL of a server of its own, by the start and stop of the script.
with_server() {
    local variable=$1 url
    shift
    # In a folder that the server's user may reach, with a name short enough for a socket.
    folder=/tmp/migrator-$(basename "$0" .sh)-$$-$RANDOM
    # One that did not start has gone already.
    trap '[ ! -e "$folder" ] || stop "$folder"' EXIT
    url=$(start "$folder")
    export "$variable=$url"
    "$@"
}
