"""Measures the cached ECS queries beside uncached ones, hiredis, cashews and dogpile.cache, in the same run.

Usage: cache.py ECSCACHEBENCHMARK SCRATCH, with MIGRATOR_TEST_POSTGRES and MIGRATOR_TEST_REDIS naming servers.
"""

import json
import os
import shutil
import subprocess
import sys

import projects
from timing import header, report

VALUES = {"template": "an agent template", "spirits": "50 naming spirits"}


def figures(command):
    """What a process prints as JSON, and its greatest resident set, in MB."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"bench: {command} failed")
    return json.loads(said or "null"), usage.ru_maxrss / 1024


def mix(benchmark, folder):
    # What lies in Redis or on disk alone is only to be no slower than a database on the same machine.
    for uncached, modes in (
        ("uncached", {"memory": 10, "memory+redis": 10, "redis": 1}),
        ("sqlite", {"sqlite+disk": 1}),
    ):
        base, peak = figures([benchmark, "mix", folder, uncached])
        print(f"Zipf mix, {uncached:<34} {base['microseconds']:9.1f} us a question{peak:6.0f} MB", flush=True)
        for mode, wanted in modes.items():
            found, peak = figures([benchmark, "mix", folder, mode])
            saved = 1 - found["queries"] / found["questions"] / (base["queries"] / base["questions"])
            report(f"  {mode}, {saved:.1%} of the queries saved", base["microseconds"] / 1e6, found["microseconds"] / 1e6, wanted, peak)
            if saved < 0.95:
                print(f"{'':<44} below the 95 % of queries that are to be saved")


def hits(benchmark, folder, python):
    ours, peak = figures([benchmark, "hits", folder])
    report("a hit in memory, 1 us being 1", 1e-6, ours["cache"] / 1e9, 1, peak)
    report("  by a query whose key is at hand", 1e-6, ours["query"] / 1e9, 1, peak)
    print(f"{'  questions to Redis meanwhile':<44} {ours['commands']:>12}  (wanted 0)")
    for value, name in VALUES.items():
        pair = ours["redis"][value]
        print(f"{name}: {pair['bytes']} B in Redis")
        report("  a hit, hiredis and decoding being 1", pair["bare"] / 1e6, pair["ours"] / 1e6, 1 / 1.3, peak)
    batch = ours["batch"]
    print(f"{'50 agents from Redis: MGETs, other commands':<44} {batch['mgets']:>12} {batch['others']:>12}  (wanted 1 and 0)")
    report("  its time, one by one being 1", batch["single"] / 1e6, batch["together"] / 1e6, 1, peak)
    for peer in ("cashews", "dogpile.cache"):
        theirs, memory = figures([python, f"{os.path.dirname(__file__)}/cache_peer.py", peer, folder])
        print(f"{peer} takes {memory:.0f} MB")
        report("  a hit in memory, an agent template", theirs["memory"]["template"], ours["named"] / 1e9, 1, peak)
        for value, name in VALUES.items():
            report(f"  a hit in Redis, {name}", theirs["redis"][value], ours["redis"][value]["named"] / 1e6, 1, peak)


def main():
    benchmark, folder = sys.argv[1], f"{sys.argv[2]}/ecs-cache"
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    command = projects.environment(f"{sys.argv[2]}/venv-cache", "cashews[redis]==7.*", "dogpile.cache==1.*", "redis[hiredis]")
    figures([benchmark, "prepare", folder])
    header("peer")
    mix(benchmark, folder)
    hits(benchmark, folder, command("python"))


if __name__ == "__main__":
    main()
