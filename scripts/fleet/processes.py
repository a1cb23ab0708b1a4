"""Servers and commands of a fleet: started, asked and ended."""

import http.client
import json
import os
import signal
import socket
import subprocess
import time
import uuid


class Failed(Exception):
    pass


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Programs:
    """Where the programs are, and the environment of all of them."""

    def __init__(self, server, migrator, folder, environment):
        self.server, self.migrator, self.folder = server, migrator, folder
        self.environment = {**os.environ, **environment}

    def start(self, arguments, name, gate=None, **environment):
        """Starts a process; with a gate it becomes the program when the gate's file is there."""
        log = open(f"{self.folder}/{name}.log", "wb")
        if gate:
            wait = 'while [ ! -e "$GATE" ]; do sleep 0.002; done; exec "$0" "$@"'
            arguments = ["/bin/sh", "-c", wait] + arguments
            environment["GATE"] = gate
        return subprocess.Popen(
            arguments, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=self.folder,
            env={**self.environment, **environment})

    def migrate(self, *arguments):
        """Runs a command that must succeed; returns when it began and when it had ended."""
        began = time.monotonic()
        done = subprocess.run(
            [self.migrator, *arguments], env=self.environment, cwd=self.folder, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode:
            raise Failed(f"migrator {' '.join(arguments)}: {done.stdout.decode()}")
        return began, time.monotonic()

    def gate(self):
        return f"{self.folder}/gate-{uuid.uuid4().hex[:8]}"


class Server:
    """One copy of the server; with a proxy, that is its way to Redis."""

    def __init__(self, programs, name, gate=None, proxy=None, **environment):
        self.name, self.port, self.proxy, self.lives = name, free_port(), proxy, 0
        self.programs, self.environment = programs, environment
        self.start(gate)

    @property
    def life(self):
        """The name of this process: each has seen what it has seen."""
        return f"{self.name}#{self.lives}"

    def start(self, gate=None):
        self.lives += 1
        self.process = self.programs.start(
            [self.programs.server], self.life, gate, PORT=str(self.port), HOST="127.0.0.1", **self.environment)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def ask(self, path, connection=None, body=None):
        """The status and the answer, after writing the body if there is one; None if it cannot be reached."""
        link = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            if body is None:
                link.request("GET", path)
            else:
                link.request("PUT", path, json.dumps(body), {"Content-Type": "application/json"})
            answer = link.getresponse()
            text = answer.read()
            is_json = answer.headers.get("Content-Type", "").startswith("application/json")
            return answer.status, json.loads(text) if is_json else text.decode()
        except (OSError, http.client.HTTPException):
            link.close()
            return None
        finally:
            if not connection:
                link.close()

    def wait(self, until, limit=300):
        """Waits until its health is as wished."""
        deadline = time.monotonic() + limit
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise Failed(f"{self.name} has ended with {self.process.returncode}")
            answer = self.ask("/health")
            if answer and until(*answer):
                return answer[1]
            time.sleep(0.02)
        raise Failed(f"{self.name} is not as it should be: {answer}")

    def end(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise Failed(f"{self.name} does not end when it is asked to")
        return self.process.returncode
