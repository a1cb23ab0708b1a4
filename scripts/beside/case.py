"""What a case is, and the short ways to say one."""

from dataclasses import dataclass, field

from sqlalchemy import Column, Integer, MetaData, Table, Text

POSTGRES, SQLITE = "postgresql", "sqlite"
BOTH = (POSTGRES, SQLITE)


@dataclass
class Case:
    """Two states of a database in SQL, and the second one as metadata, None where SQLAlchemy cannot say it."""

    name: str
    before: str
    after: str
    metadata: MetaData | None
    on: tuple = (POSTGRES,)
    # The two states are one, spelled in two ways: whatever is reported is false.
    same: bool = False
    flags: tuple = ()
    # The oldest PostgreSQL that knows it.
    since: int = 15

    @property
    def alone(self):
        """Whether it needs a database of its own on PostgreSQL, and not only a schema."""
        return any(word in self.before + self.after for word in ("SCHEMA", "EXTENSION", "PUBLICATION", "public."))


@dataclass
class Group:
    """Cases under a heading."""

    title: str
    cases: list = field(default_factory=list)
    same: bool = False

    def any(self, name, before, after, model=None, **more):
        """Whole scripts; `model` fills the metadata, and without it there is none."""
        metadata = None
        if model:
            metadata = MetaData()
            model(metadata)
        self.cases.append(Case(name, before, after, metadata, same=self.same, **more))

    def table(self, name, before, after, *items, options=None, **more):
        """A table `t` with a key and what else stands between its brackets."""
        metadata = MetaData()
        Table("t", metadata, key(), *items, **options or {})
        self.cases.append(Case(name, table(before), table(after), metadata, same=self.same, **more))

    def beside(self, name, before, after, *items, options=None, **more):
        """The table `t` with three columns, and statements after it."""
        metadata = MetaData()
        Table("t", metadata, *columns(), *items, **options or {})
        self.cases.append(Case(name, beside(before), beside(after), metadata, same=self.same, **more))

    def undeclared(self, name, before, after, **more):
        """The same, with statements that metadata has no word for."""
        self.cases.append(Case(name, beside(before), beside(after), None, same=self.same, **more))


def key():
    return Column("id", Integer, primary_key=True, autoincrement=False)


def columns():
    return key(), Column("a", Integer), Column("b", Integer), Column("c", Text)


def table(inner):
    return "CREATE TABLE t (id integer NOT NULL PRIMARY KEY" + (f", {inner}" if inner else "") + ");\n"


def beside(statements):
    return table("a integer, b integer, c text") + (statements + ";\n" if statements else "")
