"""Databases for one use, and what `migrator diff` says of them."""

import contextlib
import json
import os
import sqlite3
import subprocess

import sqlalchemy

from case import SQLITE

# The program's own settings would join in, and so would what it remembers.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(("MIGRATOR_", "DATABASE_", "REDIS_", "CACHE_"))}
ENVIRONMENT["REDIS_ENABLED"] = "false"


def server():
    return os.environ["MIGRATOR_TEST_POSTGRES"]


def engine(url):
    """A URL as SQLAlchemy writes it."""
    return url.replace("postgres://", "postgresql+psycopg://").replace("sqlite:", "sqlite:///")


@contextlib.contextmanager
def connection(url, schema=None):
    """A connection; in PostgreSQL's `schema`, what has no other name is looked for there and nowhere else."""
    settings = {"connect_args": {"options": f"-csearch_path={schema}"}} if schema else {}
    made = sqlalchemy.create_engine(engine(url), poolclass=sqlalchemy.NullPool, isolation_level="AUTOCOMMIT", **settings)
    with made.connect() as opened:
        yield opened


def run(opened, script):
    """Runs several statements, as they are."""
    opened.connection.driver_connection.execute(script)


@contextlib.contextmanager
def made(kind, script, folder):
    """A database in which the script has run; gives its URL."""
    if kind == SQLITE:
        path = f"{folder}/beside.db"
        with contextlib.closing(sqlite3.connect(path)) as opened:
            opened.executescript(script)
        try:
            yield f"sqlite:{path}"
        finally:
            os.remove(path)
        return
    with connection(server()) as admin:
        run(admin, "DROP DATABASE IF EXISTS beside WITH (FORCE)")
        run(admin, "CREATE DATABASE beside TEMPLATE template0")
    url = server().rsplit("/", 1)[0] + "/beside"
    with connection(url) as opened:
        if script:
            run(opened, script)
    yield url


def differences(migrator, url, wanted, flags, folder):
    """What `migrator diff` names, as its JSON has it."""
    path = f"{folder}/wanted.sql"
    with open(path, "w") as file:
        file.write(wanted)
    command = [migrator, "diff", url, path, "--format", "json", "--no-cache", *flags]
    said = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, cwd=folder)
    if said.returncode not in (0, 3):
        raise RuntimeError(f"{' '.join(command)}: {said.stderr or said.stdout}\n{wanted}")
    return json.loads(said.stdout)
