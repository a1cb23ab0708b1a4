"""What befalls the system: each blow is healed by whoever dealt it, and remembered with its times.

| blow | what it does | wide for |
|---|---|---|
| redis-stopped | SIGSTOP for seconds | all |
| redis-restarted | SAVE, after a while SIGTERM or SIGKILL, away for seconds, back with what it saved | all |
| redis-emptied | FLUSHALL | with another blow beside it, all: a connection may have broken unnoticed |
| redis-elsewhere | `migrator` tells another Redis, or another database number, under the same name | its own runs |
| proxy-slow, proxy-held, proxy-cut | a server's way to Redis | what servers write |
| proxy-shut | nothing listens where a server looks for Redis | all |
| server-stopped | SIGSTOP for seconds | nothing |
| server-killed | SIGKILL, started again | what it was writing |
| runner-killed | SIGKILL in the middle, run again | nothing |
| database-cut | `pg_terminate_backend` for some, or all | nothing |
"""

import os
import signal
import socket
import subprocess
import threading
import time
import urllib.parse

from versions import AGENT, OUTBOX, RUN

ALL = {RUN, OUTBOX, AGENT}
# So long that writes after it are met by no blow any more.
REST = 6


class Blow:
    def __init__(self, kind, wide, life=None):
        self.kind, self.wide, self.life = kind, wide, life
        self.began, self.healed = time.monotonic(), None


class Blows:
    """Those that there were; a store that is back is not yet known to be back for `settling` seconds."""

    def __init__(self, settling):
        self.settling, self.all, self.lock = settling, [], threading.Lock()

    def begin(self, kind, wide=(), life=None):
        blow = Blow(kind, set(wide), life)
        with self.lock:
            beside = [one for one in self.all[-20:] if self.end(one) > blow.began]
            for one in beside:
                # Either may have hidden from a run who listens.
                if "redis-emptied" in (one.kind, kind):
                    one.wide, blow.wide = set(ALL), set(ALL)
            self.all.append(blow)
        return blow

    def end(self, blow):
        return float("inf") if blow.healed is None else blow.healed + self.settling

    def away(self, began, ended, kind):
        """When the last of the blows was healed that make a write wide; 0 if none does."""
        found = 0.0
        for blow in reversed(self.all):
            if kind in blow.wide and blow.began <= ended and self.end(blow) >= began:
                found = max(found, float("inf") if blow.healed is None else blow.healed)
            # Blows take seconds.
            if blow.began < began - 120:
                break
        return found

    def killed(self, life, began, ended):
        return any(blow.kind == "server-killed" and blow.life == life and began <= blow.began <= ended
                   for blow in self.all)

    def near(self, moment):
        """The blows of that time, for people."""
        return ", ".join(
            f"{blow.kind} {blow.began - moment:+.2f} s to "
            + ("now" if blow.healed is None else f"{blow.healed - moment:+.2f} s")
            for blow in self.all[-40:] if blow.began <= moment and self.end(blow) + 5 >= moment) or "none"


class RedisServer:
    """The servers' Redis."""

    def __init__(self, services, url, folder):
        self.services, self.url, self.folder = services, url, folder
        self.address = urllib.parse.urlsplit(url)

    @property
    def process(self):
        with open(f"{self.folder}/pid") as file:
            return int(file.read())

    def command(self, text):
        with socket.create_connection((self.address.hostname, self.address.port), timeout=20) as link:
            link.sendall(f"AUTH {self.address.password}\r\n{text}\r\n".encode())
            said = b""
            while said.count(b"\r\n") < 2:
                piece = link.recv(4096)
                if not piece:
                    break
                said += piece
            if said != b"+OK\r\n+OK\r\n":
                raise RuntimeError(f"{text}: {said}")

    def end(self, sign):
        process = self.process
        os.kill(process, sign)
        while runs(process):
            time.sleep(0.01)

    def start(self):
        self.services.run("redis", "start", self.folder)


def runs(process):
    """Whether a process runs; one that has ended may stay in the table until somebody asks for it."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], stdout=subprocess.PIPE).stdout.decode().strip()
    return state != "" and not state.startswith("Z")


class Dealer:
    """Deals one blow after the other, at most two at a time, by a seed; after most the system rests."""

    def __init__(self, blows, redis, servers, runner, random, terminate, elsewhere):
        self.blows, self.redis, self.servers, self.runner, self.random = blows, redis, servers, runner, random
        self.terminate, self.elsewhere = terminate, elsewhere
        self.deals = {
            "redis": [self.redis_stopped, self.redis_stopped, self.redis_restarted, self.redis_emptied],
            "elsewhere": [self.redis_elsewhere], "proxy": [self.proxy],
            "server": [self.server_stopped, self.server_killed],
            "runner": [self.runner_killed], "database": [self.database_cut] if terminate else []}
        self.failure = None

    def run(self, deadline):
        while time.monotonic() < deadline and not self.failure:
            subjects = self.random.sample([one for one in self.deals if self.deals[one]], self.random.randint(1, 2))
            # All that is of chance is chosen here, in one thread, so that a seed gives the same blows.
            threads = []
            for subject in subjects:
                deal = self.random.choice(self.deals[subject])
                threads.append(threading.Thread(target=self.deal, args=[deal, self.random.randrange(2**32)]))
            for thread in threads:
                thread.start()
                time.sleep(self.random.uniform(0, 1.5))
            for thread in threads:
                thread.join()
            time.sleep(self.random.choice([self.random.uniform(0.1, 1), self.random.uniform(0.1, 1), REST]))
        return self.failure

    def deal(self, blow, seed):
        try:
            blow(type(self.random)(seed))
        except Exception as failure:
            self.failure = f"{blow.__name__}: {failure!r}"

    def redis_stopped(self, random):
        blow, process = self.blows.begin("redis-stopped", ALL), self.redis.process
        os.kill(process, signal.SIGSTOP)
        time.sleep(random.choice([random.uniform(0.1, 0.6), random.uniform(0.6, 5)]))
        os.kill(process, signal.SIGCONT)
        blow.healed = time.monotonic()

    def redis_restarted(self, random):
        self.redis.command("SAVE")
        time.sleep(random.uniform(0, 1.5))
        blow = self.blows.begin("redis-restarted", ALL)
        self.redis.end(random.choice([signal.SIGTERM, signal.SIGKILL]))
        time.sleep(random.uniform(0, 4))
        self.redis.start()
        blow.healed = time.monotonic()

    def redis_emptied(self, random):
        blow = self.blows.begin("redis-emptied")
        self.redis.command("FLUSHALL")
        blow.healed = time.monotonic()

    def redis_elsewhere(self, random):
        blow = self.blows.begin("redis-elsewhere")
        self.runner.elsewhere = random.choice(self.elsewhere)
        time.sleep(random.uniform(1, 5))
        self.runner.elsewhere = None
        blow.healed = time.monotonic()

    def proxy(self, random):
        server = random.choice([server for server in self.servers if server.proxy])
        proxy, how = server.proxy, random.choice(["slow", "held", "cut", "shut"])
        blow = self.blows.begin(f"proxy-{how}", ALL if how == "shut" else {OUTBOX, AGENT})
        pause = random.uniform(0.3, 4)
        if how == "slow":
            for direction in random.choice([["up"], ["down"], ["up", "down"]]):
                proxy.delays[direction] = random.uniform(0.05, 1.5)
            time.sleep(pause)
            proxy.delays = {"up": 0.0, "down": 0.0}
        elif how == "held":
            proxy.passes.clear()
            time.sleep(pause)
            proxy.passes.set()
        elif how == "cut":
            for _ in range(random.randint(1, 5)):
                proxy.cut()
                time.sleep(random.uniform(0, 0.3))
        else:
            proxy.shut()
            time.sleep(pause)
            proxy.open()
        blow.healed = time.monotonic()

    def server_stopped(self, random):
        server = random.choice(self.servers)
        blow = self.blows.begin("server-stopped")
        server.process.send_signal(signal.SIGSTOP)
        time.sleep(random.uniform(0.2, 4))
        server.process.send_signal(signal.SIGCONT)
        blow.healed = time.monotonic()

    def server_killed(self, random):
        server = random.choice(self.servers)
        blow = self.blows.begin("server-killed", life=server.life)
        server.kill()
        time.sleep(random.uniform(0, 2))
        server.start()
        server.wait(lambda status, _: status == 200, limit=60)
        blow.healed = time.monotonic()

    def runner_killed(self, random):
        process = self.runner.next_process()
        time.sleep(random.uniform(0, 0.4))
        if process and process.poll() is None:
            blow = self.blows.begin("runner-killed")
            process.kill()
            blow.healed = time.monotonic()

    def database_cut(self, random):
        blow = self.blows.begin("database-cut")
        self.terminate(random.choice([1, 3, 100]))
        blow.healed = time.monotonic()
