"""What the revisions have in common."""

import json
import os

import sqlalchemy as sa
from alembic import context


def identifier():
    return sa.Uuid(as_uuid=False).with_variant(sa.CHAR(36), "sqlite")


def key():
    return sa.Column("id", identifier(), primary_key=True)


def time(name):
    return sa.Column(name, sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"))


def naming_file(name):
    """The path of a file of the project's own naming revisions, whose rows these revisions load."""
    return os.path.join(context.get_x_argument(as_dictionary=True)["naming"], name)


def rows(name):
    with open(naming_file(f"payloads/{name}.json"), encoding="utf-8") as file:
        return json.load(file)


naming_spirits = [
    lambda: sa.Column("name", sa.String(100), nullable=False),
    lambda: sa.Column("category", sa.String(100), nullable=False),
    lambda: sa.Column("description", sa.Text, nullable=False),
    lambda: sa.Column("emoji", sa.String(10), nullable=False),
    lambda: sa.Column("enabled", sa.Boolean),
    lambda: sa.Column("weight", sa.Float),
    lambda: sa.Column("generation_numbers", sa.JSON, nullable=False),
    lambda: sa.Column("traits", sa.JSON, nullable=False),
    lambda: sa.Column("base_names", sa.JSON, nullable=False),
    lambda: sa.Column("custom_data", sa.JSON),
]
naming_components = [
    lambda: sa.Column("component_type", sa.String(100), nullable=False),
    lambda: sa.Column("component_name", sa.String(100), nullable=False),
    lambda: sa.Column("component_value", sa.String(255), nullable=False),
    lambda: sa.Column("enabled", sa.Boolean),
    lambda: sa.Column("weight", sa.Float),
    lambda: sa.Column("component_metadata", sa.JSON),
]
naming_config = [
    lambda: sa.Column("config_key", sa.String(100), nullable=False),
    lambda: sa.Column("config_value", sa.JSON, nullable=False),
    lambda: sa.Column("description", sa.Text),
    lambda: sa.Column("enabled", sa.Boolean),
]


def columns(table):
    return [key()] + [column() for column in table]


def data(name, table):
    """The table as a target of bulk_insert and update."""
    return sa.table(name, *[sa.column(column.name, column.type) for column in columns(table)])
