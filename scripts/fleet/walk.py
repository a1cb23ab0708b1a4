"""The way that a fleet's database goes, one revision at a time, and what the server answers at each place."""

# From nothing to the head, as `upgrade head` goes.
RISE = [
    "183c8980160f", "b16020be0286", "cc04580c04ef", "9f94d908afb9", "22ebdcff71c4",
    "e4b7105f6a9d", "2d6a0f4c8b13", "7c3e91d5a240", "a90c5d3e7f21",
]

# From the head down to where the races have no names, and back up.
ROUND = [
    ("downgrade", "7c3e91d5a240"), ("downgrade", "agents@-1"), ("downgrade", "agents@-1"),
    ("downgrade", "22ebdcff71c4"), ("downgrade", "9f94d908afb9"), ("upgrade", "22ebdcff71c4"),
    ("upgrade", "e4b7105f6a9d"), ("upgrade", "2d6a0f4c8b13"), ("upgrade", "7c3e91d5a240"),
    ("upgrade", "a90c5d3e7f21"),
]

PATHS = [
    "/spirits", "/components/suffix", "/config", "/templates/fox/exo", "/templates/owl/hybrid", "/traits/fox",
    "/traits/wolf",
]


def shown(path, status, body):
    """An answer without what differs from database to database; None for one that says nothing of the rows."""
    if status == 404:
        return ("none",)
    if status == 503 and any(text in body["error"] for text in ("no such table", "does not exist")):
        return ("no table",)
    if status != 200:
        return None
    if path == "/spirits":
        return tuple((row["name"], tuple(row["baseNames"])) for row in body)
    if path.startswith("/components"):
        return tuple((row["name"], row["value"]) for row in body)
    if path.startswith("/config"):
        return tuple(row["key"] for row in body)
    if path.startswith("/templates"):
        return (body["spirit"], body["style"], body["suffix"])
    return tuple(sorted((row["firstTrait"], row["secondTrait"]) for row in body))
