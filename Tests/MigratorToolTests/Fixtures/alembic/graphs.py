"""Holds the program's answers about random graphs against Alembic's.

    python graphs.py --random ROUNDS --seed SEED --migrator PROGRAM

Each round makes a graph with branch labels and ids that begin alike, and asks both for ranges of history
(--rev-range), and for LABEL@partial in show, upgrade, downgrade and stamp. In the last two Alembic looks for the part
in all branches, so there it is asked for the whole id. Prints each difference, and ends with 1 if there is one.
"""

import argparse
import io
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

from alembic import command, util
from alembic.config import Config

ENV = """
import sqlalchemy
from alembic import context
engine = sqlalchemy.create_engine(context.config.attributes["url"], poolclass=sqlalchemy.pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
"""


class Graph:
    def __init__(self, dice, folder):
        self.folder = folder
        self.nodes = {}
        for number in range(dice.randint(4, 14)):
            revision = dice.choice(["abcd", "abcd", "f00d", "beef"]) + "%06x" % dice.getrandbits(24)
            known = list(self.nodes)
            heads = [one for one in known if not any(one in node["parents"] for node in self.nodes.values())]
            parents, needs = [], []
            if known and dice.random() < 0.93:
                parents = [dice.choice(heads if dice.random() < 0.6 else known)]
                if len(heads) > 1 and dice.random() < 0.15:
                    parents = dice.sample(heads, 2)
            if known and dice.random() < 0.1:
                needs = [one for one in [dice.choice(known)] if one not in parents]
            labels = ["branch%d" % number] if not parents or dice.random() < 0.3 else []
            self.nodes[revision] = {"parents": parents, "needs": needs, "labels": labels}
        os.makedirs(folder + "/alembic/versions")
        os.makedirs(folder + "/sql")
        open(folder + "/alembic/env.py", "w").write(ENV)
        for number, (revision, node) in enumerate(self.nodes.items()):
            with open("%s/alembic/versions/%03d.py" % (folder, number), "w") as file:
                file.write("revision = %r\ndown_revision = %r\ndepends_on = %r\nbranch_labels = %r\n" % (
                    revision, tuple(node["parents"]) or None, tuple(node["needs"]) or None, tuple(node["labels"]) or None))
                file.write("def upgrade(): pass\ndef downgrade(): pass\n")
            with open("%s/sql/%03d.sql" % (folder, number), "w") as file:
                file.write("-- revision: %s\n" % revision)
                for key, values in ("parents", node["parents"]), ("depends-on", node["needs"]), ("branch-labels", node["labels"]):
                    if values:
                        file.write("-- %s: %s\n" % (key, ", ".join(values)))
                file.write("\n-- upgrade\n-- downgrade\n")

    def below(self, revision, needs=True):
        found, left = set(), [revision]
        while left:
            one = left.pop()
            if one not in found:
                found.add(one)
                left += self.nodes[one]["parents"] + (self.nodes[one]["needs"] if needs else [])
        return found

    def maximal(self, revisions):
        implied = set()
        for one in revisions:
            implied |= self.below(one) - {one}
        return [one for one in revisions if one not in implied]

    def rows(self, dice):
        return self.maximal(dice.sample(list(self.nodes), dice.randint(0, min(3, len(self.nodes)))))

    def on_branch(self, label, part):
        """The revisions of a label's lineage that begin so."""
        home = next(one for one, node in self.nodes.items() if label in node["labels"])
        line = self.below(home, needs=False) | {one for one in self.nodes if home in self.below(one, needs=False)}
        return [one for one in self.nodes if one in line and one.startswith(part)]


def database(folder, rows):
    path = folder + "/rows.db"
    if os.path.exists(path):
        os.remove(path)
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.executemany("INSERT INTO alembic_version VALUES (?)", [(row,) for row in rows])
    connection.close()
    return path


def held(path):
    connection = sqlite3.connect(path)
    rows = {row for row, in connection.execute("SELECT version_num FROM alembic_version")}
    connection.close()
    return rows


def ask_alembic(folder, verb, target, rows):
    """The answer, None for an error, or the word 'crash'."""
    path = database(folder, rows)
    config = Config(stdout=io.StringIO())
    config.set_main_option("script_location", folder + "/alembic")
    config.attributes["url"] = "sqlite:///" + path
    try:
        if verb == "history":
            command.history(config, rev_range=target)
        elif verb == "show":
            command.show(config, target)
        else:
            getattr(command, verb)(config, target)
    except util.CommandError:
        return None
    except Exception:
        return "crash"
    if verb == "history":
        return re.findall(r"-> (\w+)", config.stdout.getvalue())
    if verb == "show":
        return re.findall(r"Rev: (\w+)", config.stdout.getvalue())
    return held(path)


def ask_migrator(program, folder, verb, target, rows):
    path = database(folder, rows)
    arguments = ["--rev-range", target] if verb == "history" else [target]
    environment = dict(os.environ, REDIS_ENABLED="false", MIGRATOR_CACHE_DIR=folder + "/cache")
    result = subprocess.run(
        [program, verb, *arguments, "--format", "json", "--revisions", folder + "/sql", "--database", "sqlite:" + path],
        capture_output=True, text=True, env=environment, stdin=subprocess.DEVNULL)
    if result.returncode:
        return None
    if verb in ("history", "show"):
        return [one["revision"] for one in json.loads(result.stdout)["revisions"]]
    return held(path)


def cases(graph, dice):
    labels = [label for node in graph.nodes.values() for label in node["labels"]]
    names = list(graph.nodes)

    def partial():
        return dice.choice(labels), dice.choice(names)[: dice.randint(4, 7)]

    for _ in range(4):
        ends = [dice.choice([dice.choice(names), "%s@%s" % partial(), "", "current", "%s@head" % dice.choice(labels)]) for _ in "ab"]
        yield "history", ":".join(ends), None
    for verb in "show", "upgrade", "downgrade", "downgrade", "stamp", "stamp":
        label, part = partial()
        found = graph.on_branch(label, part)
        whole = "%s@%s" % (label, found[0]) if len(found) == 1 else None
        yield verb, "%s@%s" % (label, part), whole if verb in ("downgrade", "stamp") else None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--random", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--migrator", required=True)
    options = parser.parse_args()
    dice = random.Random(options.seed)
    differences = compared = 0
    for _ in range(options.random):
        folder = tempfile.mkdtemp()
        try:
            graph = Graph(dice, folder)
            for verb, target, whole in cases(graph, dice):
                rows = graph.rows(dice)
                label, _, part = target.partition("@")
                if verb in ("downgrade", "stamp") and whole is None:
                    # Of none or several on the branch nobody knows which is meant, unless it is the only one anywhere.
                    if sum(one.startswith(part) for one in graph.nodes) == 1:
                        continue
                    theirs = None
                else:
                    theirs = ask_alembic(folder, verb, whole or target, rows)
                if theirs == "crash":
                    continue
                if verb == "stamp" and theirs is not None:
                    theirs = set(graph.maximal(list(theirs)))
                ours = ask_migrator(options.migrator, folder, verb, target, rows)
                compared += 1
                if ours != theirs:
                    differences += 1
                    print("%s %s at %s: %s, and Alembic %s, in %s" % (verb, target, rows, ours, theirs, graph.nodes))
        finally:
            shutil.rmtree(folder)
    print("%d answers compared, %d differ" % (compared, differences))
    sys.exit(1 if differences or not compared else 0)


main()
