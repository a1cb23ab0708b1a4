"""Measures whole processes on PostgreSQL beside Alembic with psycopg 3 and beside psql, in the same run.

Usage: postgres.py MIGRATOR SCRATCH, with MIGRATOR_TEST_POSTGRES naming a server.
"""

import json
import os
import re
import shutil
import subprocess
import sys

import payload
import projects
import statements
from timing import header, in_turns, report, timed

SERVER = os.environ["MIGRATOR_TEST_POSTGRES"]
TABLE = projects.TABLE.replace("FLOAT", "DOUBLE PRECISION")


def psql(url, *commands):
    arguments = [part for command in commands for part in ("-c", command)]
    result = subprocess.run(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", url, *arguments], capture_output=True, text=True)
    if result.returncode:
        sys.exit(f"bench: psql failed: {result.stderr}")
    return result.stdout


def fresh(name):
    """Makes an empty database anew, and returns its URL."""
    psql(SERVER, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")
    return SERVER.rsplit("/", 1)[0] + "/" + name


def write_load(folder, rows):
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    payload.write(f"{folder}/rows.json", rows)
    with open(f"{folder}/1.sql", "w") as file:
        file.write(f"-- revision: table\n-- upgrade\n{TABLE};\n")
    with open(f"{folder}/2.sql", "w") as file:
        file.write("-- revision: load\n-- parents: table\n-- upgrade\n-- bulk-insert into spirits from rows.json\n")


def bulk_load(migrator, alembic, scratch, rows=100_000):
    folder = f"{scratch}/pg-bulk"
    write_load(folder, rows)
    size = os.path.getsize(f"{folder}/rows.json") / 1e6
    ours, theirs = fresh("bulk_ours"), fresh("bulk_theirs")
    versions = projects.alembic(f"{scratch}/pg-alembic", theirs.replace("postgres://", "postgresql+psycopg://"))
    with open(f"{versions}/load.py", "w") as file:
        file.write(projects.ALEMBIC_LOAD.format(path=f"{folder}/rows.json"))
    upgrade = [migrator, "upgrade", "head", "--database", ours, "--revisions", folder]
    slow, _ = timed([alembic, "-c", f"{scratch}/pg-alembic/alembic.ini", "upgrade", "head"], 2, lambda: fresh("bulk_theirs"))
    fast, peak = timed(upgrade, 5, lambda: fresh("bulk_ours"))
    report(f"bulkInsert, {rows} rows x 11, {size:.0f} MB of JSON", slow, fast, 8, peak)

    # The load alone, and psql's binary COPY of the same rows, taking turns.
    copy = f"{scratch}/rows.copy"
    psql(ours, f"\\copy spirits to '{copy}' with (format binary)")
    bare, load = [], []
    for _ in range(7):
        fresh("bulk_ours")
        said = subprocess.run(upgrade + ["--format", "json"], check=True, capture_output=True, text=True).stdout
        load.append(json.loads(said)["steps"][1]["duration_ms"] / 1000)
        fresh("bulk_theirs")
        said = psql(theirs, TABLE, "\\timing on", f"\\copy spirits from '{copy}' with (format binary)")
        bare.append(float(re.search(r"Time: ([0-9.]+) ms", said).group(1)) / 1000)
    report("  its load, psql's binary COPY being 1", min(bare), min(load), 1 / 1.3)


def large_file(migrator, scratch):
    ours, theirs = fresh("statements_ours"), fresh("statements_theirs")

    def clear():
        fresh("statements_ours")
        fresh("statements_theirs")

    def shell(script):
        return ["psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-f", script, theirs]

    statements.beside(shell, migrator, ours, f"{scratch}/pg-statements", clear)


def many_tables(migrator, scratch, count=1000):
    folder = f"{scratch}/pg-tables"
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    script = [
        "CREATE TABLE alembic_version (version_num varchar(255) PRIMARY KEY);",
        "CREATE TABLE journal (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, uuid uuid UNIQUE, entry json);",
        "CREATE TABLE outbox (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, uuid uuid NOT NULL UNIQUE, "
        "xid xid8 NOT NULL DEFAULT pg_current_xact_id(), event text NOT NULL, at timestamptz DEFAULT now(), UNIQUE (xid, id));",
    ]
    for index in range(count):
        name, parent = f"t{index:04d}", f"t{index - 1:04d}" if index else None
        table = f"CREATE TABLE table_{index} (id bigint PRIMARY KEY, name varchar(100) NOT NULL, note text)"
        with open(f"{folder}/{name}.sql", "w") as file:
            file.write(f"-- revision: {name}\n" + (f"-- parents: {parent}\n" if parent else "") + f"-- upgrade\n{table};\n")
        script.append(f"BEGIN; {table}; DELETE FROM alembic_version WHERE version_num = '{parent}';")
        script.append(f"INSERT INTO alembic_version VALUES ('{name}');")
        entry = f"(gen_random_uuid(), '{{\"revision\": \"{name}\"}}')"
        script.append(f"INSERT INTO journal (uuid, entry) VALUES {entry}; INSERT INTO outbox (uuid, event) VALUES {entry};")
        script.append(f"SELECT pg_notify('ecs_invalidate', '{name}'); COMMIT;")
    with open(f"{scratch}/tables.sql", "w") as file:
        file.write("\n".join(script) + "\n")
    ours, theirs = fresh("tables_ours"), fresh("tables_theirs")
    fast, slow = [], []
    for _ in range(3):
        slow.append(timed(["psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-f", f"{scratch}/tables.sql", theirs], 1, lambda: fresh("tables_theirs"))[0])
        fast.append(timed([migrator, "upgrade", "head", "--database", ours, "--revisions", folder], 1, lambda: fresh("tables_ours"))[0])
    report(f"{count} CREATE TABLE revisions, psql being 1", min(slow), min(fast), 1 / 1.5)


def nothing_to_do(migrator, alembic, scratch, count=1000):
    ours, theirs = fresh("chain_ours"), fresh("chain_theirs")
    versions = projects.alembic(f"{scratch}/pg-chain-alembic", theirs.replace("postgres://", "postgresql+psycopg://"))
    revisions = f"{scratch}/pg-chain"
    shutil.rmtree(revisions, ignore_errors=True)
    projects.chain(versions, revisions, count)
    command = [alembic, "-c", f"{scratch}/pg-chain-alembic/alembic.ini"]
    subprocess.run(command + ["stamp", "head"], check=True, capture_output=True)
    upgrade = [migrator, "upgrade", "head", "--database", ours, "--revisions", revisions]
    timed(upgrade, 1)
    timed(upgrade, 1)
    look = ["psql", "-XqAt", "-c", "SELECT 1", ours]
    slow, fast, floor = in_turns(20, command + ["upgrade", "head"], upgrade, look)
    report(f"upgrade head, nothing to do, {count} revisions", slow, fast, 15)
    report("  beside psql that asks SELECT 1", floor, fast, 1)


def main():
    migrator, scratch = sys.argv[1], sys.argv[2]
    os.makedirs(scratch, exist_ok=True)
    os.environ["MIGRATOR_CACHE_DIR"] = f"{scratch}/memory"
    # The peers have no caches to tell.
    os.environ["REDIS_ENABLED"] = "false"
    alembic = projects.install(f"{scratch}/venv", "psycopg[binary]==3.3.*")
    header("peer")
    bulk_load(migrator, alembic, scratch)
    large_file(migrator, scratch)
    many_tables(migrator, scratch)
    nothing_to_do(migrator, alembic, scratch)


if __name__ == "__main__":
    main()
