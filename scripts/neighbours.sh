#!/usr/bin/env bash
# Builds Tests/Neighbours, where our package stands beside those that a server is likely to have as well.
#
#   scripts/neighbours.sh            a program with SQLite alone links no other database's library; then one file that
#                                    imports all packages and one that imports the DSL too compile
#   scripts/neighbours.sh linkage    the first alone
#   scripts/neighbours.sh names      the second alone
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
    echo "neighbours: $*" >&2
    exit 1
}

package=(--package-path Tests/Neighbours --scratch-path .build/neighbours)

# A library of the system comes with its driver, and only with it.
linkage() {
    swift build "${package[@]}" --product sqlite-alone
    local program needed symbols module
    program=$(swift build "${package[@]}" --show-bin-path)/sqlite-alone
    if [ "$(uname -s)" = Darwin ]; then needed=$(otool -L "$program"); else needed=$(readelf -d "$program" | grep NEEDED); fi
    if grep -E 'libpq|hiredis|zstd' <<<"$needed" >&2; then fail 'a program with SQLite alone links these'; fi
    # A library that is loaded when it is first needed is not in that list; the driver that would load it is here.
    symbols=$(nm "$program")
    holds() { grep -qF "\$s${#1}$1" <<<"$symbols"; }
    holds MigratorSQLite || fail "$program has no symbols to look at"
    for module in MigratorPostgres MigratorRedis MigratorCompression; do
        ! holds "$module" || fail "a program with SQLite alone holds $module"
    done
    "$program"
}

# All public types outside the DSL, each by its bare name, so that a new one is compared without anybody thinking of it.
write_names() {
    local folder=Tests/Neighbours/Sources/Neighbours
    {
        echo '// Written by scripts/neighbours.sh.'
        grep -h '^import' "$folder/AllTogether.swift"
        echo
        git grep -hoE '^public ([a-z]+ )*(struct|class|enum|actor|protocol|typealias) [A-Za-z_0-9]+' \
            -- 'Sources/*.swift' ':!Sources/MigrationDSL' | awk '{ print $NF }' | sort -u \
            | awk '{ print "private typealias Name" NR " = " $0 }'
    } >"$folder/EveryName.swift"
}

names() {
    write_names
    swift build "${package[@]}" --target Neighbours
}

case ${1:-all} in
all)
    linkage
    names
    ;;
linkage | names) "$1" ;;
*) fail 'linkage | names' ;;
esac
