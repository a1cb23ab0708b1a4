#!/usr/bin/env bash
# Runs Alembic, from an environment of its own in .build/alembic, which the first call makes.
#
#   scripts/alembic.sh ARGUMENT …   as alembic ARGUMENT …, in the current folder
#   scripts/alembic.sh --make       only makes the environment
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
environment=$root/.build/alembic
python=$environment/bin/python

# The mark holds what is installed: another list makes it anew.
packages=('alembic==1.20.*' 'sqlalchemy==2.*' 'psycopg[binary]==3.*')
if [ "$(cat "$environment/installed" 2>/dev/null || true)" != "${packages[*]}" ]; then
    rm -rf "$environment"
    python3 -m venv "$environment" >&2
    "$python" -m pip install --quiet --disable-pip-version-check "${packages[@]}" >&2
    echo "${packages[*]}" >"$environment/installed"
fi
[ "${1:-}" = --make ] || PYTHONDONTWRITEBYTECODE=1 exec "$python" -m alembic "$@"
