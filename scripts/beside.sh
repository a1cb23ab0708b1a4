#!/usr/bin/env bash
# The same changes side by side: what Alembic's autogenerate finds, and what migrator diff does; tables in Markdown.
#
#   scripts/beside.sh [MIGRATOR]   with a program other than that of scripts/build.sh
#
# Exits with 1 if Alembic finds a change that we do not, or if we report one that is none.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

migrator=${1:-$root/.build/debug/migrator}
"$root/scripts/alembic.sh" --make
# PostgreSQL 18 if it can be had, else this system's.
bin=${POSTGRES_BIN:-$("$root/scripts/ages.sh" postgres 18 2>/dev/null || "$root/scripts/postgres.sh" find)}
PYTHONDONTWRITEBYTECODE=1 POSTGRES_BIN=$bin \
    "$root/scripts/postgres.sh" run "$root/.build/alembic/bin/python" "$root/scripts/beside/run.py" "$migrator"
