"""Measures whole processes on SQLite beside Alembic, in the same run, and prints a table of ratios.

Usage: sqlite.py MIGRATOR SCRATCH
"""

import os
import shutil
import subprocess
import sys
import time

import payload
import projects
import statements
from timing import header, report, timed


def bulk_load(migrator, alembic, scratch, rows=100_000):
    database = f"{scratch}/bulk.db"
    revisions = f"{scratch}/bulk-revisions"
    os.makedirs(revisions, exist_ok=True)
    path = f"{revisions}/rows.json"
    payload.write(path, rows)
    versions = projects.alembic(f"{scratch}/bulk-alembic", f"sqlite:///{scratch}/bulk-alembic.db")
    with open(f"{versions}/load.py", "w") as file:
        file.write(projects.ALEMBIC_LOAD.format(path=path))
    with open(f"{revisions}/load.sql", "w") as file:
        file.write(f"-- revision: load\n-- upgrade\n{projects.TABLE};\n-- bulk-insert into spirits from rows.json\n")
    size = os.path.getsize(path) / 1e6

    def clear():
        for name in (database, f"{scratch}/bulk-alembic.db"):
            if os.path.exists(name):
                os.remove(name)

    theirs, _ = timed([alembic, "-c", f"{scratch}/bulk-alembic/alembic.ini", "upgrade", "head"], 3, clear)
    ours, peak = timed(
        [migrator, "upgrade", "head", "--database", f"sqlite:{database}", "--revisions", revisions], 3, clear
    )
    report(f"bulkInsert, {rows} rows x 11, {size:.0f} MB of JSON", theirs, ours, 6, peak)


def large_file(migrator, scratch):
    names = (f"{scratch}/statements-ours.db", f"{scratch}/statements-theirs.db")

    def clear():
        for name in names:
            if os.path.exists(name):
                os.remove(name)

    def shell(script):
        return ["sqlite3", "-bail", names[1], f".read {script}"]

    statements.beside(shell, migrator, f"sqlite:{names[0]}", f"{scratch}/statements", clear)


def large_payload(migrator, scratch, gigabytes=1.0):
    for ndjson in (False, True):
        name = "NDJSON" if ndjson else "JSON"
        folder = f"{scratch}/large-{name}"
        os.makedirs(folder, exist_ok=True)
        file = "rows.ndjson" if ndjson else "rows.json"
        payload.write(f"{folder}/{file}", int(gigabytes * 1e9 / 400), ndjson)
        size = os.path.getsize(f"{folder}/{file}") / 1e6
        with open(f"{folder}/load.sql", "w") as text:
            text.write(f"-- revision: load\n-- upgrade\n{projects.TABLE};\n-- bulk-insert into spirits from {file}\n")
        database = f"{scratch}/large.db"
        if os.path.exists(database):
            os.remove(database)
        taken, peak = timed(
            [migrator, "upgrade", "head", "--database", f"sqlite:{database}", "--revisions", folder], 1
        )
        mark = "" if peak < 150 else "   above what is wanted"
        print(f"{size:.0f} MB of {name:<8} {taken:6.1f} s, {size / taken:5.0f} MB/s, {peak:4.0f} MB resident (wanted < 150){mark}", flush=True)
        os.remove(database)
        shutil.rmtree(folder)


def many_revisions(migrator, alembic, scratch, count, current_ratio):
    versions = projects.alembic(f"{scratch}/chain-alembic-{count}", f"sqlite:///{scratch}/chain-alembic-{count}.db")
    revisions = f"{scratch}/chain-{count}"
    shutil.rmtree(revisions, ignore_errors=True)
    projects.chain(versions, revisions, count)
    theirs = [alembic, "-c", f"{scratch}/chain-alembic-{count}/alembic.ini"]
    ours = [migrator, "--database", f"sqlite:{scratch}/chain-{count}.db", "--revisions", revisions]
    for name in (f"{scratch}/chain-{count}.db", f"{scratch}/chain-alembic-{count}.db"):
        if os.path.exists(name):
            os.remove(name)
    subprocess.run(theirs + ["stamp", "head"], check=True, capture_output=True)
    applied, _ = timed(ours + ["upgrade", "head"], 1)
    print(f"{count} empty revisions applied in {applied:.1f} s", flush=True)
    time.sleep(2.5)  # what was written within two seconds of a look is never remembered
    timed(ours + ["current"], 1)
    rounds = 2 if count > 5000 else 5
    report(f"upgrade head, nothing to do, {count} revisions", timed(theirs + ["upgrade", "head"], rounds)[0], timed(ours + ["upgrade", "head"], 15)[0], 25)
    report(f"current, {count} revisions", timed(theirs + ["current"], rounds)[0], timed(ours + ["current"], 15)[0], current_ratio)


def main():
    migrator, scratch = sys.argv[1], sys.argv[2]
    os.makedirs(scratch, exist_ok=True)
    os.environ["MIGRATOR_CACHE_DIR"] = f"{scratch}/memory"
    # The peers have no caches to tell.
    os.environ["REDIS_ENABLED"] = "false"
    alembic = projects.install(f"{scratch}/venv")
    header("Alembic")
    bulk_load(migrator, alembic, scratch)
    large_file(migrator, scratch)
    for count, ratio in ((1000, 25), (10_000, 400)):
        many_revisions(migrator, alembic, scratch, count, ratio)
    large_payload(migrator, scratch)


if __name__ == "__main__":
    main()
