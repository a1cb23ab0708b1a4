"""Changes of tables, and of what stands beside them."""

from sqlalchemy import Column, Integer, Sequence, Table, select, text
from sqlalchemy.dialects.postgresql import DOMAIN
from sqlalchemy.sql.ddl import CreateView

from case import BOTH, SQLITE, Group, beside, columns, key

TABLES = Group("Tables")
one, t, u = TABLES.any, "CREATE TABLE t (id integer NOT NULL PRIMARY KEY)", "CREATE TABLE u (id integer NOT NULL PRIMARY KEY)"


def tables(*names, **more):
    return lambda metadata: [Table(name, metadata, key(), **more) for name in names]


one("table added", t, f"{t}; {u}", tables("t", "u"), on=BOTH)
one("table dropped", f"{t}; {u}", t, tables("t"), on=BOTH)
one("table renamed", t, u, tables("u"), flags=("--rename", "t=u"), on=BOTH)
one("table in another schema", f"CREATE SCHEMA app; {t}", f"CREATE SCHEMA app; {t.replace(' t ', ' app.t ')}", tables("t", schema="app"))
one("schema added", t, f"{t}; CREATE SCHEMA app")
one("made UNLOGGED", t, t.replace("TABLE", "UNLOGGED TABLE"), tables("t", prefixes=["UNLOGGED"]))
one("storage parameter", t, f"{t} WITH (fillfactor = 70)", tables("t", postgresql_with={"fillfactor": 70}))
one("storage of a column", "CREATE TABLE t (c text)", "CREATE TABLE t (c text); ALTER TABLE t ALTER c SET STORAGE EXTERNAL")
one("row level security", t, f"{t}; ALTER TABLE t ENABLE ROW LEVEL SECURITY")
one("replica identity", t, f"{t}; ALTER TABLE t REPLICA IDENTITY FULL")
one("rights", t, f"{t}; GRANT SELECT ON t TO public")
one("parent of an inherited table", f"{t}; CREATE TABLE u (id integer NOT NULL PRIMARY KEY)",
    f"{t}; CREATE TABLE u (id integer NOT NULL PRIMARY KEY) INHERITS (t)",
    lambda metadata: (tables("t")(metadata), tables("u", postgresql_inherits="t")(metadata)))
one("made partitioned", t, f"{t} PARTITION BY RANGE (id)", tables("t", postgresql_partition_by="RANGE (id)"))
parts = f"{t} PARTITION BY RANGE (id); CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10)"
one("partition added", f"{t} PARTITION BY RANGE (id)", parts)
one("partition, its bounds", parts, parts.replace("10", "20"))
one("STRICT", t, f"{t} STRICT", tables("t", sqlite_strict=True), on=(SQLITE,))
one("WITHOUT ROWID", t, f"{t} WITHOUT ROWID", tables("t", sqlite_with_rowid=False), on=(SQLITE,))
one("AUTOINCREMENT", t, t.replace("KEY", "KEY AUTOINCREMENT"),
    lambda metadata: Table("t", metadata, Column("id", Integer, primary_key=True), sqlite_autoincrement=True), on=(SQLITE,))
one("ON CONFLICT of a constraint", "CREATE TABLE t (a integer, CONSTRAINT u UNIQUE (a))",
    "CREATE TABLE t (a integer, CONSTRAINT u UNIQUE (a) ON CONFLICT IGNORE)", on=(SQLITE,))

VIEWS = Group("Views")
view = "CREATE VIEW v AS SELECT id, a FROM t WHERE a > 0"


def viewed(metadata):
    made = Table("t", metadata, *columns())
    CreateView(select(made.c.id, made.c.a).where(text("a > 0")), "v", metadata=metadata)


VIEWS.any("view added", beside(""), beside(view), viewed, on=BOTH)
VIEWS.any("view, query", beside(view.replace("0", "1")), beside(view), viewed, on=BOTH)
one, stored = VIEWS.undeclared, view.replace("VIEW", "MATERIALIZED VIEW")
one("view dropped", view, "", on=BOTH)
one("view, columns", view, view.replace("a FROM", "a, b FROM"), on=BOTH)
one("view, option", view, view.replace("v AS", "v WITH (security_barrier) AS"))
one("materialised view added", "", stored)
one("materialised view, query", stored, stored.replace("0", "1"))
one("index of a materialised view", stored, stored + "; CREATE INDEX i ON v (id)")
one("virtual table added", "", "CREATE VIRTUAL TABLE v USING fts5(body)", on=(SQLITE,))

CODE = Group("Functions, triggers, policies")
function = "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'"
trigger = f"{function}; CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()"
policy = "CREATE POLICY p ON t USING (a > 0)"
one = CODE.undeclared
one("function added", "", function)
one("function, body", function, function.replace("new", "old"))
one("function, IMMUTABLE", function, function.replace("plpgsql", "plpgsql IMMUTABLE"))
one("function dropped", function, "")
one("procedure added", "", "CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1'")
one("aggregate added", "", "CREATE AGGREGATE total (integer) (SFUNC = int4pl, STYPE = integer)")
one("trigger added", function, trigger)
one("trigger, event", trigger, trigger.replace("INSERT", "UPDATE"))
one("trigger disabled", trigger, trigger + "; ALTER TABLE t DISABLE TRIGGER g")
one("policy added", "", policy)
one("policy, condition", policy, policy.replace("0", "1"))
one("rule added", "", "CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING")
lite = "CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE t SET b = 1 WHERE id = new.id; END"
one("trigger added", "", lite, on=(SQLITE,))
one("trigger, body", lite, lite.replace("1", "2"), on=(SQLITE,))

OTHERS = Group("Sequences, domains, types, extensions")
one = OTHERS.any


def sequence(**more):
    return lambda metadata: Sequence("s", metadata=metadata, **more)


one("sequence added", "", "CREATE SEQUENCE s", sequence())
one("sequence, increment", "CREATE SEQUENCE s", "CREATE SEQUENCE s INCREMENT 5", sequence(increment=5))
one("sequence, largest value", "CREATE SEQUENCE s", "CREATE SEQUENCE s MAXVALUE 900", sequence(maxvalue=900))
one("sequence dropped", "CREATE SEQUENCE s", "", lambda metadata: None)


def domain(written, name="k", default=None, not_null=False):
    def model(metadata):
        made = DOMAIN("d", Integer, constraint_name=name, check=text(written), default=default, not_null=not_null)
        Table("t", metadata, key(), Column("n", made))
    end = (f" DEFAULT {default}" if default else "") + (" NOT NULL" if not_null else "") + (f" CONSTRAINT {name}" if name else "")
    return f"CREATE DOMAIN d AS integer{end} CHECK ({written}); CREATE TABLE t (id integer NOT NULL PRIMARY KEY, n d)", model


one("domain, check", domain("VALUE > 0")[0], *domain("VALUE > 1"))
one("domain, default", domain("VALUE > 0")[0], *domain("VALUE > 0", default="7"))
# The name would be that of NOT NULL.
one("domain, NOT NULL", domain("VALUE > 0", None)[0], *domain("VALUE > 0", None, not_null=True))
one("composite type added", "", "CREATE TYPE c AS (x integer, y integer)")
one("composite type, attribute", "CREATE TYPE c AS (x integer, y integer)", "CREATE TYPE c AS (x integer, y bigint)")
one("range type added", "", "CREATE TYPE r AS RANGE (subtype = float8)")
one("extension added", "", "CREATE EXTENSION citext")
one("statistics added", beside(""), beside("CREATE STATISTICS st ON a, b FROM t"))
one("collation added", "", "CREATE COLLATION co FROM \"C\"")
one("publication added", t, f"{t}; CREATE PUBLICATION pu FOR TABLE t")

GROUPS = [TABLES, VIEWS, CODE, OTHERS]
