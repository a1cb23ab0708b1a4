"""Times hits of a cache library; prints seconds by tier and value as JSON.

Usage: cache_peer.py cashews|dogpile.cache FOLDER, with MIGRATOR_TEST_REDIS naming a server.
"""

import asyncio
import json
import os
import sys
import time

URL = os.environ["MIGRATOR_TEST_REDIS"]
COUNTS = {"memory": 50_000, "redis": 2_000}


def values(folder):
    found = {}
    for name in ("template", "spirits"):
        with open(f"{folder}/{name}.json", encoding="utf-8") as file:
            found[name] = json.load(file)
    return found


async def cashews(wanted):
    from cashews import Cache

    result = {}
    for tier, url in (("memory", "mem://"), ("redis", URL)):
        cache = Cache()
        cache.setup(url)
        result[tier] = {}
        for name, value in wanted.items():
            await cache.set(name, value, expire=3600)
            assert await cache.get(name) == value
            best = float("inf")
            for _ in range(5):
                start = time.perf_counter()
                for _ in range(COUNTS[tier]):
                    await cache.get(name)
                best = min(best, (time.perf_counter() - start) / COUNTS[tier])
            result[tier][name] = best
        await cache.close()
    return result


def dogpile(wanted):
    from dogpile.cache import make_region

    result = {}
    for tier, backend in (("memory", "dogpile.cache.memory"), ("redis", "dogpile.cache.redis")):
        region = make_region().configure(backend, 3600, arguments={"url": URL} if tier == "redis" else {})
        result[tier] = {}
        for name, value in wanted.items():
            region.set(name, value)
            assert region.get(name) == value
            best = float("inf")
            for _ in range(5):
                start = time.perf_counter()
                for _ in range(COUNTS[tier]):
                    region.get(name)
                best = min(best, (time.perf_counter() - start) / COUNTS[tier])
            result[tier][name] = best
    return result


def main():
    peer, wanted = sys.argv[1], values(sys.argv[2])
    print(json.dumps(asyncio.run(cashews(wanted)) if peer == "cashews" else dogpile(wanted)))


if __name__ == "__main__":
    main()
