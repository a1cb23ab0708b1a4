"""Times whole processes, and prints a line for each ratio."""

import os
import subprocess
import sys
import time


def timed(command, rounds, before=None, env=None):
    """The best of some rounds, in seconds, and the greatest resident set, in MB."""
    best, peak = float("inf"), 0
    for _ in range(rounds):
        if before:
            before()
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=env)
        _, status, usage = os.wait4(process.pid, 0)
        best = min(best, time.perf_counter() - start)
        if status != 0:
            sys.exit(f"bench: {command} failed: {process.stderr.read().decode()}")
        peak = max(peak, usage.ru_maxrss / 1024)
    return best, peak


def beside(rounds, *commands):
    """The best of some rounds of each command, in seconds, with its greatest resident set, in MB; they take turns."""
    found = [(float("inf"), 0)] * len(commands)
    for _ in range(rounds):
        for place, command in enumerate(commands):
            took, peak = timed(command, 1)
            found[place] = min(found[place][0], took), max(found[place][1], peak)
    return found


def in_turns(rounds, *commands):
    """The best of some rounds of each command, in seconds; they take turns, so that all have the same luck."""
    return [took for took, _ in beside(rounds, *commands)]


def header(theirs):
    print(f"{'':<44} {theirs:>12} {'migrator':>12}   ratio")


def amount(seconds):
    """A time in nine places and its unit."""
    return f"{seconds * 1000:9.1f} ms" if seconds >= 1e-3 else f"{seconds * 1e6:9.1f} us"


def report(what, theirs, ours, wanted, memory=None):
    """A line for a task at which ours is to be so many times as fast; below one: as slow as the inverse."""
    ratio = theirs / ours
    note = f"  {memory:5.0f} MB" if memory else ""
    mark = "" if ratio >= wanted else "   below what is wanted"
    print(
        f"{what:<44} {amount(theirs)} {amount(ours)} {ratio:7.2f} x  (wanted {wanted:.2g}){note}{mark}",
        flush=True,
    )
