"""No change at all, spelled in two ways: what a tool reports here is false."""

from sqlalchemy import (ARRAY, CHAR, JSON, BigInteger, Boolean, CheckConstraint, Column, Computed, Date, DateTime, Double, Enum, Float,
                        ForeignKey, Identity, Index, Integer, Interval, LargeBinary, Numeric, Sequence, String, Table, Text,
                        UniqueConstraint, Uuid, text)
from sqlalchemy.dialects.postgresql import BIT, CITEXT, JSONB, TIMESTAMP

from case import BOTH, SQLITE, Group

TYPES = Group("Types, spelled otherwise", same=True)


def one(there, wanted, of, on=("postgresql",)):
    TYPES.table(f"`{there}`, `{wanted}`", f"n {there}", f"n {wanted}", Column("n", of), on=on)


one("character varying(20)", "VARCHAR(20)", String(20))
one("int4", "INTEGER", Integer)
one("bool", "boolean", Boolean)
one("decimal(10)", "numeric(10, 0)", Numeric(10, 0))
one("float8", "double precision", Double)
one("float(53)", "float", Float(53))
one("float(24)", "real", Float(24))
one("timestamp with time zone", "timestamptz(6)", TIMESTAMP(timezone=True, precision=6))
one("character", "char(1)", CHAR(1))
one("bit", "bit(1)", BIT(1))
one("interval", "interval(6)", Interval(second_precision=6))
one("integer[3]", "integer[]", ARRAY(Integer))
one("integer[]", "integer[][]", ARRAY(Integer, dimensions=2))
one("VARCHAR(20)", "varchar ( 20 )", String(20), on=(SQLITE,))
one("numeric(10,2)", "NUMERIC(10, 2)", Numeric(10, 2), on=BOTH)

DEFAULTS = Group("Defaults, spelled otherwise", same=True)


def one(type, there, wanted, of, on=("postgresql",), said=None):
    DEFAULTS.table(f"{type}: `{there}`, `{wanted}`", f"n {type} DEFAULT {there}", f"n {type} DEFAULT {wanted}",
                   Column("n", of, server_default=text(said or wanted)), on=on)


one("text", "'a'", "'a'::text", Text)
one("varchar(9)", "'a'::character varying", "'a'", String(9))
one("text", "('a')", "'a'", Text, on=BOTH)
one("text", "'it''s'", "E'it\\'s'", Text)
one("text", "'100%'", "'100%'::varchar", Text)
one("text", "NULL", "NULL::text", Text)
one("boolean", "FALSE", "'f'", Boolean)
one("boolean", "false", "FALSE", Boolean, on=BOTH)
one("integer", "-1", "(-1)", Integer, on=BOTH)
one("integer", "'0'", "0", Integer)
one("bigint", "0", "0::bigint", BigInteger)
one("numeric(10, 2)", "0", "0.00", Numeric(10, 2))
one("double precision", "1e3", "1000", Double)
one("timestamptz", "NOW()", "CURRENT_TIMESTAMP", DateTime(True))
one("timestamp", "CURRENT_TIMESTAMP", "(CURRENT_TIMESTAMP)", TIMESTAMP, on=BOTH)
one("timestamp", "timezone('utc', now())", "(now() AT TIME ZONE 'utc')", DateTime)
one("date", "'2020-01-02'", "'2020-1-2'::date", Date)
one("interval", "'1 day'", "interval '1 day'", Interval)
one("jsonb", "'{\"a\":1}'", "'{\"a\": 1}'::jsonb", JSONB)
one("json", "'{}'", "'{}'::json", JSON)
one("text[]", "'{}'", "ARRAY[]::text[]", ARRAY(Text))
one("integer[]", "'{1,2}'", "'{1, 2}'::integer[]", ARRAY(Integer))
one("uuid", "GEN_RANDOM_UUID()", "gen_random_uuid()", Uuid)
one("bytea", "'\\x00'", "'\\x00'::bytea", LargeBinary)
one("text", "lower('A')", "LOWER('A'::text)", Text)
one("text", "'a' || 'b'", "('a'::text || 'b'::text)", Text)

CHECKS = Group("Checks and generated columns, spelled otherwise", same=True)


def one(there, wanted, on=BOTH, name="k"):
    named = f"CONSTRAINT {name} " if name else ""
    CHECKS.beside(f"`{there}`, `{wanted}`", f"CREATE TABLE u (n integer, c varchar(9), d date, {named}CHECK ({there}))",
                  f"CREATE TABLE u (n integer, c varchar(9), d date, {named}CHECK ({wanted}))", on=on)
    metadata = CHECKS.cases[-1].metadata
    Table("u", metadata, Column("n", Integer), Column("c", String(9)), Column("d", Date),
          CheckConstraint(wanted, name=name))


one("c IN ('a', 'b')", "c = ANY (ARRAY['a', 'b'])", on=("postgresql",))
one("c IN ('a', 'b')", "c in ('a','b')")
one("c NOT IN ('a', 'b')", "c NOT IN ('a','b')")
one("n BETWEEN 1 AND 9", "n >= 1 AND n <= 9", on=("postgresql",))
one("n <> 1", "n != 1")
one("c LIKE 'a%'", "c ~~ 'a%'", on=("postgresql",))
one("(n > 0)", "((n) > (0))")
one("length(c) > 0", "LENGTH(c)>0")
one("d > '2020-01-01'", "d > '2020-01-01'::date", on=("postgresql",))
one("n > 0 OR c IS NULL", "(n > 0) OR (c IS NULL)", name=None)
CHECKS.table("generated: `n*2`, `(n * 2)`", "n integer, m integer GENERATED ALWAYS AS (n*2) STORED",
             "n integer, m integer GENERATED ALWAYS AS ((n * 2)) STORED", Column("n", Integer),
             Column("m", Integer, Computed("(n * 2)", True)), on=BOTH)

INDEXES = Group("Indexes, spelled otherwise", same=True)


def one(there, wanted, *parts, on=("postgresql",), **more):
    INDEXES.beside(f"`{there}`, `{wanted}`", f"CREATE INDEX i ON t {there}", f"CREATE INDEX i ON t {wanted}", Index("i", *parts, **more), on=on)


one("(lower(c))", "(LOWER(c))", text("LOWER(c)"), on=BOTH)
one("(lower(c))", "(lower((c)::text))", text("lower((c)::text)"))
one("((a + b))", "((a+b))", text("(a+b)"), on=BOTH)
one("(coalesce(c, ''))", "(COALESCE(c, ''::text))", text("COALESCE(c, ''::text)"))
one("(((c::jsonb) ->> 'x'))", "(((c)::jsonb->>'x'))", text("((c)::jsonb->>'x')"))
one("(a ASC)", "(a)", "a", on=BOTH)
one("(a DESC)", "(a DESC NULLS FIRST)", text("a DESC NULLS FIRST"))
one("USING btree (a)", "(a int4_ops)", "a", postgresql_ops={"a": "int4_ops"})
one("(a) WHERE c IN ('x', 'y')", "(a) WHERE c = ANY (ARRAY['x', 'y'])", "a", postgresql_where=text("c = ANY (ARRAY['x', 'y'])"))
one("(a) WHERE b > 0", "(a) WHERE (b>0)", "a", postgresql_where=text("(b>0)"), sqlite_where=text("(b>0)"), on=BOTH)

REST = Group("Whole tables, written otherwise", same=True)
one = REST.any


def numbered(column):
    return lambda metadata: Table("t", metadata, column)


def small(inner):
    return f"CREATE TABLE t ({inner})"


one("serial, and integer with a sequence of its own", small("id serial NOT NULL PRIMARY KEY"),
    "CREATE SEQUENCE t_id_seq AS integer; " + small("id integer NOT NULL DEFAULT nextval('t_id_seq'::regclass) PRIMARY KEY")
    + "; ALTER SEQUENCE t_id_seq OWNED BY t.id", numbered(Column("id", Integer, primary_key=True)))
one("bigserial in small letters, SERIAL8", small("id bigserial NOT NULL PRIMARY KEY"), small("id SERIAL8 PRIMARY KEY"),
    numbered(Column("id", BigInteger, primary_key=True)))
one("identity, and its options said", small("id integer GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"),
    small("id integer GENERATED BY DEFAULT AS IDENTITY (START 1 INCREMENT 1 MINVALUE 1 CACHE 1 NO CYCLE) PRIMARY KEY"),
    numbered(Column("id", Integer, Identity(start=1, increment=1, minvalue=1, cache=1, cycle=False), primary_key=True)))
mood = "CREATE TYPE mood AS ENUM ('low', 'high'); "
one("enum default with a cast", mood + small("n mood DEFAULT 'low'"), mood + small("n mood DEFAULT 'low'::mood"),
    numbered(Column("n", Enum("low", "high", name="mood"), server_default=text("'low'::mood"))))
one("array of an enum type", mood + small("n mood[] DEFAULT '{}'"), mood + small("n public.mood[] DEFAULT ARRAY[]::mood[]"),
    numbered(Column("n", ARRAY(Enum("low", "high", name="mood")), server_default=text("ARRAY[]::mood[]"))))
one("citext", "CREATE EXTENSION citext; " + small("n citext DEFAULT 'a'"), "CREATE EXTENSION citext; " + small("n CITEXT DEFAULT 'a'::citext"),
    numbered(Column("n", CITEXT, server_default=text("'a'::citext"))))
one("names that need quotes", 'CREATE TABLE "Order" ("select" integer, "a b" text, "é%" text)',
    'CREATE TABLE public."Order" ("select" int4, "a b" TEXT, "é%" text)',
    lambda metadata: Table("Order", metadata, Column("select", Integer), Column("a b", Text), Column("é%", Text)))
one("names that need quotes", 'CREATE TABLE "Order" ("select" integer, "a b" text, "é%" text)',
    "CREATE TABLE [Order] ([select] INTEGER, `a b` TEXT, \"é%\" TEXT)",
    lambda metadata: Table("Order", metadata, Column("select", Integer), Column("a b", Text), Column("é%", Text)), on=(SQLITE,))
one("names in capitals without quotes", "CREATE TABLE T (ID integer)", "create table t (id integer)",
    lambda metadata: Table("t", metadata, Column("id", Integer)))
long = "a" * 40
one("automatic name that is cut", small(f"{long} integer, {long}b integer, UNIQUE ({long}, {long}b)"),
    small(f"{long} integer, {long}b integer, CONSTRAINT t_{long}_{long[:16]}_key UNIQUE ({long}, {long}b)"),
    lambda metadata: Table("t", metadata, Column(long, Integer), Column(long + "b", Integer), UniqueConstraint(long, long + "b")))
one("order of columns", small("a integer, b integer"), small("b integer, a integer"),
    lambda metadata: Table("t", metadata, Column("b", Integer), Column("a", Integer)))
refers = "CREATE TABLE p (x integer NOT NULL PRIMARY KEY); CREATE TABLE t (a integer REFERENCES p"


def referring(**more):
    return lambda metadata: (Table("p", metadata, Column("x", Integer, primary_key=True, autoincrement=False)),
                             Table("t", metadata, Column("a", Integer, ForeignKey("p.x", **more))))


one("foreign key, ON DELETE NO ACTION said", refers + ")", refers + " (x) ON DELETE NO ACTION)", referring(ondelete="NO ACTION"), on=BOTH)
one("foreign key, NOT DEFERRABLE said", refers + ")", refers + " (x) MATCH SIMPLE NOT DEFERRABLE)", referring(deferrable=False))
one("foreign key, in the column and beside it", refers + ")",
    refers.replace(" REFERENCES p", ", FOREIGN KEY (a) REFERENCES public.p (x))"), referring())
parts = "CREATE TABLE t (id integer) PARTITION BY RANGE (id); CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10)"
partitioned = lambda metadata: Table("t", metadata, Column("id", Integer), postgresql_partition_by="RANGE (id)")
one("partitions", parts, parts.replace("FROM (0)", "FROM ('0')"), partitioned)
one("view", "CREATE TABLE t (a integer); CREATE VIEW v AS SELECT * FROM t WHERE a IN (1, 2)",
    "CREATE TABLE t (a integer); CREATE VIEW v AS SELECT t.a FROM t WHERE t.a = ANY (ARRAY[1, 2])",
    lambda metadata: Table("t", metadata, Column("a", Integer)))
one("policy", "CREATE TABLE t (a integer); CREATE POLICY p ON t USING (a IN (1, 2))",
    "CREATE TABLE t (a integer); CREATE POLICY p ON t FOR ALL TO public USING (a = ANY (ARRAY[1, 2]))",
    lambda metadata: Table("t", metadata, Column("a", Integer)))
one("rows and positions of a sequence", "CREATE SEQUENCE s; SELECT nextval('s')", "CREATE SEQUENCE s AS bigint START 1",
    lambda metadata: Sequence("s", metadata=metadata))
one("enum as text with a check", small("n varchar(4), CONSTRAINT k CHECK (n IN ('low', 'high'))"),
    small("n VARCHAR(4) CONSTRAINT k CHECK (n IN ('low','high'))"),
    numbered(Column("n", Enum("low", "high", name="k", native_enum=False, create_constraint=True))), on=BOTH)
one("column added by ALTER TABLE", small("a integer") + "; ALTER TABLE t ADD b varchar(9) DEFAULT 'x' NOT NULL",
    small("a integer, b varchar(9) NOT NULL DEFAULT 'x'"),
    lambda metadata: Table("t", metadata, Column("a", Integer), Column("b", String(9), nullable=False, server_default="x")), on=BOTH)
one("comments within the table's text", small("a integer -- one\n, b /* two */ integer"), small("a integer, b integer"),
    lambda metadata: Table("t", metadata, Column("a", Integer), Column("b", Integer)), on=BOTH)

GROUPS = [TYPES, DEFAULTS, CHECKS, INDEXES, REST]
