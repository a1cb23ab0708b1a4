"""A file of many INSERTs beside the shells: psql and sqlite3 with the same statements in one transaction."""

import os
import shutil

from timing import report, timed

COUNT = 200_000


def write(folder, count=COUNT):
    """Writes a revision into the folder, and beside it the script; returns the script and its size in MB."""
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    script = f"{folder}.sql"
    with open(f"{folder}/insert.sql", "w") as revision, open(script, "w") as plain:
        revision.write("-- revision: insert\n-- upgrade\n")
        plain.write("BEGIN;\n")
        for line in ["CREATE TABLE things (id integer PRIMARY KEY, name text);\n"] + [
            f"INSERT INTO things VALUES ({number}, 'thing {number}');\n" for number in range(count)
        ]:
            revision.write(line)
            plain.write(line)
        plain.write("COMMIT;\n")
    return script, os.path.getsize(script) / 1e6


def beside(shell, migrator, database, folder, before, count=COUNT, rounds=3):
    """Times both, taking turns; `shell` makes the command of a script, `before` empties both databases."""
    script, size = write(folder, count)
    theirs, ours, held = [], [], 0
    for _ in range(rounds):
        before()
        theirs.append(timed(shell(script), 1)[0])
        taken, peak = timed([migrator, "upgrade", "head", "-q", "--database", database, "--revisions", folder], 1)
        ours.append(taken)
        held = max(held, peak)
    report(f"{count} INSERTs of {size:.0f} MB, the shell being 1", min(theirs), min(ours), 1 / 1.5, held)
