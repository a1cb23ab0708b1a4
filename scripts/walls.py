#!/usr/bin/env python3
"""Holds the package against walls.txt: which target may import which, and which files may name a database.

    scripts/walls.py                      asks `swift package describe`; needs no build
    scripts/walls.py --description FILE   reads what it printed before, as JSON; for trying the table

The compiler sees only what Package.swift declares, so a wall falls by one line there; this is where it is missed.
Prints each breach on a line and exits with 1 if there is one.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
TABLE = "walls.txt"

TARGETS, KITS, DATABASES = "targets", "test kits", "names a database"

IMPORT = re.compile(
    r"^[ \t]*(?:@\w+(?:\([^)\n]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?"
    r"import\s+(?:(?:typealias|struct|class|enum|protocol|let|var|func)\s+)?(\w+)",
    re.MULTILINE,
)
DATABASE = re.compile(r"\.(?:postgres|sqlite)\b")
TOKEN = re.compile(r'//|/\*|#*"|[()]')


class Line:
    """A line of the table: a target, and what it may import of ours and of other packages."""

    def __init__(self, number, ours, others):
        self.number, self.ours, self.others = number, ours, others

    @property
    def all(self):
        return self.ours + self.others


class Table:
    """What walls.txt says, and what is wrong with how it says it."""

    def __init__(self, text):
        self.targets, self.kits, self.databases, self.faults = {}, {}, {}, []
        section = None
        for number, line in enumerate(text.splitlines(), 1):
            line = line.split("#")[0].strip()
            if not line:
                continue
            if line.startswith("["):
                section = line.strip("[]")
                if section not in (TARGETS, KITS, DATABASES):
                    self.fault(number, f"there is no section [{section}]")
            elif section == TARGETS:
                self.read_target(number, line)
            elif section in (KITS, DATABASES):
                entries = self.kits if section == KITS else self.databases
                if line in entries:
                    self.fault(number, f"{line} is here twice")
                entries[line] = number

    def read_target(self, number, line):
        name, colon, allowed = line.partition(":")
        if not colon or name in self.targets:
            self.fault(number, f"{name} is here twice" if colon else "a line is `Target: Target … | Product …`")
            return
        ours, _, others = allowed.partition("|")
        self.targets[name] = Line(number, ours.split(), others.split())
        listed = self.targets[name].all
        for twice in sorted({each for each in listed if listed.count(each) > 1}):
            self.fault(number, f"{name} is allowed {twice} twice")

    def fault(self, number, text):
        self.faults.append(f"{TABLE}:{number}: {text}")


class Target:
    """A target as Package.swift has it."""

    def __init__(self, described):
        self.name, self.kind, self.path = described["name"], described["type"], described["path"]
        self.ours = described.get("target_dependencies") or []
        self.others = described.get("product_dependencies") or []
        self.sources = [f"{self.path}/{source}" for source in described["sources"] if source.endswith(".swift")]
        self.is_tests = self.kind == "test" or self.path.startswith("Tests/")


def code(text):
    """A Swift file with as many lines, without comments and without the text of strings; what they interpolate stays."""
    out = []

    def drop(start, end):
        out.append("\n" * text.count("\n", start, end))
        return end

    def comment(start):
        depth, at = 1, start
        while depth:
            mark = re.compile(r"/\*|\*/").search(text, at)
            if not mark:
                return drop(start, len(text))
            depth += 1 if mark.group() == "/*" else -1
            at = mark.end()
        return drop(start, at)

    def string(at, hashes):
        rest = text[at:text.find("\n", at)]
        quotes = '"'
        # Between number signs, three quotes that end on their own line are a string with quotes in it.
        if rest.startswith('""') and not (hashes and '"' + hashes in rest):
            quotes, at = '"""', at + 2
        ends = re.compile(rf"\\{hashes}\(|\\{hashes}.|{quotes}{hashes}" + ("" if len(quotes) == 3 else r"|(?=\n)"), re.S)
        while True:
            mark = ends.search(text, at)
            if not mark:
                return drop(at, len(text))
            drop(at, mark.end())
            at = mark.end()
            if mark.group() == f"\\{hashes}(":
                out.append(" ")
                at = plain(at, within=True)
            elif not mark.group().startswith("\\"):
                return at

    def plain(at, within=False):
        depth = 0
        while True:
            mark = TOKEN.search(text, at)
            if not mark:
                out.append(text[at:])
                return len(text)
            out.append(text[at:mark.start()])
            token, at = mark.group(), mark.end()
            if token == "//":
                at = text.find("\n", at) if "\n" in text[at:] else len(text)
            elif token == "/*":
                at = comment(at)
            elif token.endswith('"'):
                at = string(at, token[:-1])
            elif token == ")" and within and depth == 0:
                return at
            else:
                depth += 1 if token == "(" else -1
                out.append(token)

    plain(0)
    return "".join(out)


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def forbidden(name, other):
    return f"{name} imports {other}, which {TABLE} does not allow"


def targets_against(table, targets):
    """Each target against its line, and each line against its target."""
    for name, target in targets.items():
        line = table.targets.get(name)
        if line is None:
            yield f"{TABLE}: there is no line for {name}, a target of Package.swift"
            continue
        for dependency in target.ours + target.others:
            if dependency not in line.all:
                yield f"Package.swift: {forbidden(name, dependency)}"
        for allowed in line.all:
            if allowed not in target.ours + target.others:
                yield f"{TABLE}:{line.number}: {name} may import {allowed}, and Package.swift has no such dependency"
    for name, line in table.targets.items():
        if name not in targets:
            yield f"{TABLE}:{line.number}: {name} is no target of Package.swift, or one under Tests/"
        for other in line.ours:
            if other not in table.targets:
                yield f"{TABLE}:{line.number}: {name} may import {other}, which has no line"
        for other in line.others:
            if other in table.targets:
                yield f"{TABLE}:{line.number}: {other} is a target of ours, and stands behind the bar of {name}"


def circles(where, edges):
    """The first circle that is found among targets, if there is one."""
    done, path = set(), []

    def walk(name):
        if name in path:
            return path[path.index(name):] + [name]
        if name in done or name not in edges:
            return None
        path.append(name)
        for other in edges[name]:
            circle = walk(other)
            if circle:
                return circle
        path.pop()
        done.add(name)
        return None

    for name in edges:
        circle = walk(name)
        if circle:
            yield f"{where}: a circle, {' → '.join(circle)}"
            return


def kits_in_products(table, products, targets):
    """No product but a kit's own brings what only tests need."""
    for kit, number in table.kits.items():
        if kit not in targets:
            yield f"{TABLE}:{number}: the test kit {kit} is no target of Package.swift"
    for product in products:
        if all(name in table.kits for name in product["targets"]):
            continue
        ways = {name: [name] for name in product["targets"]}
        queue = list(ways)
        for name in queue:
            for other in targets[name].ours if name in targets else []:
                if other not in ways:
                    ways[other] = ways[name] + [other]
                    queue.append(other)
        for kit in table.kits:
            if kit in ways:
                yield f"Package.swift: the product {product['name']} brings a test kit, {' → '.join(ways[kit])}"


def files_against(table, targets, everyone):
    """What the files import, and where a database is named."""
    known = set(everyone) | {other for line in table.targets.values() for other in line.others}
    used_places = set()
    for name, target in targets.items():
        line, imported = table.targets.get(name), set()
        for source in target.sources:
            text = code((ROOT / source).read_text())
            for found in IMPORT.finditer(text):
                module = found.group(1)
                # The first file that does so is enough.
                if line and module in known - imported - {name} and module not in line.all:
                    yield f"{source}:{line_of(text, found.start(1))}: {forbidden(name, module)}"
                imported.add(module)
            said = DATABASE.search(text)
            if said:
                places = [place for place in table.databases if covers(place, source)]
                used_places.update(places)
                if not places:
                    at = line_of(text, said.start())
                    yield f"{source}:{at}: names a database ({said.group()}), which {TABLE} does not allow here"
        for unused in target.ours + target.others:
            # A plugin is run, not imported, and C says nothing of imports.
            is_run = target.kind == "plugin" or unused in everyone and everyone[unused].kind == "plugin"
            if target.sources and unused not in imported and not is_run:
                yield f"Package.swift: {name} depends on {unused}, and none of its files imports it"
    for place, number in table.databases.items():
        if place not in used_places:
            yield f"{TABLE}:{number}: no file of {place} names a database"
        for other in table.databases:
            if other != place and covers(other, place):
                yield f"{TABLE}:{number}: {place} is within {other}"


def covers(place, path):
    """Whether a place of the table, a file or a folder with a slash at its end, holds a path."""
    return path.startswith(place) if place.endswith("/") else path == place


def breaches(table, package):
    everyone = {described["name"]: Target(described) for described in package["targets"]}
    targets = {name: target for name, target in everyone.items() if not target.is_tests}
    yield from table.faults
    yield from targets_against(table, targets)
    yield from circles(TABLE, {name: line.ours for name, line in table.targets.items()})
    yield from circles("Package.swift", {name: target.ours for name, target in everyone.items()})
    yield from kits_in_products(table, package["products"], everyone)
    yield from files_against(table, targets, everyone)


def describe():
    # A folder of its own, so that it waits for no build that runs.
    command = ["swift", "package", "--scratch-path", ".build/walls", "describe", "--type", "json"]
    process = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    if process.returncode != 0:
        sys.exit(f"walls: {' '.join(command)} failed\n{process.stderr.strip()}")
    return process.stdout


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--description", metavar="FILE", help="what `swift package describe --type json` printed")
    file = arguments.parse_args().description
    package = json.loads(pathlib.Path(file).read_text() if file else describe())
    found = list(breaches(Table((ROOT / TABLE).read_text()), package))
    for breach in found:
        print(f"walls: {breach}", file=sys.stderr)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
