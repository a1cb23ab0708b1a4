"""Measures inspect and diff of 1,000 tables, whole processes, beside pg_dump and `alembic check`, in the same run.

Usage: schema.py MIGRATOR SCRATCH [PACKAGE], with MIGRATOR_TEST_POSTGRES naming a server. With PACKAGE, a folder within
this one, a program that declares the schema in Swift is written there, built in release and measured too.
"""

import os
import shutil
import subprocess
import sys
import time

import postgres
import projects
import tables
from timing import amount, beside, header, report

ROUNDS = 7
ENV = """
import os
import sys

sys.path.insert(0, os.path.dirname(__file__))
from alembic import context
from sqlalchemy import create_engine

from model import metadata

engine = create_engine(context.config.get_main_option("sqlalchemy.url"))
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=metadata)
    with context.begin_transaction():
        context.run_migrations()
"""


def run(*command, given=None):
    result = subprocess.run(command, input=given, capture_output=True, text=True)
    if result.returncode:
        sys.exit(f"bench: {command[:3]} failed: {result.stdout[-500:]}{result.stderr[-500:]}")
    return result.stdout


def alembic_check(alembic, folder, url, is_postgres):
    """The command that compares a database with equal metadata."""
    projects.alembic(folder, url)
    for name, text in (("env.py", ENV), ("model.py", tables.metadata(is_postgres))):
        with open(f"{folder}/alembic/{name}", "w") as file:
            file.write(text)
    return [alembic, "-c", f"{folder}/alembic.ini", "check"]


def write_model(path, is_postgres):
    text = tables.sql(is_postgres)
    with open(path, "w") as file:
        file.write(text)
    return text


def swift_program(migrator, url, package):
    """Builds the program whose declared schema is the database's, and returns its path."""
    root = os.path.abspath(f"{os.path.dirname(os.path.abspath(__file__))}/../..")
    place = tables.package(package, root)
    run(migrator, "inspect", "--database", url, "--format", "swift", "-o", place)
    # A file that is new in the package beneath is not noticed otherwise.
    if os.path.exists(f"{package}/.build/release.yaml"):
        os.remove(f"{package}/.build/release.yaml")
    start = time.perf_counter()
    program = run(f"{root}/scripts/release.sh", "SchemaModel", package).strip().splitlines()[-1]
    print(f"a Swift model of {tables.COUNT} tables built in {time.perf_counter() - start:.0f} s, with what it needs", flush=True)
    return program


def lines(what, peers, commands, wanted):
    """Measures all in turns; a line for each of ours beside each peer that is wanted of it."""
    found = dict(zip([*peers, *commands], beside(ROUNDS, *peers.values(), *commands.values())))
    for name in peers:
        took, peak = found[name]
        print(f"{what}: {name:<34} {amount(took)} {peak:5.0f} MB", flush=True)
    for name in commands:
        took, peak = found[name]
        for peer, ratio in wanted[name].items():
            report(f"  {name}, beside {peer}", found[peer][0], took, ratio, peak)
        if not wanted[name]:
            print(f"{'  ' + name:<44} {'':>12} {amount(took)} {peak:22.0f} MB", flush=True)


def on_postgres(migrator, alembic, scratch, package):
    url, model = postgres.fresh("many_tables"), f"{scratch}/pg-model.sql"
    run("psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-1", url, given=write_model(model, True))
    postgres.psql(url, "VACUUM ANALYZE")
    theirs = url.replace("postgres://", "postgresql+psycopg://")
    dump = "pg_dump --schema-only"
    peers = {
        dump: ["pg_dump", "--schema-only", url],
        "alembic check": alembic_check(alembic, f"{scratch}/pg-check", theirs, True),
    }
    diff = [migrator, "diff", url, model]
    commands = {
        "inspect": [migrator, "inspect", "--database", url],
        "diff, SQL, at first": diff + ["--no-cache"],
        "diff, SQL": diff,
    }
    wanted = {"inspect": {dump: 1}, "diff, SQL, at first": {}, "diff, SQL": {dump: 1 / 1.3, "alembic check": 15}}
    if package:
        program = swift_program(migrator, url, package)
        commands["diff, Swift"] = [program, "diff", "--database", url]
        wanted["diff, Swift"] = wanted["diff, SQL"]
    run(*diff)  # from here on it is remembered
    lines("PostgreSQL", peers, commands, wanted)


def on_sqlite(migrator, alembic, scratch):
    path, model = f"{scratch}/many-tables.db", f"{scratch}/lite-model.sql"
    if os.path.exists(path):
        os.remove(path)
    run("sqlite3", "-bail", path, given=f"BEGIN;\n{write_model(model, False)}COMMIT;\n")
    peers = {"alembic check": alembic_check(alembic, f"{scratch}/lite-check", f"sqlite:///{path}", False)}
    diff = [migrator, "diff", f"sqlite:{path}", model]
    commands = {
        "inspect": [migrator, "inspect", "--database", f"sqlite:{path}"],
        "diff, SQL, at first": diff + ["--no-cache"],
        "diff, SQL": diff,
    }
    run(*diff)
    lines("SQLite", peers, commands, {"inspect": {}, "diff, SQL, at first": {}, "diff, SQL": {"alembic check": 15}})


CHANGE = """CREATE TABLE added (id INTEGER NOT NULL PRIMARY KEY, note TEXT);
CREATE INDEX ix_added_note ON added (note);
"""


def loop(migrator, scratch, count):
    """From a model that was changed to the database that has the change, on SQLite; the history has so many tables."""
    folder = f"{scratch}/loop-{count}"
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(f"{folder}/revisions")
    model, schema = f"{folder}/model.sql", tables.sql(False, count)
    with open(f"{folder}/revisions/first.sql", "w") as file:
        file.write(f"-- revision: first\n-- upgrade\n{schema}")
    ours = ["--database", f"sqlite:{folder}/loop.db", "--revisions", f"{folder}/revisions"]
    run(migrator, "upgrade", "head", *ours)
    with open(model, "w") as file:
        file.write(schema + CHANGE)
    start = time.perf_counter()
    run(migrator, "revision", "-m", "add", "--autogenerate", "--model", model, *ours)
    made = time.perf_counter() - start
    run(migrator, "upgrade", "head", *ours)
    took = time.perf_counter() - start
    run(migrator, "diff", "database", "model", "--model", model, *ours)
    mark = "" if took <= 2 else "   above what is wanted"
    print(
        f"autogenerate to applied, SQL, {count:>4} tables {'':>13}{amount(took)}  ({amount(made).strip()} to generate; "
        f"wanted 2 s){mark}",
        flush=True,
    )


def main():
    migrator, scratch = sys.argv[1:3]
    package = sys.argv[3] if len(sys.argv) > 3 else None
    os.makedirs(scratch, exist_ok=True)
    # What is remembered lies on disk: a Redis would be one more process to measure.
    os.environ.update(
        MIGRATOR_CACHE_DIR=f"{scratch}/memory",
        REDIS_ENABLED="false",
        CACHE_FALLBACK="disk",
        CACHE_DISK_PATH=f"{scratch}/schema-values",
    )
    alembic = projects.install(f"{scratch}/venv", "psycopg[binary]==3.3.*")
    header("peer")
    on_sqlite(migrator, alembic, scratch)
    for count in (10, tables.COUNT):
        loop(migrator, scratch, count)
    on_postgres(migrator, alembic, scratch, package)


if __name__ == "__main__":
    main()
