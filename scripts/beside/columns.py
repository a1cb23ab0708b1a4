"""Changes of columns: their types, nullability, defaults, identity, generation and comments."""

from sqlalchemy import (ARRAY, JSON, BigInteger, Boolean, CHAR, Column, Computed, Date, DateTime, Double, Enum, Identity, Integer,
                        Interval, Numeric, Sequence, String, Table, Text, Uuid, text)
from sqlalchemy.dialects.postgresql import BIT, JSONB, TIME, TIMESTAMP

from case import BOTH, SQLITE, Group, key

COLUMNS = Group("Columns")
one = COLUMNS.table
one("column added", "", "note text", Column("note", Text), on=BOTH)
one("column dropped", "note text", "", on=BOTH)
one("column renamed", "note text", "remark text", Column("remark", Text), flags=("--rename", "t.note=remark"), on=BOTH)
one("made NOT NULL", "note text", "note text NOT NULL", Column("note", Text, nullable=False), on=BOTH)
one("made nullable", "note text NOT NULL", "note text", Column("note", Text), on=BOTH)

TYPES = Group("Types of columns")
one = TYPES.table
one("varchar longer", "note varchar(20)", "note varchar(40)", Column("note", String(40)), on=BOTH)
one("varchar without its length", "note varchar(20)", "note varchar", Column("note", String), on=BOTH)
one("varchar to text", "note varchar(20)", "note text", Column("note", Text), on=BOTH)
one("char longer", "code char(2)", "code char(3)", Column("code", CHAR(3)), on=BOTH)
one("integer to bigint", "n integer", "n bigint", Column("n", BigInteger), on=BOTH)
one("numeric, precision", "n numeric(10, 2)", "n numeric(12, 2)", Column("n", Numeric(12, 2)), on=BOTH)
one("numeric, scale", "n numeric(10, 2)", "n numeric(10, 4)", Column("n", Numeric(10, 4)), on=BOTH)
one("numeric without its precision", "n numeric(10, 2)", "n numeric", Column("n", Numeric), on=BOTH)
one("real to double precision", "n real", "n double precision", Column("n", Double))
one("timestamp to timestamptz", "at timestamp", "at timestamptz", Column("at", DateTime(timezone=True)))
one("timestamp, precision", "at timestamp", "at timestamp(3)", Column("at", TIMESTAMP(precision=3)))
one("time to timetz", "at time", "at timetz", Column("at", TIME(timezone=True)))
one("timestamp to date", "at timestamp", "at date", Column("at", Date), on=BOTH)
one("interval, precision", "span interval", "span interval(3)", Column("span", Interval(second_precision=3)))
one("text to uuid", "n text", "n uuid", Column("n", Uuid))
one("json to jsonb", "n json", "n jsonb", Column("n", JSONB))
one("text to json", "n text", "n json", Column("n", JSON), on=BOTH)
one("bit longer", "n bit(3)", "n bit(4)", Column("n", BIT(4)))
one("array, type of its elements", "n integer[]", "n bigint[]", Column("n", ARRAY(BigInteger)))
one("array, length of its elements", "n varchar(10)[]", "n varchar(20)[]", Column("n", ARRAY(String(20))))
one("collation", "note text", 'note text COLLATE "C"', Column("note", Text(collation="C")))
one("collation NOCASE", "note text", "note text COLLATE NOCASE", Column("note", Text(collation="NOCASE")), on=(SQLITE,))

ENUMS = Group("Enum types")


def mood(*values, column="mood mood", more=""):
    written = ", ".join(f"'{value}'" for value in values)
    return f"CREATE TYPE mood AS ENUM ({written});\n{more}CREATE TABLE t (id integer NOT NULL PRIMARY KEY, {column});\n"


def moods(*values, name="mood"):
    return lambda metadata: Table("t", metadata, key(), Column("mood", Enum(*values, name=name)))


ENUMS.any("value added", mood("low", "high"), mood("low", "high", "best"), moods("low", "high", "best"))
ENUMS.any("value added in between", mood("low", "high"), mood("low", "fair", "high"), moods("low", "fair", "high"))
ENUMS.any("value removed", mood("low", "fair", "high"), mood("low", "high"), moods("low", "high"))
ENUMS.any("value has another name", mood("low", "high"), mood("low", "top"), moods("low", "top"))
ENUMS.any("order of values", mood("low", "high"), mood("high", "low"), moods("high", "low"))
ENUMS.any("column of another enum type", mood("low", "high", more="CREATE TYPE temper AS ENUM ('low', 'high');\n"),
          mood("low", "high", column="mood temper", more="CREATE TYPE temper AS ENUM ('low', 'high');\n"),
          lambda metadata: (moods("low", "high", name="temper")(metadata), Enum("low", "high", name="mood", metadata=metadata)))
ENUMS.any("text to an enum type", mood("low", "high", column="mood text"), mood("low", "high"), moods("low", "high"))
ENUMS.any("type added that no column has", "", "CREATE TYPE mood AS ENUM ('low')",
          lambda metadata: Enum("low", name="mood", metadata=metadata))
ENUMS.any("type dropped that no column has", "CREATE TYPE mood AS ENUM ('low')", "", lambda metadata: None)
ENUMS.table("varchar that a check limits, value added", "mood varchar(4), CONSTRAINT mood CHECK (mood IN ('low', 'high'))",
            "mood varchar(4), CONSTRAINT mood CHECK (mood IN ('low', 'high', 'best'))",
            Column("mood", Enum("low", "high", "best", name="mood", native_enum=False, create_constraint=True)), on=BOTH)

DEFAULTS = Group("Defaults")
one = DEFAULTS.table


def default(of, written=None):
    return Column("n", of, server_default=text(written) if written else None)


one("text, set", "n text", "n text DEFAULT 'a'", default(Text, "'a'"), on=BOTH)
one("text, changed", "n text DEFAULT 'a'", "n text DEFAULT 'b'", default(Text, "'b'"), on=BOTH)
one("text, its case changed", "n text DEFAULT 'a'", "n text DEFAULT 'A'", default(Text, "'A'"), on=BOTH)
one("text, dropped", "n text DEFAULT 'a'", "n text", default(Text), on=BOTH)
one("number changed", "n integer DEFAULT 1", "n integer DEFAULT 2", default(Integer, "2"), on=BOTH)
one("number to its text", "n text DEFAULT 1", "n text DEFAULT '1.0'", default(Text, "'1.0'"))
one("boolean changed", "n boolean DEFAULT false", "n boolean DEFAULT true", default(Boolean, "true"), on=BOTH)
one("moment fixed to now()", "n timestamptz DEFAULT '2020-01-01'", "n timestamptz DEFAULT now()", default(DateTime(True), "now()"))
one("now() to clock_timestamp()", "n timestamptz DEFAULT now()", "n timestamptz DEFAULT clock_timestamp()",
    default(DateTime(True), "clock_timestamp()"))
one("CURRENT_TIMESTAMP dropped", "n timestamp DEFAULT CURRENT_TIMESTAMP", "n timestamp", default(TIMESTAMP), on=BOTH)
one("expression changed", "n text DEFAULT lower('A')", "n text DEFAULT upper('A')", default(Text, "upper('A')"))
one("expression of the same value", "n integer DEFAULT (1 + 3)", "n integer DEFAULT (2 + 2)", default(Integer, "(2 + 2)"), on=BOTH)
one("interval of the same length", "n interval DEFAULT '1 day'", "n interval DEFAULT '24 hours'", default(Interval, "'24 hours'"))
one("json changed", "n json DEFAULT '{}'", "n json DEFAULT '[]'", default(JSON, "'[]'"))
one("jsonb changed", "n jsonb DEFAULT '{}'", "n jsonb DEFAULT '[]'", default(JSONB, "'[]'"))
one("array changed", "n text[] DEFAULT '{}'", "n text[] DEFAULT '{a}'", default(ARRAY(Text), "'{a}'"))
one("random function changed", "n uuid DEFAULT gen_random_uuid()", "n uuid", default(Uuid))
DEFAULTS.any("nextval of another sequence",
             "CREATE SEQUENCE s; CREATE SEQUENCE r; CREATE TABLE t (id integer NOT NULL PRIMARY KEY, n integer DEFAULT nextval('s'))",
             "CREATE SEQUENCE s; CREATE SEQUENCE r; CREATE TABLE t (id integer NOT NULL PRIMARY KEY, n integer DEFAULT nextval('r'))",
             lambda metadata: Table("t", metadata, key(), Column("n", Integer, server_default=text("nextval('r')")),
                                    info=dict(s=Sequence("s", metadata=metadata), r=Sequence("r", metadata=metadata))))
DEFAULTS.any("serial to identity", "CREATE TABLE t (id serial NOT NULL PRIMARY KEY)",
             "CREATE TABLE t (id integer NOT NULL GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY)",
             lambda metadata: Table("t", metadata, Column("id", Integer, Identity(), primary_key=True)))
DEFAULTS.any("serial to a plain integer", "CREATE TABLE t (id serial NOT NULL PRIMARY KEY)",
             "CREATE TABLE t (id integer NOT NULL PRIMARY KEY)", lambda metadata: Table("t", metadata, key()))

MADE = Group("Identity and generated columns")
one = MADE.table
by_default = "n integer NOT NULL GENERATED BY DEFAULT AS IDENTITY"
one("identity set", "n integer NOT NULL", by_default, Column("n", Integer, Identity()))
one("identity dropped", by_default, "n integer NOT NULL", Column("n", Integer, nullable=False))
one("BY DEFAULT to ALWAYS", by_default, by_default.replace("BY DEFAULT", "ALWAYS"), Column("n", Integer, Identity(always=True)))
one("identity, increment", by_default, by_default + " (INCREMENT 5)", Column("n", Integer, Identity(increment=5)))
one("identity, start", by_default, by_default + " (START 100)", Column("n", Integer, Identity(start=100)))
one("identity, largest value", by_default, by_default + " (MAXVALUE 900)", Column("n", Integer, Identity(maxvalue=900)))
one("identity, cycle", by_default, by_default + " (CYCLE)", Column("n", Integer, Identity(cycle=True)))
twice = "n integer, m integer GENERATED ALWAYS AS (n * 2) STORED"
thrice = twice.replace("2", "3")
one("generated column added", "n integer", twice, Column("n", Integer), Column("m", Integer, Computed("n * 2", True)), on=BOTH)
one("generated, expression", twice, thrice, Column("n", Integer), Column("m", Integer, Computed("n * 3", True)), on=BOTH)
one("generated to plain", twice, "n integer, m integer", Column("n", Integer), Column("m", Integer), on=BOTH)
one("plain to generated", "n integer, m integer", twice, Column("n", Integer), Column("m", Integer, Computed("n * 2", True)), on=BOTH)
one("stored to virtual", twice, twice.replace("STORED", "VIRTUAL"), Column("n", Integer),
    Column("m", Integer, Computed("n * 2", False)), on=BOTH, since=18)

COMMENTS = Group("Comments")
one = COMMENTS.any
plain = "CREATE TABLE t (id integer NOT NULL PRIMARY KEY);\n"


def commented(table=None, column=None):
    def model(metadata):
        Table("t", metadata, Column("id", Integer, primary_key=True, autoincrement=False, comment=column), comment=table)
    return model


one("of a column, added", plain, plain + "COMMENT ON COLUMN t.id IS 'a number'", commented(column="a number"))
one("of a column, changed", plain + "COMMENT ON COLUMN t.id IS 'number'", plain + "COMMENT ON COLUMN t.id IS 'a number'",
    commented(column="a number"))
one("of a column, removed", plain + "COMMENT ON COLUMN t.id IS 'number'", plain, commented())
one("of a table, added", plain, plain + "COMMENT ON TABLE t IS 'all'", commented(table="all"))
one("of a table, removed", plain + "COMMENT ON TABLE t IS 'all'", plain, commented())
COMMENTS.undeclared("of an index", "CREATE INDEX i ON t (a)", "CREATE INDEX i ON t (a); COMMENT ON INDEX i IS 'by a'")
COMMENTS.undeclared("of a constraint", "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0)",
                    "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0); COMMENT ON CONSTRAINT k ON t IS 'more'")
COMMENTS.undeclared("of an enum type", "CREATE TYPE e AS ENUM ('a')", "CREATE TYPE e AS ENUM ('a'); COMMENT ON TYPE e IS 'one'")

GROUPS = [COLUMNS, TYPES, ENUMS, DEFAULTS, MADE, COMMENTS]
