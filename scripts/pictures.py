#!/usr/bin/env python3
"""Looks at the pages of `history`, `inspect` and `diff` in headless Chromium, as a person with a keyboard would.

    scripts/pictures.py MIGRATOR CHROMIUM [FOLDER]

Makes histories of 9, 100 and 1,000 revisions and schemas of 17, 150 and 1,000 tables, has MIGRATOR draw them twice,
and opens each page: it must be the same both times, ask for nothing, throw nothing, be usable by its keys and open
within two seconds. Screenshots are left in FOLDER. Needs nothing but Python and Chromium.
"""

import base64
import fcntl
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

MOST_SECONDS = 2.0
HOSTILE = "it's </script><script>alert(1)</script><img src=https://example.com/x onerror=alert(2)> & \"so\""


class Failure(Exception):
    """What a page did and must not."""


class Browser:
    """Chromium, spoken to over two pipes: each message is JSON with a zero behind it."""

    def __init__(self, program, folder):
        def pipe():
            # High numbers: the shell below moves them to 3 and 4.
            ends = os.pipe()
            high = tuple(fcntl.fcntl(end, fcntl.F_DUPFD, 20) for end in ends)
            for end in ends:
                os.close(end)
            return high

        theirs_in, self.out = pipe()
        self.into, theirs_out = pipe()
        arguments = [
            program, "--headless=new", "--remote-debugging-pipe", "--no-first-run", "--disable-gpu",
            "--disable-extensions", "--disable-background-networking", "--disable-component-update",
            "--disable-dev-shm-usage", "--force-color-profile=srgb", f"--user-data-dir={folder}/profile",
            "--host-resolver-rules=MAP * ~NOTFOUND", "--window-size=1280,800",
        ]
        if os.geteuid() == 0:
            arguments.append("--no-sandbox")
        self.process = subprocess.Popen(
            ["bash", "-c", f'exec "$0" "$@" 3<&{theirs_in} 4>&{theirs_out}', *arguments],
            pass_fds=(theirs_in, theirs_out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self.rest, self.number, self.events = b"", 0, []

    def read(self):
        while b"\0" not in self.rest:
            piece = os.read(self.into, 1 << 20)
            if not piece:
                raise Failure("Chromium has ended")
            self.rest += piece
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, parameters=None, session=None):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters or {}}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.out, data):]
        while True:
            answer = self.read()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise Failure(f"{method}: {answer['error']}")
                return answer.get("result", {})
            self.events.append(answer)

    def wait(self, method):
        """The next event of a kind."""
        while True:
            for index, event in enumerate(self.events):
                if event.get("method") == method:
                    return self.events.pop(index)
            self.events.append(self.read())

    def close(self):
        try:
            self.call("Browser.close")
        except (Failure, OSError):
            pass
        self.process.wait(timeout=60)


class Page:
    """A page that is open."""

    KEYS = {"ArrowDown": 40, "ArrowUp": 38, "Enter": 13, "Escape": 27, "End": 35, "Home": 36, "Tab": 9}

    def __init__(self, browser, path, dark=False, width=1280, height=800):
        self.browser, self.path, self.requests, self.problems = browser, pathlib.Path(path), [], []
        target = browser.call("Target.createTarget", {"url": "about:blank"})["targetId"]
        self.target = target
        self.session = browser.call("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")
        self.call("Emulation.setDeviceMetricsOverride",
                  {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})
        self.call("Emulation.setEmulatedMedia",
                  {"features": [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]})
        browser.events.clear()
        start = time.monotonic()
        self.call("Page.navigate", {"url": self.path.resolve().as_uri()})
        browser.wait("Page.loadEventFired")
        self.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
        self.seconds = time.monotonic() - start

    def call(self, method, parameters=None):
        return self.browser.call(method, parameters, self.session)

    def evaluate(self, expression):
        answer = self.call("Runtime.evaluate",
                           {"expression": expression, "returnByValue": True, "awaitPromise": True})
        if "exceptionDetails" in answer:
            raise Failure(f"{self.path.name}: {expression}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def press(self, *keys):
        for key in keys:
            event = {"key": key, "windowsVirtualKeyCode": self.KEYS.get(key, ord(key.upper()[0]))}
            text = {"text": "\r" if key == "Enter" else key} if len(key) == 1 or key == "Enter" else {}
            self.call("Input.dispatchKeyEvent", {"type": "keyDown", **event, **text})
            self.call("Input.dispatchKeyEvent", {"type": "keyUp", **event})

    def write(self, text):
        self.call("Input.insertText", {"text": text})

    def expect(self, expression, wanted):
        found = self.evaluate(expression)
        if found != wanted:
            raise Failure(f"{self.path.name}: {expression} is {found!r}, not {wanted!r}")

    def picture(self, name, folder):
        data = self.call("Page.captureScreenshot", {"format": "png"})["data"]
        (folder / f"{name}.png").write_bytes(base64.b64decode(data))

    def close(self):
        """Looks at all that happened, and closes it."""
        self.evaluate("1")
        own = self.path.resolve().as_uri()
        for event in self.browser.events:
            method, told = event.get("method"), event.get("params", {})
            if method == "Network.requestWillBeSent" and told["request"]["url"].split("#")[0] != own:
                self.problems.append(f"asked for {told['request']['url'][:200]}")
            if method == "Runtime.exceptionThrown":
                self.problems.append(f"threw {told['exceptionDetails'].get('exception', {}).get('description')}")
            if method == "Log.entryAdded" and told["entry"]["level"] in ("error", "warning"):
                self.problems.append(f"logged {told['entry']['text'][:300]}")
            if method == "Page.javascriptDialogOpening":
                self.problems.append("ran a script of a name")
        self.browser.call("Target.closeTarget", {"targetId": self.target})
        self.browser.events.clear()
        if self.problems:
            raise Failure(f"{self.path.name}: " + "; ".join(self.problems))


# What is drawn.


def revisions(folder, count):
    """A folder of SQL revisions with branches, merges and dependencies: their ids, and one to upgrade to."""
    folder.mkdir()
    tips, known, above = [], [], set()
    for number in range(count):
        name = f"{number * 2654435761 % 2**48:012x}"
        depends, labels = "", ""
        if not tips:
            parents, tips = [], [name]
        elif number % 17 == 5 and len(tips) < 4:
            parents = [known[number - 3]]
            tips.append(name)
            labels = f"-- branch-labels: branch{number}\n"
        elif number % 17 == 16 and len(tips) > 1:
            parents = tips[:2]
            tips = tips[2:] + [name]
        else:
            parents = [tips[number % len(tips)]]
            tips[number % len(tips)] = name
        if number % 23 == 9:
            depends = f"-- depends-on: {known[number - 6]}\n"
        known.append(name)
        # Those that the hostile one is beneath.
        if number == 3 or above.intersection(parents):
            above.add(name)
        message = f"table {number}" if number != 3 else HOSTILE
        heading = f"-- revision: {name}\n-- parents: {', '.join(parents)}\n" if parents else f"-- revision: {name}\n"
        (folder / f"{number:04d}.sql").write_text(
            f"{heading}{depends}{labels}-- message: {message}\n"
            f"-- upgrade\nCREATE TABLE t{number} (id INTEGER PRIMARY KEY);\n-- downgrade\nDROP TABLE t{number};\n"
        )
    return known, max(above.intersection(known[:count * 4 // 5]), key=known.index)


def tables(count, changed=False):
    """The SQL of tables that point to each other."""
    text = []
    for number in range(count):
        if changed and number % 6 == 2 and number > count - 9:
            continue
        columns = ["id INTEGER PRIMARY KEY", "name TEXT NOT NULL", "made TIMESTAMP DEFAULT CURRENT_TIMESTAMP"]
        if number == 2:
            columns.append('"' + HOSTILE.replace('"', '""') + '" TEXT')
        columns += [f"extra_{index} TEXT" for index in range(20 if number % 10 == 4 else 0)]
        if changed and number % 6 == 3:
            columns.append("fresh TEXT")
        for step in (1, 3, 7):
            if number >= step and number * step % 4 != 1:
                to = (number - step) // (2 if step == 7 else 1)
                columns.append(f"to_{step} INTEGER REFERENCES table_{to} (id) ON DELETE CASCADE")
        text.append(f"CREATE TABLE table_{number} (\n  " + ",\n  ".join(columns) + "\n);\n")
    if changed:
        text.append("CREATE TABLE brand_new (id INTEGER PRIMARY KEY, to_1 INTEGER REFERENCES table_1 (id));\n")
    text.append("CREATE VIEW names AS SELECT name FROM table_1;\n")
    return "".join(text)


def drawn(migrator, folder, name, *arguments):
    """Has the program draw, twice, and compares."""
    texts = []
    for _ in range(2):
        made = subprocess.run([migrator, *arguments], cwd=folder, capture_output=True)
        if made.returncode not in (0, 3):
            raise Failure(f"{' '.join(arguments)} ended with {made.returncode}: {made.stderr.decode()}")
        texts.append(made.stdout)
    if texts[0] != texts[1]:
        raise Failure(f"{' '.join(arguments)} gave two texts")
    path = folder / name
    path.write_bytes(texts[0])
    return path


# How the pages are used.


def use_history(page, count, names):
    page.expect("document.querySelectorAll('#list [role=option]').length", count)
    page.expect("document.activeElement.id", "list")
    page.press("End")
    page.expect("document.querySelector('#detail dd .name').textContent", names[0])
    page.expect("document.querySelectorAll('#detail pre').length", 2)
    page.press("c")
    page.expect("document.querySelector('#detail dd .name').textContent", names[1])
    page.press("p")
    page.expect("location.hash", "#" + names[0])
    page.press("/")
    page.expect("document.activeElement.id", "search")
    page.write(names[3])
    page.press("Enter")
    page.expect("document.querySelector('#detail h2').textContent", HOSTILE)
    page.press("Enter")
    page.expect("document.activeElement.id", "detail")
    page.press("Escape")
    page.expect("document.activeElement.id", "list")
    page.expect("document.querySelectorAll('#detail table tbody tr').length", 1)
    page.expect("document.querySelector('#detail .good').textContent", "applied")
    page.expect("document.querySelectorAll('#list .badge.current').length > 0", True)


def use_schema(page, count):
    page.expect("document.querySelectorAll('#list [role=option]:not([hidden])').length", count)
    page.expect("document.querySelectorAll('.card').length > 1", True)
    page.expect("document.querySelectorAll('.card').length <= 60", True)
    page.press("/")
    page.write("table_12")
    page.expect("document.querySelectorAll('#list [role=option]:not([hidden])').length < " + str(count), True)
    page.press("Enter")
    page.expect("document.querySelector('#detail h2').textContent", "table_12")
    page.press("0")
    page.expect("document.querySelectorAll('.card').length", 1)
    page.press("2")
    page.expect("document.querySelectorAll('.card').length > 2", True)
    # A neighbour is chosen by its own key, and the chosen table becomes it.
    page.evaluate("document.querySelector('.card:not(.focus)').focus()")
    wanted = page.evaluate("document.activeElement.dataset.key")
    page.press("Enter")
    page.expect("document.querySelector('#detail h2').textContent", wanted)
    page.press("/")
    page.write("onerror")
    page.press("Enter")
    page.expect("document.querySelector('#detail h2').textContent", "table_2")
    page.expect("document.querySelector('#detail table').textContent.includes(" + json.dumps(HOSTILE) + ")", True)
    page.press("/", "Escape")
    page.expect("document.querySelectorAll('#list [role=option]:not([hidden])').length", count)


def use_comparison(page):
    page.expect("document.querySelectorAll('#list [role=option].added:not([hidden])').length > 0", True)
    page.expect("document.querySelectorAll('#list [role=option].removed:not([hidden])').length > 0", True)
    page.expect("[...document.querySelectorAll('#list [role=option]:not([hidden])')].every(o => /added|removed|changed/"
                ".test(o.className))", True)
    page.evaluate("document.getElementById('only').click()")
    page.expect("document.querySelectorAll('#list [role=option]:not([hidden])').length > 15", True)
    page.press("/")
    page.write("brand_new")
    page.press("Enter")
    page.expect("document.querySelector('.card.focus').classList.contains('added')", True)


def look(browser, path, use, pictures, isLarge=False):
    page = Page(browser, path)
    seconds = page.seconds
    if seconds > MOST_SECONDS:
        raise Failure(f"{path.name} took {seconds:.1f} s to open")
    page.picture(path.stem, pictures)
    use(page)
    page.picture(path.stem + "-used", pictures)
    page.call("Page.printToPDF", {})
    page.close()
    night = Page(browser, path, dark=True, width=1000, height=700)
    night.picture(path.stem + "-dark", pictures)
    night.close()
    print(f"  {path.name}: {path.stat().st_size // 1024} KiB, open in {seconds:.2f} s")


def main():
    migrator, chromium = (str(pathlib.Path(path).resolve()) for path in sys.argv[1:3])
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        pictures = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else folder / "pictures"
        pictures.mkdir(parents=True, exist_ok=True)
        browser = Browser(chromium, folder)
        try:
            for count in (9, 100, 1000):
                names, target = revisions(folder / f"history-{count}", count)
                common = ["--database", f"sqlite:{count}.db", "--revisions", f"history-{count}"]
                subprocess.run([migrator, *common, "upgrade", target], cwd=folder, check=True,
                               stdout=subprocess.DEVNULL)
                path = drawn(migrator, folder, f"history-{count}.html", *common, "history", "-i", "--format", "html")
                look(browser, path, lambda page: use_history(page, count, names), pictures)
            for count in (17, 150, 1000):
                (folder / f"{count}.sql").write_text(tables(count))
                (folder / f"{count}-new.sql").write_text(tables(count, changed=True))
                path = drawn(migrator, folder, f"schema-{count}.html", "inspect", f"{count}.sql", "--format", "html")
                look(browser, path, lambda page: use_schema(page, count + 1), pictures)
                path = drawn(migrator, folder, f"diff-{count}.html", "diff", f"{count}.sql", f"{count}-new.sql",
                             "--format", "html")
                look(browser, path, use_comparison, pictures)
        finally:
            browser.close()
    print("pictures: all pages are as they are to be")


if __name__ == "__main__":
    try:
        main()
    except Failure as failure:
        sys.exit(f"pictures: {failure}")
