"""Clients that read and write at all servers, and hold every answer against what was written."""

import http.client
import json
import random
import re
import threading
import time

from versions import AGENT, OUTBOX, RUN, Path, judge

AGENTS = [f"5f0c5d5e-0d3c-4a39-9d0f-0c6c5f3b7a1{n}" for n in range(3)]
PAUSE, WRITES = 0.01, 0.1
# A server may stand still for seconds; who only reads turns to another one.
READ_LIMIT, WRITE_LIMIT = 2, 60


def paths():
    """All paths; the lifetimes are those of the namespaces."""
    written = [Path("/config/nemesis", OUTBOX)]
    for agent in AGENTS:
        written += [Path(f"/agents/{agent}", AGENT, 300), Path(f"/agents/{agent}/position", AGENT, 30)]
    run = [Path(path, RUN) for path in ("/config/default_style", "/components/suffix", "/templates/fox/exo")]
    return run, written


def body(path, version):
    """What is sent to write a version."""
    if path.path.endswith("/position"):
        return {"x": version, "y": 0}
    if path.kind == AGENT:
        agent = path.path.split("/")[-1]
        return {"agentID": agent, "name": "Nemesis", "spirit": "fox", "style": "exo", "generation": version}
    return {"v": version}


def version(path, status, answer):
    """The version in an answer; None if it says nothing."""
    if status == 404 and path.kind != RUN:
        return 0
    if status != 200:
        return None
    if path.path.endswith("/position"):
        return int(answer["x"])
    if path.kind == AGENT:
        return answer["generation"]
    if path.path.startswith("/config"):
        value = json.loads(answer["value"])
        return value.get("v", 0) if isinstance(value, dict) else 0
    found = re.search(r'"v(\d+)"', json.dumps(answer))
    return int(found[1]) if found else 0


class Caller(threading.Thread):
    def __init__(self, servers, run, written, bounds, seed):
        super().__init__(daemon=True)
        self.servers, self.written, self.paths, self.bounds = servers, written, run + written, bounds
        self.random, self.is_over, self.failure = random.Random(seed), threading.Event(), None
        self.links = {}
        # The highest version and its answer, by server's life and path, and by path alone.
        self.shown, self.seen = {}, {}
        self.answers = self.refused = self.unanswered = self.falls = 0
        self.writes = self.doubtful = 0
        self.oldest = {False: 0.0, True: 0.0}
        self.wrong = []

    def run(self):
        try:
            while not self.is_over.is_set():
                server = self.random.choice(self.servers)
                if self.random.random() < WRITES:
                    self.write(server, self.random.choice(self.written))
                else:
                    self.read(server, self.random.choice(self.paths))
                time.sleep(PAUSE)
        except Exception as failure:
            self.failure = failure

    def link(self, server, life, limit):
        key = (life, limit)
        if key not in self.links:
            self.links[key] = http.client.HTTPConnection("127.0.0.1", server.port, timeout=limit)
        return self.links[key]

    def read(self, server, path):
        life, asked = server.life, time.monotonic()
        answer = server.ask(path.path, self.link(server, life, READ_LIMIT))
        answered = time.monotonic()
        if server.life != life:
            return
        if answer is None:
            self.unanswered += 1
            return
        found = version(path, *answer)
        if found is None:
            self.refused += 1
            return
        self.answers += 1
        key = (life, path.path)
        before, text = self.shown.get(key, (0, None))
        finding = judge(path, self.bounds, found, asked, answered, life, before)
        self.oldest[finding.is_wide] = max(self.oldest[finding.is_wide], finding.age)
        if found < self.seen.get(path.path, 0):
            self.falls += 1
        if finding.wrong:
            self.wrong.append(
                f"{life} {path.path}: answered {json.dumps(answer[1])[:100]}, version {found}; {finding.wrong}; "
                f"this server's newest answer was {json.dumps(text)[:100]}; asked at {asked:.3f}; "
                f"blows: {self.bounds.blows.near(asked)}")
        if found < len(path.writes):
            path.show(found, answered)
        if found >= before:
            self.shown[key] = (found, answer[1])
        self.seen[path.path] = max(found, self.seen.get(path.path, 0))

    def write(self, server, path):
        if not path.turn.acquire(blocking=False):
            return
        try:
            life = server.life
            write = path.begin(time.monotonic(), life)
            answer = server.ask(path.path, self.link(server, life, WRITE_LIMIT), body(path, write.version))
            now = time.monotonic()
            if now - write.began >= WRITE_LIMIT:
                self.wrong.append(f"{life} {path.path}: a write had no answer in {WRITE_LIMIT} s")
            if answer and answer[0] == 200 and version(path, *answer) == write.version:
                self.writes += 1
                write.ended = now
                if server.life == life:
                    self.shown[life, path.path] = (write.version, answer[1])
                self.seen[path.path] = write.version
                return
            self.doubtful += 1
            write.failed = now
            if answer and answer[0] not in (409, 503):
                self.wrong.append(f"{life} PUT {path.path}: {answer[0]} {json.dumps(answer[1])[:200]}")
        finally:
            path.turn.release()
