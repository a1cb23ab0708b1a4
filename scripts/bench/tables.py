"""Makes one schema of many tables three times: as SQL, as the metadata of SQLAlchemy, and as a package in Swift."""

import os

COUNT = 1000

# Twenty columns: the name, the type on PostgreSQL and on SQLite, SQLAlchemy's on each, and what comes after the type.
COLUMNS = [
    ("id", "bigint", "BIGINT", "sa.BigInteger", "sa.BigInteger", "NOT NULL"),
    ("parent", "bigint", "BIGINT", "sa.BigInteger", "sa.BigInteger", ""),
    ("code", "varchar(40)", "VARCHAR(40)", "sa.String(40)", "sa.String(40)", "NOT NULL"),
    ("name", "varchar(100)", "VARCHAR(100)", "sa.String(100)", "sa.String(100)", "NOT NULL"),
    ("kind", "varchar(20)", "VARCHAR(20)", "sa.String(20)", "sa.String(20)", "DEFAULT 'plain' NOT NULL"),
    ("note", "text", "TEXT", "sa.Text", "sa.Text", ""),
    ("price", "numeric(12,2)", "NUMERIC(12,2)", "sa.Numeric(12, 2)", "sa.Numeric(12, 2)", "DEFAULT 0 NOT NULL"),
    ("weight", "double precision", "FLOAT", "sa.Double", "sa.Float", ""),
    ("amount", "integer", "INTEGER", "sa.Integer", "sa.Integer", "DEFAULT 1 NOT NULL"),
    ("level", "smallint", "SMALLINT", "sa.SmallInteger", "sa.SmallInteger", ""),
    ("enabled", "boolean", "BOOLEAN", "sa.Boolean", "sa.Boolean", "DEFAULT true NOT NULL"),
    ("made", "timestamptz", "DATETIME", "sa.DateTime(True)", "sa.DateTime", "DEFAULT CURRENT_TIMESTAMP NOT NULL"),
    ("changed", "timestamptz", "DATETIME", "sa.DateTime(True)", "sa.DateTime", ""),
    ("day", "date", "DATE", "sa.Date", "sa.Date", ""),
    ("data", "jsonb", "JSON", "postgresql.JSONB", "sa.JSON", "DEFAULT '{}' NOT NULL"),
    ("token", "uuid", "CHAR(36)", "sa.Uuid", "sa.CHAR(36)", ""),
    ("picture", "bytea", "BLOB", "sa.LargeBinary", "sa.LargeBinary", ""),
    ("street", "text", "TEXT", "sa.Text", "sa.Text", ""),
    ("city", "text", "TEXT", "sa.Text", "sa.Text", ""),
    ("country", "char(2)", "CHAR(2)", "sa.CHAR(2)", "sa.CHAR(2)", ""),
]


def sql(is_postgres, count=COUNT):
    """The schema as SQL: a primary key, a unique and a foreign one, and an index for each table."""
    parts = []
    for index in range(count):
        table = f"table_{index:04d}"
        lines = [" ".join(part for part in (c[0], c[1 if is_postgres else 2], c[5]) if part) for c in COLUMNS]
        lines.append(f"CONSTRAINT pk_{table} PRIMARY KEY (id)")
        lines.append(f"CONSTRAINT uq_{table}_code UNIQUE (code)")
        if index:
            lines.append(f"CONSTRAINT fk_{table}_parent FOREIGN KEY (parent) REFERENCES table_{index - 1:04d} (id)")
        parts.append(f"CREATE TABLE {table} (\n    " + ",\n    ".join(lines) + "\n);\n")
        parts.append(f"CREATE INDEX ix_{table}_name ON {table} (name);\n")
    return "".join(parts)


def metadata(is_postgres, count=COUNT):
    """The same as a module of Python."""
    lines = ["import sqlalchemy as sa", "from sqlalchemy.dialects import postgresql", "", "metadata = sa.MetaData()"]
    for index in range(count):
        table = f"table_{index:04d}"
        lines.append(f'sa.Table(\n    "{table}",\n    metadata,')
        for name, _, _, postgres, sqlite, tail in COLUMNS:
            words = [f'"{name}"', postgres if is_postgres else sqlite]
            if "DEFAULT" in tail:
                words.append(f'server_default=sa.text("{tail.split()[1]}")')
            if "NOT NULL" in tail:
                words.append("nullable=False")
            lines.append(f"    sa.Column({', '.join(words)}),")
        lines.append(f'    sa.PrimaryKeyConstraint("id", name="pk_{table}"),')
        lines.append(f'    sa.UniqueConstraint("code", name="uq_{table}_code"),')
        if index:
            target = f"table_{index - 1:04d}.id"
            lines.append(f'    sa.ForeignKeyConstraint(["parent"], ["{target}"], name="fk_{table}_parent"),')
        lines.append(f'    sa.Index("ix_{table}_name", "name"),\n)')
    return "\n".join(lines) + "\n"


PACKAGE = """// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "schema-model",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "migrator", path: {root!r})],
    targets: [
        .executableTarget(
            name: "SchemaModel",
            dependencies: [
                .product(name: "MigrationDSL", package: "migrator"), .product(name: "MigratorCLI", package: "migrator"),
            ],
            path: "Sources"
        )
    ],
    swiftLanguageModes: [.v6]
)
"""

PROGRAM = """import MigrationDSL
import MigratorCLI

@main struct SchemaModel {
    static func main() async {
        await MigratorCommand.run(name: "schema-model", registries: [], model: .schema)
    }
}
"""


def package(folder, root):
    """Writes a package whose program has a declared schema, but for the schema; returns where that belongs."""
    os.makedirs(f"{folder}/Sources", exist_ok=True)
    for name, text in (("Package.swift", PACKAGE.replace("{root!r}", f'"{root}"')), ("Sources/SchemaModel.swift", PROGRAM)):
        with open(f"{folder}/{name}", "w") as file:
            file.write(text)
    return f"{folder}/Sources/Schema.swift"
