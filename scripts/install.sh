#!/usr/bin/env bash
# Installs what a machine with git, make and a Swift toolchain lacks, and says what.
# Usage: install.sh build|test|bench
set -euo pipefail
cd "$(dirname "$0")/.."

purpose=${1:-build}

have_header() { [ -f "/usr/include/$1" ] || [ -f "/usr/local/include/$1" ]; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        echo "install: '$*' needs root, and there is no sudo here; run it as root" >&2
        exit 1
    fi
}

install_debian() {
    local wanted=()
    have_header sqlite3.h || wanted+=(libsqlite3-dev)
    have_header postgresql/libpq-fe.h || wanted+=(libpq-dev)
    have_header hiredis/hiredis.h || wanted+=(libhiredis-dev)
    have_header zstd.h || wanted+=(libzstd-dev)
    have_header zlib.h || wanted+=(zlib1g-dev)
    command -v pkg-config >/dev/null || wanted+=(pkg-config)
    case "$purpose" in
        test)
            command -v sqlite3 >/dev/null || wanted+=(sqlite3)
            command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || wanted+=(postgresql)
            command -v pgbouncer >/dev/null || [ -x /usr/sbin/pgbouncer ] || wanted+=(pgbouncer)
            command -v redis-server >/dev/null || command -v valkey-server >/dev/null || wanted+=(redis-server)
            command -v python3 >/dev/null || wanted+=(python3)
            python3 -c 'import ensurepip' 2>/dev/null || wanted+=(python3-venv)
            # Where the PostgreSQL 17 of scripts/ages.sh looks for time zones.
            [ -e /usr/share/zoneinfo/UTC ] || wanted+=(tzdata)
            ;;
        bench)
            command -v sqlite3 >/dev/null || wanted+=(sqlite3)
            command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || wanted+=(postgresql)
            command -v redis-server >/dev/null || command -v valkey-server >/dev/null || wanted+=(redis-server)
            command -v python3 >/dev/null || wanted+=(python3)
            python3 -c 'import ensurepip' 2>/dev/null || wanted+=(python3-venv)
            ;;
    esac
    [ ${#wanted[@]} -eq 0 ] && return
    echo "install: apt-get install ${wanted[*]}"
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null
}

install_macos() {
    local wanted=()
    brew --prefix libpq >/dev/null 2>&1 || wanted+=(libpq)
    brew --prefix hiredis >/dev/null 2>&1 || wanted+=(hiredis)
    brew --prefix zstd >/dev/null 2>&1 || wanted+=(zstd)
    brew --prefix zlib >/dev/null 2>&1 || wanted+=(zlib)
    case "$purpose" in
        test)
            command -v initdb >/dev/null || wanted+=(postgresql@17)
            command -v pgbouncer >/dev/null || wanted+=(pgbouncer)
            command -v redis-server >/dev/null || command -v valkey-server >/dev/null || wanted+=(redis)
            command -v python3 >/dev/null || wanted+=(python3)
            ;;
        bench)
            command -v initdb >/dev/null || wanted+=(postgresql@17)
            command -v redis-server >/dev/null || command -v valkey-server >/dev/null || wanted+=(redis)
            command -v python3 >/dev/null || wanted+=(python3)
            ;;
    esac
    [ ${#wanted[@]} -eq 0 ] && return
    command -v brew >/dev/null || {
        echo "install: ${wanted[*]} missing; install Homebrew (https://brew.sh) or these by hand" >&2
        exit 1
    }
    echo "install: brew install ${wanted[*]}"
    brew install --quiet "${wanted[@]}"
}

command -v swift >/dev/null || {
    echo "install: no 'swift' on the PATH; get Swift 6.2 or newer from https://swift.org/install" >&2
    exit 1
}

case "$(uname -s)" in
    Darwin) install_macos ;;
    Linux)
        if command -v apt-get >/dev/null; then
            install_debian
        elif ! have_header sqlite3.h; then
            echo "install: sqlite3.h is missing; install SQLite's development files with this system's packages" >&2
            exit 1
        fi
        ;;
esac

# What a database that Alembic made is made with.
[ "$purpose" != test ] || scripts/alembic.sh --make
