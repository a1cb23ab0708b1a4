"""Shows the same changes to Alembic's autogenerate and to `migrator diff`, and prints what each finds, in Markdown.

Usage: run.py MIGRATOR, with MIGRATOR_TEST_POSTGRES naming a server; without it, on SQLite alone. Exits with 1 if Alembic
finds a change that migrator does not, or if migrator reports one that is none. BESIDE is a pattern of the cases to run,
BESIDE_METADATA=1 looks instead whether a case's metadata and its SQL say the same.
"""

import os
import re
import sys
import tempfile
import warnings

import sqlalchemy
from alembic import __version__ as alembic_version
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

import columns
import constraints
import databases
import objects
import unchanged
from case import POSTGRES, SQLITE

GROUPS = columns.GROUPS + constraints.GROUPS + objects.GROUPS + unchanged.GROUPS

# Its best settings: all that it can compare is compared.
SETTINGS = {
    "compare_type": True,
    "compare_server_default": True,
    "autogenerate_plugins": ["alembic.autogenerate.*", "alembic.ext.checkconstraint_byname"],
}


def of_alembic(case, url, schema=None):
    """The operations that Alembic names, the error that it ends with, or None where it has nothing to compare with."""
    if case.metadata is None:
        return None
    found = []
    # Other schemas are looked at where a case has some.
    settings = {**SETTINGS, "include_schemas": case.alone}
    with databases.connection(url, schema) as connection, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            for difference in compare_metadata(MigrationContext.configure(connection, opts=settings), case.metadata):
                # What changes a column comes as a list of its own.
                found += [part[0] for part in (difference if isinstance(difference, list) else [difference])]
        except Exception as error:
            return [type(error).__name__]
    return found


def asked(cases, kind, state, flags, program, folder):
    """What both say of databases in a state, `before` or `after`: a pair of lists for each case."""
    answers = {}
    together = [case for case in cases if kind == POSTGRES and not case.alone]
    if together:
        schemas = {id(case): f"c{number}" for number, case in enumerate(together)}

        def script(state):
            return "\n".join(f"CREATE SCHEMA {schemas[id(case)]}; SET search_path = {schemas[id(case)]};\n{getattr(case, state).rstrip(';' + chr(10))};"
                             for case in together)

        with databases.made(kind, script(state), folder) as url:
            renames = [part if part.startswith("--") else f"{schemas[id(case)]}.{part}"
                       for case in together for part in case.flags if flags]
            ours = {schema: [] for schema in schemas.values()}
            said = databases.differences(program, url, script("after"), renames, folder)
            for found in said["differences"]:
                schema = re.search(r"\bc\d+\b", f"{found['object']} {found['sql']}")
                if not schema:
                    raise RuntimeError(f"no case has {found}")
                ours[schema[0]].append(found["change"])
            for left in said["unsupported"] + said["unverified"]:
                print(f"beside: {left}", file=sys.stderr)
            for case in together:
                schema = schemas[id(case)]
                answers[id(case)] = of_alembic(case, url, schema), ours[schema]
    for case in cases:
        if case not in together:
            with databases.made(kind, getattr(case, state), folder) as url:
                said = databases.differences(program, url, case.after, case.flags if flags else (), folder)
                answers[id(case)] = of_alembic(case, url), [found["change"] for found in said["differences"]]
    return answers


def verdict(case, before, after):
    """What is named for the change, `before`, and what is still named when it has been made, `after`."""
    def named(found):
        return ", ".join(f"`{name}`" for name in dict.fromkeys(found))

    if after is None:
        return "missed: cannot be declared"
    if case.same:
        return f"false: {named(after)}" if after else "nothing"
    if after:
        return f"false: {named(after)} when it is made"
    return f"found: {named(before)}" if before else "missed"


def compare(group, kinds, program, folder, counts):
    """Prints a group's table and returns what in it speaks against us."""
    worse, lines = [], {}
    for kind, age in kinds.items():
        cases = [case for case in group.cases if kind in case.on and (kind == SQLITE or age >= case.since)]
        before = asked(cases, kind, "before", True, program, folder)
        after = before if group.same else asked(cases, kind, "after", False, program, folder)
        for case in cases:
            theirs, ours = (verdict(case, before[id(case)][side], after[id(case)][side]) for side in (0, 1))
            lines.setdefault(group.cases.index(case), []).append(("PostgreSQL" if kind == POSTGRES else "SQLite", theirs, ours))
            for side, said in (("Alembic", theirs), ("migrator", ours)):
                counts[side, said.split(":")[0]] = counts.get((side, said.split(":")[0]), 0) + 1
            if ours.startswith("false") or (theirs.startswith("found") and not ours.startswith("found")):
                worse.append(f"{group.title}: {case.name}, {kind}: Alembic {theirs}; migrator {ours}")
    if not lines:
        return worse
    print(f"### {group.title}\n\n| {'spelled' if group.same else 'change'} | on | Alembic | migrator |\n|---|---|---|---|")
    for index, said in sorted(lines.items()):
        name = group.cases[index].name.replace("|", "\\|")
        # What both databases have in common takes one line.
        if len(said) == 2 and said[0][1:] == said[1][1:]:
            said = [("both", *said[0][1:])]
        for line in said:
            print("| " + " | ".join((name, *line)) + " |")
    print(flush=True)
    return worse


def unfit(kinds, program, folder):
    """What a case's metadata makes must be what its SQL makes, or Alembic was asked for something else."""
    wrong = []
    for group in GROUPS:
        for case in group.cases:
            for kind in kinds:
                if kind not in case.on or case.metadata is None or (kind == POSTGRES and kinds[kind] < case.since):
                    continue
                with databases.made(kind, "", folder) as url:
                    try:
                        with databases.connection(url) as connection:
                            for schema in {table.schema for table in case.metadata.tables.values()} - {None}:
                                connection.execute(sqlalchemy.schema.CreateSchema(schema))
                            case.metadata.create_all(connection)
                        found = databases.differences(program, url, case.after, (), folder)["differences"]
                    except sqlalchemy.exc.SQLAlchemyError as error:
                        found = str(error)
                if found:
                    print(f"{group.title}: {case.name}, {kind}: {found}", flush=True)
                    wrong.append(case.name)
    return wrong


def main():
    program, part = os.path.abspath(sys.argv[1]), os.environ.get("BESIDE", "")
    for group in GROUPS:
        group.cases = [case for case in group.cases if re.search(part, f"{group.title}: {case.name}")]
    kinds = {SQLITE: 3}
    if "MIGRATOR_TEST_POSTGRES" in os.environ:
        with databases.connection(databases.server()) as connection:
            kinds = {POSTGRES: connection.dialect.server_version_info[0], **kinds}
    with tempfile.TemporaryDirectory() as folder:
        if os.environ.get("BESIDE_METADATA"):
            sys.exit(1 if unfit(kinds, program, folder) else 0)
        worse, counts = [], {}
        for group in GROUPS:
            worse += compare(group, kinds, program, folder, counts) if group.cases else []
    print("### In numbers\n\n| | Alembic | migrator |\n|---|---|---|")
    for word in ("found", "missed", "nothing", "false"):
        print(f"| {word} | {counts.get(('Alembic', word), 0)} | {counts.get(('migrator', word), 0)} |")
    print(f"\nAlembic {alembic_version}, SQLAlchemy {sqlalchemy.__version__}, PostgreSQL {kinds.get(POSTGRES, 'left out')}.")
    if worse:
        sys.exit("\n".join(["beside: to our disadvantage:", *worse]))


if __name__ == "__main__":
    main()
