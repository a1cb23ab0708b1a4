"""Changes of keys, checks, exclusions and indexes."""

from sqlalchemy import (CheckConstraint, Column, ForeignKeyConstraint, Index, Integer, PrimaryKeyConstraint, Table, UniqueConstraint,
                        func, text)
from sqlalchemy.dialects.postgresql import INT4RANGE, ExcludeConstraint

from case import BOTH, SQLITE, Group, key

KEYS = Group("Primary keys and unique constraints")


def keyed(*names, key=None):
    end = f", {key}" if key else ""
    model = [PrimaryKeyConstraint(*names, name="pk")] if names else []
    return f"CREATE TABLE t (a integer NOT NULL, b integer NOT NULL{end})", lambda metadata: Table(
        "t", metadata, Column("a", Integer, nullable=False, autoincrement=False), Column("b", Integer, nullable=False), *model)


bare, of_a, of_both = keyed(), keyed("a", key="CONSTRAINT pk PRIMARY KEY (a)"), keyed("a", "b", key="CONSTRAINT pk PRIMARY KEY (a, b)")
KEYS.any("primary key added", bare[0], *of_a, on=BOTH)
KEYS.any("primary key dropped", of_a[0], *bare, on=BOTH)
KEYS.any("primary key, columns", of_a[0], *of_both, on=BOTH)
KEYS.any("primary key, order of columns", of_both[0].replace("(a, b)", "(b, a)"), *of_both, on=BOTH)
KEYS.any("primary key, name", of_a[0].replace("pk", "key"), *of_a, on=BOTH)

of_a, of_ab = "ALTER TABLE t ADD CONSTRAINT u UNIQUE (a)", "ALTER TABLE t ADD CONSTRAINT u UNIQUE (a, b)"
one = KEYS.beside
one("unique added", "", of_a, UniqueConstraint("a", name="u"))
one("unique dropped", of_a, "")
one("unique, columns", of_a, of_ab, UniqueConstraint("a", "b", name="u"))
one("unique, order of columns", of_ab.replace("a, b", "b, a"), of_ab, UniqueConstraint("a", "b", name="u"))
one("unique, name", of_a.replace(" u ", " v "), of_a, UniqueConstraint("a", name="u"))
one("unique, NULLS NOT DISTINCT", of_a, of_a.replace("UNIQUE", "UNIQUE NULLS NOT DISTINCT"),
    UniqueConstraint("a", name="u", postgresql_nulls_not_distinct=True))
one("unique, INCLUDE", of_a, of_a + " INCLUDE (b)", UniqueConstraint("a", name="u", postgresql_include=["b"]))
one("unique, DEFERRABLE", of_a, of_a + " DEFERRABLE INITIALLY DEFERRED",
    UniqueConstraint("a", name="u", deferrable=True, initially="DEFERRED"))
KEYS.table("unique without a name, added", "a integer", "a integer, UNIQUE (a)", Column("a", Integer), UniqueConstraint("a"), on=BOTH)
KEYS.table("unique without a name, dropped", "a integer, UNIQUE (a)", "a integer", Column("a", Integer), on=BOTH)
KEYS.table("unique added in the table", "a integer", "a integer, CONSTRAINT u UNIQUE (a)", Column("a", Integer),
           UniqueConstraint("a", name="u"), on=(SQLITE,))

CHECKS = Group("Checks and exclusions")
one, positive = CHECKS.table, "a integer, CONSTRAINT k CHECK (a > 0)"
check = lambda written, name="k", **more: (Column("a", Integer), CheckConstraint(written, name=name, **more))
one("check added", "a integer", positive, *check("a > 0"), on=BOTH)
one("check dropped", positive, "a integer", Column("a", Integer), on=BOTH)
one("check, expression", positive, positive.replace("0", "1"), *check("a > 1"), on=BOTH)
one("check, name", positive.replace(" k ", " j "), positive, *check("a > 0"), on=BOTH)
one("check without a name, added", "a integer", "a integer, CHECK (a > 0)", *check("a > 0", None), on=BOTH)
one("check without a name, expression", "a integer, CHECK (a > 0)", "a integer, CHECK (a > 1)", *check("a > 1", None), on=BOTH)
CHECKS.undeclared("check, NO INHERIT", "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0)",
                  "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NO INHERIT")
CHECKS.beside("check, NOT VALID to valid", "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT VALID",
              "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0)", CheckConstraint("a > 0", name="k"))
overlap = "span int4range, CONSTRAINT x EXCLUDE USING gist (span WITH &&)"
exclude = lambda operator: (Column("span", INT4RANGE), ExcludeConstraint(("span", operator), name="x", using="gist"))
one("exclusion added", "span int4range", overlap, *exclude("&&"))
one("exclusion dropped", overlap, "span int4range", Column("span", INT4RANGE))
one("exclusion, operator", overlap, overlap.replace("&&", "-|-"), *exclude("-|-"))

FOREIGN = Group("Foreign keys")


def foreign(written, *, columns=("a",), to=("p.x",), called="f", **more):
    """Tables to refer to, one that refers, and the key at its end."""
    script = ("CREATE TABLE p (x integer NOT NULL PRIMARY KEY, y integer NOT NULL);\nCREATE UNIQUE INDEX px ON p (x, y);\n"
              "CREATE TABLE q (x integer NOT NULL PRIMARY KEY);\n"
              "CREATE TABLE t (id integer NOT NULL PRIMARY KEY, a integer, b integer" + (f", {written}" if written else "") + ")")

    def model(metadata):
        Table("p", metadata, Column("x", Integer, primary_key=True, autoincrement=False), Column("y", Integer, nullable=False),
              Index("px", "x", "y", unique=True))
        Table("q", metadata, Column("x", Integer, primary_key=True, autoincrement=False))
        Table("t", metadata, key(), Column("a", Integer), Column("b", Integer),
              *[ForeignKeyConstraint(columns, to, name=called, **more)] if written else [])
    return script, model


plain = "CONSTRAINT f FOREIGN KEY (a) REFERENCES p (x)"
both = "CONSTRAINT f FOREIGN KEY (a, b) REFERENCES p (x, y)"
wide = dict(columns=("a", "b"), to=("p.x", "p.y"))


def one(name, before, after, on=BOTH, **more):
    FOREIGN.any(name, foreign(before)[0], *foreign(after, **more), on=on)


one("foreign key added", "", plain)
one("foreign key dropped", plain, "")
one("foreign key, name", plain.replace(" f ", " g "), plain)
one("foreign key, columns", plain, plain.replace("(a)", "(b)"), columns=("b",))
one("foreign key, more columns", plain, both, **wide)
one("foreign key, table", plain, plain.replace(" p ", " q "), to=("q.x",))
one("ON DELETE", plain, plain + " ON DELETE CASCADE", ondelete="CASCADE")
one("ON DELETE removed", plain + " ON DELETE CASCADE", plain)
one("ON UPDATE", plain, plain + " ON UPDATE CASCADE", onupdate="CASCADE")
one("ON DELETE SET NULL of one column", both + " ON DELETE SET NULL", both + " ON DELETE SET NULL (a)", on=("postgresql",), **wide,
    ondelete="SET NULL (a)")
one("DEFERRABLE", plain, plain + " DEFERRABLE INITIALLY DEFERRED", deferrable=True, initially="DEFERRED")
one("MATCH FULL", both, both + " MATCH FULL", on=("postgresql",), match="FULL", **wide)
FOREIGN.any("foreign key, NOT VALID to valid", foreign("")[0] + f"; ALTER TABLE t ADD {plain} NOT VALID", *foreign(plain))
one("without a name, added", "", plain.replace("CONSTRAINT f ", ""), called=None)

INDEXES = Group("Indexes")


def one(name, before, after, *parts, on=("postgresql",), **more):
    INDEXES.beside(name, before, after, on=on)
    if parts:
        table = INDEXES.cases[-1].metadata.tables["t"]
        made = [table.c[part] if isinstance(part, str) else part(table) if callable(part) else part for part in parts]
        # A text alone does not say which table it is of.
        Index("i", *made, _table=table, **more)


by_a = "CREATE INDEX i ON t (a)"
one("index added", "", by_a, "a", on=BOTH)
one("index dropped", by_a, "", on=BOTH)
one("index, name", by_a.replace(" i ", " j "), by_a, "a", on=BOTH)
one("index, more columns", by_a, "CREATE INDEX i ON t (a, b)", "a", "b", on=BOTH)
one("index, order of columns", "CREATE INDEX i ON t (b, a)", "CREATE INDEX i ON t (a, b)", "a", "b", on=BOTH)
one("index made unique", by_a, "CREATE UNIQUE INDEX i ON t (a)", "a", unique=True, on=BOTH)
positive = dict(postgresql_where=text("b > 1"), sqlite_where=text("b > 1"))
one("index made partial", by_a, by_a + " WHERE b > 1", "a", on=BOTH, **positive)
one("index, condition", by_a + " WHERE b > 0", by_a + " WHERE b > 1", "a", on=BOTH, **positive)
one("index, expression", "CREATE INDEX i ON t (lower(c))", "CREATE INDEX i ON t (upper(c))", lambda table: func.upper(table.c.c), on=BOTH)
one("index, column to expression", "CREATE INDEX i ON t (c)", "CREATE INDEX i ON t (lower(c))", text("lower(c)"), on=BOTH)
one("index, DESC", by_a, "CREATE INDEX i ON t (a DESC)", lambda table: table.c.a.desc(), on=BOTH)
one("index, NULLS FIRST", by_a, "CREATE INDEX i ON t (a NULLS FIRST)", lambda table: table.c.a.nulls_first())
one("index, operator class", "CREATE INDEX i ON t (c)", "CREATE INDEX i ON t (c text_pattern_ops)", "c",
    postgresql_ops={"c": "text_pattern_ops"})
one("index, collation", "CREATE INDEX i ON t (c)", 'CREATE INDEX i ON t (c COLLATE "C")', lambda table: table.c.c.collate("C"))
one("index, collation NOCASE", "CREATE INDEX i ON t (c)", "CREATE INDEX i ON t (c COLLATE NOCASE)", lambda table: table.c.c.collate("NOCASE"), on=(SQLITE,))
one("index, method", by_a, "CREATE INDEX i ON t USING hash (a)", "a", postgresql_using="hash")
one("index, INCLUDE", by_a, by_a + " INCLUDE (b)", "a", postgresql_include=["b"])
one("index, NULLS NOT DISTINCT", "CREATE UNIQUE INDEX i ON t (a)", "CREATE UNIQUE INDEX i ON t (a) NULLS NOT DISTINCT", "a",
    unique=True, postgresql_nulls_not_distinct=True)
one("index, storage parameter", by_a, by_a + " WITH (fillfactor = 70)", "a", postgresql_with={"fillfactor": 70})
INDEXES.beside("unique index to unique constraint", "CREATE UNIQUE INDEX i ON t (a)", "ALTER TABLE t ADD CONSTRAINT i UNIQUE (a)",
               UniqueConstraint("a", name="i"))

GROUPS = [KEYS, CHECKS, FOREIGN, INDEXES]
