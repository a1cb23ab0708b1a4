#!/usr/bin/env bash
# How long a developer waits: a Swift revision edited, a SQL revision added, a Swift revision added, each kind
# generated from a changed model and applied, after a warm build.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$(mktemp -d)
new=migrations/ecs/0123456789ab_loop.swift
edited=migrations/ecs/e4b7105f6a9d_query_indexes.swift
restore() {
    [ -f "$folder/edited" ] && cp "$folder/edited" "$edited"
    rm -rf "$new" "$folder" migrations/*/fedcba987654_*.swift
}
trap restore EXIT

run() { swift run migrator --database "sqlite:$folder/loop.db" "$@" >/dev/null 2>&1; }
timed() {
    local what=$1 wanted=$2
    shift 2
    local start end
    start=$(date +%s.%N)
    "$@"
    end=$(date +%s.%N)
    awk -v what="$what" -v wanted="$wanted" -v taken="$(echo "$end $start" | awk '{print $1 - $2}')" \
        'BEGIN { printf "%-32s %5.2f s (wanted %s)\n", what, taken, wanted }'
}

run upgrade 22ebdcff71c4
cp "$edited" "$folder/edited"
sed -i.bak 's/"ix_agents_spirit_style"/"ix_agents_by_style"/' "$edited" && rm -f "$edited.bak"
timed 'Swift revision edited' 3 run upgrade ecs@e4b7105f6a9d

mkdir "$folder/sql"
run --revisions "$folder/sql" upgrade heads || true
printf -- '-- revision: loop1\n-- upgrade\nCREATE TABLE a (id INTEGER);\n-- downgrade\nDROP TABLE a;\n' >"$folder/sql/1.sql"
timed 'SQL revision added' 1 run --database "sqlite:$folder/sql.db" --revisions "$folder/sql" upgrade head

printf 'CREATE TABLE a (id INTEGER);\nCREATE TABLE b (id INTEGER);\n' >"$folder/model.sql"
sql_generated() {
    run --database "sqlite:$folder/sql.db" --revisions "$folder/sql" revision -m b --autogenerate --to "$folder/model.sql"
    run --database "sqlite:$folder/sql.db" --revisions "$folder/sql" upgrade head
}
timed 'SQL revision generated' 2 sql_generated

cat >"$new" <<'SWIFT'
import MigrationDSL

/// Adds a table for the time being.
struct Loop: Revision {
    static let id: RevisionID = "0123456789ab"
    static let parents: [RevisionID] = ["a90c5d3e7f21"]

    func upgrade(_ op: Operations) {
        op.createTable("loop") { Column("id", .uuid).primaryKey() }
    }
}
SWIFT
timed 'Swift revision added' 10 run upgrade head

run inspect history -o "$folder/whole.sql"
echo 'CREATE TABLE generated (id INTEGER NOT NULL PRIMARY KEY, note TEXT);' >>"$folder/whole.sql"
swift_generated() {
    run revision -m generated --rev-id fedcba987654 --autogenerate --to "$folder/whole.sql"
    run upgrade head
}
timed 'Swift revision generated' 10 swift_generated
