"""What was written to each path, in versions that only rise, and what may be answered for how long afterwards.

A write is *narrow* or *wide*, and a version that is older than one whose write has ended may be answered

| writer | narrow | wide: a blow met it by which a store, or a server's way to it, was away |
|---|---|---|
| `migrator upgrade` | not at all | a lease, EVENTS_POLL_MS and one query after its end |
| the same, telling another Redis of the same name | EVENTS_POLL_MS and one query | as above |
| a server, with a row in the outbox | a lease: a write does not wait for it | as above |
| a server, to one agent | a lease | the same after the blow: before, nobody can tell of it |
| the same, killed before it could tell | the time to live | the time to live |

A server that has written a version itself never answers an older one. And what a server has shown to a client, it never
shows older to it, however wide the write: unless the newer write had not ended and a lease was not over yet, or its
writer was killed, or its runner told another Redis, or it was written to an agent by another server that has not told
of it yet. A version whose write failed, perhaps after COMMIT, counts as written when somebody is shown it, and as wide.
"""

import threading

# How a path is written.
RUN, OUTBOX, AGENT = "run", "outbox", "agent"


class Write:
    def __init__(self, version, began, life):
        self.version, self.began, self.life = version, began, life
        # `ended` is when it was known that it is there; `failed`, when it was answered that it may not be.
        self.ended = self.failed = None
        # The runner told another Redis of the servers' name.
        self.elsewhere = False


class Path:
    """The writes to one path, of which there is one at a time."""

    def __init__(self, path, kind, lifetime=None):
        self.path, self.kind, self.lifetime = path, kind, lifetime
        self.writes = [Write(0, float("-inf"), None)]
        self.writes[0].ended = float("-inf")
        self.turn = threading.Lock()

    def begin(self, now, life=None):
        write = Write(len(self.writes), now, life)
        self.writes.append(write)
        return write

    def show(self, version, now):
        """Notes that an answer had the version: then its write is there."""
        write = self.writes[version]
        if write.ended is None and write.failed is not None:
            write.ended = max(now, write.failed)


class Bounds:
    """How long a write may go unseen."""

    def __init__(self, lease, poll, query, blows):
        self.lease, self.poll, self.query, self.blows = lease, poll, query, blows
        self.round = lease + poll + query

    def until(self, path, write):
        """Until when an older version may be answered, and whether that is more than the narrow bound."""
        if path.kind == AGENT:
            away = self.blows.away(write.began, write.ended + self.lease, AGENT)
            told = max(write.ended, away) + self.round
            if write.failed is not None or away and self.blows.killed(write.life, write.began, told):
                return write.ended + path.lifetime, True
            return (told, True) if away else (write.ended + self.lease, False)
        if path.kind == RUN:
            if self.blows.away(write.began, write.ended, RUN):
                return write.ended + self.round, True
            return write.ended + (self.poll + self.query if write.elsewhere else 0.0), write.elsewhere
        if write.failed is not None or self.blows.away(write.began, write.ended + self.lease, OUTBOX):
            return write.ended + self.round, True
        return write.ended + self.lease, False

    def falls_until(self, path, write):
        """Until when a server that has shown the write may show an older one."""
        if write.failed is not None or write.elsewhere or path.kind == AGENT:
            return self.until(path, write)[0]
        return write.ended + self.lease


class Finding:
    """What is to be said of an answer."""

    def __init__(self):
        self.age, self.is_wide, self.wrong = 0.0, False, None


def judge(path, bounds, version, asked, answered, life, shown):
    """Holds a version that a server answered against what was written before.

    `shown` is the highest version that this life of the server has shown the client, or written for it.
    """
    finding = Finding()
    if version >= len(path.writes) or path.writes[version].began > answered:
        finding.wrong = "was never written"
        return finding
    newer = [write for write in path.writes[version + 1:] if write.ended is not None and write.ended <= asked]
    if newer:
        finding.age = asked - newer[0].ended
    for write in newer:
        end, is_wide = bounds.until(path, write)
        finding.is_wide = finding.is_wide or is_wide
        if write.life == life and life is not None and write.failed is None:
            finding.wrong = f"version {write.version} was written by this server {asked - write.ended:.3f} s before"
        elif asked > end:
            finding.wrong = (
                f"version {write.version} was there {asked - write.ended:.3f} s before, "
                f"{end - write.ended:.3f} s were allowed")
        if finding.wrong:
            return finding
    if version < shown:
        write = path.writes[shown]
        if write.ended is not None and asked > bounds.falls_until(path, write):
            finding.wrong = f"this server has shown version {shown}, there since {asked - write.ended:.3f} s"
    return finding
