#!/usr/bin/env bash
# Reads SARIF logs with readers that others have written, from an environment of its own in .build/sarif, which the
# first call makes: sarif-tools and sarif-pydantic of PyPI.
#
#   scripts/sarif.sh FILE …   prints a line for each result, which both must read alike: level, rule, file, line
#   scripts/sarif.sh --make   only makes the environment
#
# Fails, with 2, where there is no Python or PyPI cannot be reached.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
environment=$root/.build/sarif
python=$environment/bin/python

# The mark holds what is installed: another list makes it anew.
packages=('sarif-tools==3.*' 'sarif-pydantic==0.6.*')
if [ "$(cat "$environment/installed" 2>/dev/null || true)" != "${packages[*]}" ]; then
    rm -rf "$environment"
    mkdir -p "$root/.build"
    {
        python3 -m venv "$environment" \
            && "$python" -m pip install --quiet --disable-pip-version-check --retries 2 "${packages[@]}"
    } >&2 || {
        echo 'sarif: the readers cannot be had: PyPI is out of reach, or there is no python3 with venv' >&2
        exit 2
    }
    echo "${packages[*]}" >"$environment/installed"
fi
[ "${1:-}" != --make ] || exit 0

PYTHONDONTWRITEBYTECODE=1 exec "$python" - "$@" <<'END'
import sys

from sarif import loader
from sarif_pydantic import Sarif


def by_pydantic(path):
    with open(path, "rb") as file:
        log = Sarif.model_validate_json(file.read())
    for run in log.runs:
        for result in run.results or []:
            place = result.locations[0].physical_location if result.locations else None
            yield (
                result.level.value,
                result.rule_id,
                place.artifact_location.uri if place else "",
                str(place.region.start_line) if place else "",
            )


def by_tools(path):
    for record in loader.load_sarif_file(path).get_records():
        yield record["Severity"], record["Code"], record["Location"] or "", str(record["Line"] or "")


for path in sys.argv[1:]:
    ours, theirs = list(by_pydantic(path)), list(by_tools(path))
    if sorted(ours) != sorted(theirs):
        sys.exit(f"sarif: two readers differ on {path}:\n{ours}\n{theirs}")
    for row in ours:
        print("\t".join(row))
END
