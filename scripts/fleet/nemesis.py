"""The nemesis: four servers, six clients that read and write, a runner that goes on and on, and blows of all kinds.

What is held to what is said in `versions.py`, which blows there are in `blows.py`. Redis is whatever `redis.sh` starts:
REDIS_SERVER names another one. All clients' choices and all blows come from TEST_SEED; their times do not.
"""

import collections
import os
import random
import shutil
import subprocess
import tempfile
import threading
import time
import urllib.parse

from blows import Blows, Dealer, RedisServer
from callers import Caller, paths
from processes import Failed, Programs, Server
from proxy import Proxy
from services import Services, sqlite
from versions import Bounds

SERVERS, CLIENTS, HEAD = 4, 6, "a90c5d3e7f21"
# So long may a command take, with all its tries, whatever befalls it.
RUN_LIMIT = 120

REVISION = """-- revision: {id}
-- parents: {parent}
-- message: v{number}

-- upgrade
-- touches: naming_config
UPDATE naming_config SET config_value = '{{"v": {number}}}' WHERE config_key = 'default_style';
-- touches: naming_components
UPDATE naming_components SET component_value = 'v{number}'
WHERE component_type = 'suffix' AND component_name = 'foundation';
-- touches: agent_templates
UPDATE agent_templates SET suffix = 'v{number}' WHERE spirit = 'fox' AND style = 'exo';

-- downgrade
"""


class Runner(threading.Thread):
    """Upgrades by one revision after the other, each of which writes its number."""

    def __init__(self, programs, paths, seed):
        super().__init__(daemon=True)
        self.programs, self.paths, self.random = programs, paths, random.Random(seed)
        self.folder = f"{programs.folder}/revisions"
        os.mkdir(self.folder)
        self.is_over, self.failure, self.elsewhere = threading.Event(), None, None
        self.process, self.runs, self.tries = None, 0, 0
        self.started = threading.Condition()

    def run(self):
        try:
            parent = HEAD
            while not self.is_over.is_set():
                number = self.runs + 1
                revision = f"{number:05d}feed000"
                with open(f"{self.folder}/{revision}.sql", "w") as file:
                    file.write(REVISION.format(id=revision, parent=parent, number=number))
                self.upgrade(revision)
                self.runs, parent = number, revision
                self.is_over.wait(self.random.uniform(0.2, 1.5))
        except Exception as failure:
            self.failure = failure

    def upgrade(self, revision):
        began = time.monotonic()
        writes = [path.begin(began) for path in self.paths]
        while True:
            elsewhere, self.tries = self.elsewhere, self.tries + 1
            store = {"REDIS_URL": elsewhere} if elsewhere else {}
            with self.started:
                self.process = self.programs.start(
                    [self.programs.migrator, "upgrade", revision, "--revisions", self.folder, "--with-compiled"],
                    "migrator", **store)
                self.started.notify_all()
            status = self.process.wait(RUN_LIMIT)
            # A try that was killed, or failed, may have told the other Redis and nobody else.
            for write in writes:
                write.elsewhere = write.elsewhere or bool(elsewhere)
            if status == 0:
                break
            if time.monotonic() - began > RUN_LIMIT:
                with open(f"{self.programs.folder}/migrator.log") as log:
                    raise Failed(f"migrator upgrade {revision} does not succeed: {log.read()[-600:]}")
            time.sleep(0.05)
        ended = time.monotonic()
        for write in writes:
            write.ended = ended

    def next_process(self):
        """The process of the next try, once it is there."""
        with self.started:
            self.started.wait(5)
            return self.process


def nemesis(kind, server, migrator, scripts, seconds, seed, lease, poll, query):
    """Runs one database for so many seconds; whether all was as it should be."""
    name = f"nemesis-{kind}"
    folder = tempfile.mkdtemp(prefix="fleet-")
    os.chmod(folder, 0o755)
    is_well = False
    try:
        with Services(scripts, name) as services:
            is_well = run(name, kind, server, migrator, services, folder, seconds, seed, lease, poll, query)
    finally:
        if is_well:
            shutil.rmtree(folder)
        else:
            print(f"fleet: {name}: what servers said is in {folder}", flush=True)
    return is_well


def run(name, kind, server, migrator, services, folder, seconds, seed, lease, poll, query):
    url, place = services.start("redis")
    other, _ = services.start("redis", "-other")
    environment = {
        "EVENTS_POLL_MS": str(int(poll * 1000)), "CACHE_LEASE_MS": str(int(lease * 1000)), "REDIS_URL": url,
        "REDIS_COMMAND_TIMEOUT_MS": "500", "REDIS_CONNECT_TIMEOUT_MS": "250", "DATABASE_CONNECTIONS": "4",
        "LOG_LEVEL": "info", "XDG_CACHE_HOME": f"{folder}/cache"}
    if kind == "sqlite":
        environment["DATABASE_URL"] = f"sqlite:{folder}/fleet.db"
        terminate = None
    else:
        environment["DATABASE_URL"], _ = services.start("postgres")
        ask = services.psql(environment["DATABASE_URL"])
        def terminate(count):
            ask("SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM pg_stat_activity WHERE backend_type = "
                f"'client backend' AND pid <> pg_backend_pid() ORDER BY random() LIMIT {count}) AS chosen")
    programs = Programs(server, migrator, folder, environment)
    programs.migrate("upgrade", HEAD)

    # Two rounds and the time-out of a command: by then all have met a store that is back.
    blows = Blows(settling=2 * lease + 2 * poll + 0.5)
    bounds = Bounds(lease, poll, query, blows)
    runs, written = paths()
    chance = random.Random(seed)
    servers = []
    for number in range(SERVERS):
        proxy = Proxy(urllib.parse.urlsplit(url).port) if number % 2 else None
        way = {"REDIS_URL": url.replace(f":{proxy.target}/", f":{proxy.port}/")} if proxy else {}
        servers.append(Server(programs, f"server-{number}", proxy=proxy, MIGRATE="verify", **way))
    runner = Runner(programs, runs, chance.randrange(2**32))
    callers = [Caller(servers, runs, written, bounds, chance.randrange(2**32)) for _ in range(CLIENTS)]
    try:
        for one in servers:
            one.wait(lambda status, _: status == 200, limit=60)
        for thread in [runner, *callers]:
            thread.start()
        elsewhere = [other, url.removesuffix("/0") + "/1"]
        dealer = Dealer(
            blows, RedisServer(services, url, place), servers, runner, random.Random(chance.randrange(2**32)),
            terminate, elsewhere)
        failure = dealer.run(time.monotonic() + seconds)
        runner.is_over.set()
        runner.join(RUN_LIMIT)
        # What is asked for after all is over must be right, too.
        for one in servers:
            one.wait(lambda _, health: health["ready"] and not health["events_waiting"] and "problem" not in health,
                     limit=60)
        time.sleep(2 * bounds.round)
    finally:
        for one in callers:
            one.is_over.set()
        statuses = [one.end() for one in servers]
    for one in callers:
        one.join(60)
    failures = [f"{one!r}" for one in [failure, runner.failure, *(one.failure for one in callers)] if one]
    if any(statuses):
        failures.append(f"servers ended with {statuses}")
    return verdict(name, callers, runner, blows, failures, seed)


def verdict(name, callers, runner, blows, failures, seed):
    wrong = [line for one in callers for line in one.wrong]
    def total(what):
        return sum(getattr(one, what) for one in callers)
    def oldest(is_wide):
        return max(one.oldest[is_wide] for one in callers)
    for line in failures + wrong[:10]:
        print(f"fleet: {name}: {line}", flush=True)
    kinds = collections.Counter(blow.kind for blow in blows.all)
    print(f"fleet: {name}: blows: {', '.join(f'{count} {kind}' for kind, count in sorted(kinds.items()))}")
    print(
        f"fleet: {name}: {total('answers')} answers, {len(wrong)} wrong; the oldest {oldest(False):.3f} s after "
        f"undisturbed writes, {oldest(True):.3f} s after others; {total('falls')} older than what the client had seen, "
        f"within the bounds; {total('refused')} were refused, {total('unanswered')} had no answer; "
        f"{total('writes')} writes, {total('doubtful')} of doubtful outcome; {runner.runs} upgrades in "
        f"{runner.tries} tries; repeat it with TEST_SEED={seed}", flush=True)
    return total("answers") > 0 and runner.runs > 0 and not wrong and not failures
