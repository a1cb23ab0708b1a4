"""A TCP proxy before a server, which may be slow, hold everything back, cut its links, or listen no more.

It loses no bytes within a link that lives on: no network does. What it holds back arrives later, or the link ends.
"""

import socket
import threading
import time

from processes import free_port


class Proxy:
    def __init__(self, target):
        self.target, self.port = target, free_port()
        # Seconds for each piece, by direction: up is to the server.
        self.delays = {"up": 0.0, "down": 0.0}
        self.passes = threading.Event()
        self.passes.set()
        self.links, self.lock = set(), threading.Lock()
        self.open()

    def open(self):
        self.listener = socket.socket()
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listener.bind(("127.0.0.1", self.port))
        self.listener.listen(64)
        threading.Thread(target=self.accept, args=[self.listener], daemon=True).start()

    def shut(self):
        """Refuses new links, and cuts those that there are."""
        try:
            # Wakes the thread that accepts, which closes it.
            self.listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.listener.close()
        self.cut()

    def cut(self):
        with self.lock:
            links, self.links = self.links, set()
        for link in links:
            end(link)

    def accept(self, listener):
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self.target), timeout=5)
            except OSError:
                client.close()
                continue
            server.settimeout(None)
            for one in (client, server):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self.lock:
                self.links.add((client, server))
            for source, sink, direction in ((client, server, "up"), (server, client, "down")):
                threading.Thread(
                    target=self.pump, args=[source, sink, direction, (client, server)], daemon=True).start()

    def pump(self, source, sink, direction, link):
        try:
            while piece := source.recv(65536):
                time.sleep(self.delays[direction])
                self.passes.wait()
                sink.sendall(piece)
        except OSError:
            pass
        end(link)
        with self.lock:
            self.links.discard(link)


def end(link):
    for one in link:
        try:
            one.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
