#!/usr/bin/env python3
"""A fleet: ten servers and three upgrades at one barrier, then the history goes down and up beside them.

    fleet.py SERVER MIGRATOR SCRIPTS SCENARIO …       SCENARIO is postgres, killed or sqlite, or
                                                      nemesis-postgres or nemesis-sqlite: see nemesis.py

Every answer is held against the places where the database was while it was asked for. What is asked for after a command
has ended must show it: at once where there is Redis, and within the stated bound where there is none.
"""

import os
import sys
import tempfile
import threading
import time

from checker import Client, Timeline
from nemesis import nemesis
from processes import Failed, Programs, Server
from services import Services, sqlite
from walk import PATHS, RISE, ROUND, shown

SERVERS = int(os.environ.get("FLEET_SERVERS", 10))
ROUNDS = int(os.environ.get("FLEET_ROUNDS", 2))
CLIENTS = int(os.environ.get("FLEET_CLIENTS", 6))
SEED = int(os.environ.get("TEST_SEED", time.time()))
# Of the nemesis, over all databases.
SECONDS = float(os.environ.get("NEMESIS_SECONDS", 180))
LEASE, POLL = 0.5, 1.0
# One query, on a machine that has more processes than processors.
QUERY = float(os.environ.get("FLEET_QUERY_SECONDS", 1.0))


def reference(server, migrator):
    """What a server without any cache answers: at each place from nothing to the head, and at each of a round."""
    with tempfile.TemporaryDirectory(prefix="fleet-") as folder:
        programs = Programs(server, migrator, folder, {
            "DATABASE_URL": f"sqlite:{folder}/reference.db", "REDIS_ENABLED": "false", "CACHE_FALLBACK": "none",
            "ECS_CACHE_ENABLED": "false", "MIGRATE": "verify", "EVENTS_POLL_MS": "20"})
        one = Server(programs, "reference")
        try:
            one.wait(lambda status, _: status == 200)
            def look():
                return {path: shown(path, *one.ask(path)) for path in PATHS}
            rise = [look()]
            for revision in RISE:
                programs.migrate("upgrade", revision)
                rise.append(look())
            around = []
            for step in ROUND:
                programs.migrate(*step)
                around.append(look())
            return rise, around
        finally:
            one.end()


def places(rise, around, rounds):
    """What is right at each place of a timeline: after the first command, the head; then a step each."""
    one = [{path: {answers[path]} for path in PATHS} for answers in around]
    return [{path: {rise[0][path]} for path in PATHS}, {path: {rise[-1][path]} for path in PATHS}] + one * rounds


def while_rising(rise, place):
    """While the first upgrade runs, any place on the way is right."""
    return {path: {answers[path] for answers in rise} | place[path] for path in PATHS}


def applied_once(query):
    rows = query("SELECT revision || '|' || direction || '|' || state FROM migrator_journal ORDER BY id")
    if [row for row in rows if not row.startswith("-")] != [f"{revision}|upgrade|done" for revision in RISE]:
        raise Failed(f"the journal holds {rows}")


def scenario(name, server, migrator, scripts, rise, around):
    with tempfile.TemporaryDirectory(prefix="fleet-") as folder, Services(scripts, name) as services:
        os.chmod(folder, 0o755)
        environment = {
            "EVENTS_POLL_MS": str(int(POLL * 1000)), "CACHE_LEASE_MS": str(int(LEASE * 1000)),
            "REDIS_COMMAND_TIMEOUT_MS": "2000", "REDIS_CONNECT_TIMEOUT_MS": "1000", "DATABASE_CONNECTIONS": "3",
            "LOG_LEVEL": "info"}
        redis = None
        if name == "sqlite":
            path = f"{folder}/fleet.db"
            environment |= {"DATABASE_URL": f"sqlite:{path}", "REDIS_ENABLED": "false"}
            query = sqlite(path)
        else:
            url, _ = services.start("postgres")
            environment |= {"DATABASE_URL": url}
            environment["REDIS_URL"], place = services.start("redis")
            # Killed in the middle and started again.
            redis = (lambda verb: services.run("redis", verb, place)) if name == "killed" else None
            query = services.psql(url)
        return run(name, Programs(server, migrator, folder, environment), query, redis, rise, around)


def run(name, programs, query, redis, rise, around):
    expected = places(rise, around, ROUNDS)
    timeline = Timeline([while_rising(rise, expected[0])] + expected[1:])
    gate = programs.gate()
    # One in five waits for the others, one goes on whatever it finds.
    policies = ["verify" if n == 0 else "wait:300" if n % 5 == 1 else "upgrade" for n in range(SERVERS)]
    servers = [Server(programs, f"{policy.split(':')[0]}-{n}", gate, MIGRATE=policy)
               for n, policy in enumerate(policies)]
    clients = [Client(servers, timeline, SEED + n) for n in range(CLIENTS)]
    try:
        upgrades = [programs.start([programs.migrator, "upgrade", "head"], f"upgrade-{n}", gate) for n in range(3)]
        time.sleep(0.5)
        timeline.begin()
        open(gate, "w").close()
        for client in clients:
            client.start()
        for number, process in enumerate(upgrades):
            if process.wait(300):
                raise Failed(f"upgrade-{number} ended with {process.returncode}")
        bound = POLL + QUERY if name == "sqlite" else 0.0
        timeline.end(bound)
        for server in servers:
            server.wait(lambda status, health: status == 200 and health["state"] == "ready")
        applied_once(query)
        print(f"fleet: {name}: {SERVERS} servers are ready, each revision was applied once", flush=True)
        walk(programs, timeline, redis, bound)
        for server in servers:
            server.wait(lambda _, health: health["ready"] and not health["events_waiting"])
        time.sleep(POLL)
        return verdict(name, clients)
    finally:
        for client in clients:
            client.isOver.set()
        statuses = [server.end() for server in servers]
        if any(statuses):
            raise Failed(f"servers ended with {statuses}")


def walk(programs, timeline, redis, bound):
    """Goes down and up; in the middle Redis is killed, stays away for two steps, and comes back."""
    steps = ROUND * ROUNDS
    middle = len(steps) // 2
    for number, step in enumerate(steps):
        away = redis and middle <= number < middle + 3
        if redis and number == middle:
            threading.Timer(0.02, redis, ["halt"]).start()
        timeline.begin()
        programs.migrate(*step)
        # Without Redis those hear it by NOTIFY, or by polling; a lease has to pass.
        timeline.end(LEASE + POLL + QUERY if away else bound)
        time.sleep(0.3)
        if redis and number == middle + 2:
            redis("start")


def verdict(name, clients):
    for client in clients:
        client.isOver.set()
    for client in clients:
        client.join()
    asked = sum(client.asked for client in clients)
    wrong = [line for client in clients for line in client.wrong]
    for line in wrong[:10]:
        print(f"fleet: {name}: {line}", flush=True)
    print(
        f"fleet: {name}: {asked} answers, {len(wrong)} out of date; the oldest {max(c.worst for c in clients):.3f} s; "
        f"{sum(c.not_ready for c in clients)} were refused, {sum(c.unanswered for c in clients)} had no answer",
        flush=True)
    return asked > 0 and not wrong


def main(server, migrator, scripts, names):
    known = ["postgres", "killed", "sqlite", "nemesis-postgres", "nemesis-sqlite"]
    if unknown := set(names) - set(known):
        raise Failed(f"there is no scenario {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    print(f"fleet: seed {SEED}", flush=True)
    is_well = True
    walks = [name for name in names if not name.startswith("nemesis-")]
    if walks:
        rise, around = reference(server, migrator)
        for answers in rise + around:
            if None in answers.values():
                raise Failed(f"the reference does not answer: {answers}")
        is_well = all([scenario(name, server, migrator, scripts, rise, around) for name in walks])
    kinds = [name.removeprefix("nemesis-") for name in names if name not in walks]
    for kind in kinds:
        share = SECONDS / len(kinds)
        is_well = nemesis(kind, server, migrator, scripts, share, SEED, LEASE, POLL, QUERY) and is_well
    return is_well


if __name__ == "__main__":
    try:
        sys.exit(0 if main(*sys.argv[1:4], sys.argv[4:]) else 1)
    except Failed as failure:
        sys.exit(f"fleet: {failure}")
