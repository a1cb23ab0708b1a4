#!/usr/bin/env bash
# The gates that read the sources: format, what must not stand in them, and what imports what.
set -euo pipefail
cd "$(dirname "$0")/.."

folders=()
for folder in Sources Plugins migrations Tests Examples Benchmarks Documentation; do
    [ -n "$(git ls-files "$folder/*.swift")" ] && folders+=("$folder")
done
git ls-files -z "${folders[@]/%//*.swift}" Package.swift | xargs -0 swift format lint --strict --parallel

failed=0
refuse() {
    local what=$1
    shift
    if found=$(git grep -nE "$@"); then
        printf 'lint: %s\n%s\n' "$what" "$found" >&2
        failed=1
    fi
}
refuse "these trap, and a library must not" 'fatalError\(|\btry!|\bas!|preconditionFailure\(' \
    -- 'Sources/*.swift' 'Plugins/*.swift' 'migrations/*.swift'
long=$(git ls-files 'Sources/*.swift' 'Plugins/*.swift' 'migrations/*.swift' | xargs wc -l | awk '$2 != "total" && $1 > 600')
if [ -n "$long" ]; then
    printf 'lint: longer than 600 lines\n%s\n' "$long" >&2
    failed=1
fi
if git ls-files | grep -E '^\.build/|Package\.resolved$|\.db$'; then
    echo 'lint: these do not belong into the repository' >&2
    failed=1
fi
scripts/walls.py || failed=1
exit $failed
