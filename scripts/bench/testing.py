"""Measures what a migrated database for each test adds to a suite of 200 tests.

Usage: testing.py BUNDLE SCRATCH, with MIGRATOR_TEST_POSTGRES naming a server. BUNDLE is the program that the tests of
Benchmarks/TestSuites were built into. One test runs at a time, as psql copies one database at a time beside it.
"""

import os
import subprocess
import sys

from timing import amount, timed

TESTS = 200
SERVER = os.environ["MIGRATOR_TEST_POSTGRES"]


def suite(bundle, name, rounds=3):
    """The best time of a suite; the first run makes the template."""
    command = [bundle, "--testing-library", "swift-testing", "--filter", f"{name}/", "--no-parallel"]
    timed(command, 1)
    return timed(command, rounds)[0]


def bare(template, rounds=3):
    """The best time of as many copies and drops by psql."""
    statements = "".join(
        f"CREATE DATABASE bare_{number} TEMPLATE {template};\nDROP DATABASE bare_{number};\n" for number in range(TESTS)
    )
    path = f"{sys.argv[2]}/bare.sql"
    with open(path, "w", encoding="utf-8") as file:
        file.write(statements)
    return timed(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", path, SERVER], rounds)[0]


def template():
    query = "SELECT datname FROM pg_database WHERE datname LIKE 'migrator_test_template_%'"
    names = subprocess.run(["psql", "-XAt", "-c", query, SERVER], capture_output=True, text=True, check=True).stdout.split()
    if len(names) != 1:
        sys.exit(f"bench: {len(names)} templates where one was to be: {names}")
    return names[0]


def main():
    bundle, scratch = sys.argv[1:3]
    os.environ["MIGRATOR_TEST_FOLDER"] = f"{scratch}/testing"
    os.environ["MIGRATOR_TEST_DATABASE"] = SERVER
    without = suite(bundle, "WithoutTheTrait")
    files = (suite(bundle, "OnSQLite") - without) / TESTS
    print(f"a migrated database for each of {TESTS} tests, added to each")
    print(f"  SQLite, opened and asked {amount(files)}  (wanted 5 ms){'' if files <= 5e-3 else '   above what is wanted'}")
    servers = (suite(bundle, "OnPostgreSQL") - without) / TESTS
    copy = bare(template()) / TESTS
    ratio = servers / copy
    print(f"  PostgreSQL {amount(servers)}, by psql alone {amount(copy)}, {ratio:.2f} x as long", end="")
    print(f"  (wanted 1.5){'' if ratio <= 1.5 else '   above what is wanted'}", flush=True)


if __name__ == "__main__":
    main()
