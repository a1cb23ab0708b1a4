"""The database and the Redis servers of a scenario: started for it, and thrown away at its end."""

import os
import sqlite3
import subprocess


class Services:
    """Starts what a scenario asks for; to be used with `with`."""

    def __init__(self, scripts, name):
        self.scripts, self.where, self.started = scripts, f"/tmp/fleet-{os.getpid()}-{name}", []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for script, folder in reversed(self.started):
            subprocess.run([f"{self.scripts}/{script}.sh", "stop", folder])

    def run(self, script, *arguments):
        done = subprocess.run([f"{self.scripts}/{script}.sh", *arguments], check=True, stdout=subprocess.PIPE)
        return done.stdout.decode().strip()

    def start(self, script, name=""):
        """Starts a server; returns its URL and its folder."""
        folder = f"{self.where}-{script}{name}"
        url = self.run(script, "start", folder)
        self.started.append((script, folder))
        return url, folder

    def psql(self, url):
        """What asks PostgreSQL: a list with the first column's texts."""
        program = self.run("postgres", "find") + "/psql"
        def query(sql):
            done = subprocess.run([program, "-XAtq", url, "-c", sql], check=True, stdout=subprocess.PIPE)
            return done.stdout.decode().splitlines()
        return query


def sqlite(path):
    """What asks a SQLite file, in the same way."""
    def query(sql):
        with sqlite3.connect(path, timeout=60) as link:
            return [row[0] for row in link.execute(sql)]
    return query
