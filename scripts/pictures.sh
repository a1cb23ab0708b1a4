#!/usr/bin/env bash
# Draws histories and schemas, and looks at the pages in headless Chromium; part of the soak.
#
#   scripts/pictures.sh [FOLDER]   leaves screenshots in FOLDER
#
# CHROMIUM names the browser. Without one it is installed where a package manager can; else this is left out, and
# fails where CI=true.
set -euo pipefail
cd "$(dirname "$0")/.."

browser() {
    local name
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
        if [ -n "$name" ] && command -v "$name"; then return 0; fi
    done
    return 1
}

install_browser() {
    [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null || return 1
    echo 'pictures: installing Chromium' >&2
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } >&2
}

chromium=$(browser || { install_browser && browser; }) || {
    echo 'pictures: no Chromium is here, and none could be installed' >&2
    [ "${CI:-}" != true ] || exit 1
    echo 'pictures: left out'
    exit 0
}
scripts/build.sh
python3 scripts/pictures.py .build/debug/migrator "$chromium" "$@"
