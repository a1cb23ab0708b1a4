"""Measures what it costs a program that embeds the library to start on a database that needs nothing.

Usage: start.py MIGRATOR EMBEDDEDSTART SCRATCH, with MIGRATOR_TEST_POSTGRES and MIGRATOR_TEST_REDIS naming servers.
"""

import json
import os
import subprocess
import sys

import postgres
from timing import amount


def said(*command):
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode:
        sys.exit(f"bench: {command} failed: {result.stderr}")
    return result.stdout


def start(kind, migrator, program, url):
    said(migrator, "upgrade", "head", "--quiet", "--database", url)
    rounds = [json.loads(said(program, url)) for _ in range(20)]
    # The best of each: the least difference would belong to the round that was slow to connect.
    opening, ready = (min(figures[name] for figures in rounds) for name in ("opening", "ready"))
    more = ready - opening
    print(f"start with nothing to do, {kind}")
    print(f"  to open a connection {amount(opening / 1e6)}, to be ready {amount(ready / 1e6)}")
    print(f"  more than the connection {amount(more / 1e6)}  (wanted less than 10 ms){'' if more < 10_000 else '   above what is wanted'}")
    connections = max(figures["connections"] for figures in rounds[1:])
    asked = amount(min(figures["cached"] for figures in rounds[1:]) / 1e6)
    print(f"  isUpToDate(maxAge:) from Redis {asked}, connections to the database {connections}  (wanted 0)", flush=True)


def main():
    migrator, program, scratch = sys.argv[1:4]
    os.environ["REDIS_URL"] = os.environ["MIGRATOR_TEST_REDIS"]
    path = f"{scratch}/start.db"
    if os.path.exists(path):
        os.remove(path)
    start("SQLite", migrator, program, f"sqlite:{path}")
    start("PostgreSQL", migrator, program, postgres.fresh("start"))


if __name__ == "__main__":
    main()
