"""Holds each answer against what was committed before it was asked for."""

import http.client
import random
import threading
import time

from walk import PATHS, shown


class Timeline:
    """When each command began and had ended; place n is where the database is after n of them."""

    def __init__(self, expected):
        self.expected = expected
        self.began, self.ended, self.bounds = [], [], []
        self.lock = threading.Lock()

    def begin(self):
        with self.lock:
            self.began.append(time.monotonic())

    def end(self, bound):
        with self.lock:
            self.ended.append(time.monotonic())
            self.bounds.append(bound)

    def judge(self, path, found, asked, answered):
        """How long an answer was out of date when it was asked for, and what was allowed: (0, …) if it was not."""
        with self.lock:
            began, ended, bounds = list(self.began), list(self.ended), list(self.bounds)
        first = sum(1 for moment in ended if moment <= asked)
        last = sum(1 for moment in began if moment <= answered)
        if any(found in self.expected[place][path] for place in range(first, last + 1)):
            return 0.0, 0.0
        for place in range(first - 1, -1, -1):
            if found in self.expected[place][path]:
                # It was right until the command after it.
                return asked - ended[place], bounds[place]
        return float("inf"), 0.0


class Client(threading.Thread):
    """Asks all servers for everything, in an order of chance, until it is told to stop."""

    def __init__(self, servers, timeline, seed):
        super().__init__(daemon=True)
        self.servers, self.timeline, self.random = servers, timeline, random.Random(seed)
        self.asked = self.unanswered = self.not_ready = 0
        self.worst = 0.0
        self.wrong = []
        self.isOver = threading.Event()

    def run(self):
        links = {}
        while not self.isOver.is_set():
            server, path = self.random.choice(self.servers), self.random.choice(PATHS)
            if server.name not in links:
                links[server.name] = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
            asked = time.monotonic()
            answer = server.ask(path, links[server.name])
            answered = time.monotonic()
            if answer is None:
                self.unanswered += 1
                time.sleep(0.01)
                continue
            found = shown(path, *answer)
            if found is None:
                self.not_ready += 1
                time.sleep(0.005)
                continue
            self.asked += 1
            age, bound = self.timeline.judge(path, found, asked, answered)
            self.worst = max(self.worst, age)
            if age > bound:
                self.wrong.append(f"{server.name} {path}: {age:.3f} s old, {bound:.3f} s allowed: {str(found)[:120]}")
