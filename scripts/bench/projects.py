"""Makes the same history twice: as a project of Alembic's, and as a folder of SQL revisions."""

import os
import re
import shutil
import subprocess

TABLE = """CREATE TABLE spirits (
    id CHAR(36) NOT NULL PRIMARY KEY,
    name VARCHAR(100) NOT NULL,
    category VARCHAR(100) NOT NULL,
    description TEXT NOT NULL,
    emoji VARCHAR(10) NOT NULL,
    enabled BOOLEAN,
    weight FLOAT,
    generation_numbers JSON NOT NULL,
    traits JSON NOT NULL,
    base_names JSON NOT NULL,
    custom_data JSON
)"""

ALEMBIC_LOAD = '''
import json
import sqlalchemy as sa
from alembic import op

revision = "load"
down_revision = None

def upgrade():
    table = op.create_table(
        "spirits",
        sa.Column("id", sa.CHAR(36), primary_key=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("category", sa.String(100), nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("emoji", sa.String(10), nullable=False),
        sa.Column("enabled", sa.Boolean),
        sa.Column("weight", sa.Float),
        sa.Column("generation_numbers", sa.JSON, nullable=False),
        sa.Column("traits", sa.JSON, nullable=False),
        sa.Column("base_names", sa.JSON, nullable=False),
        sa.Column("custom_data", sa.JSON),
    )
    with open({path!r}, encoding="utf-8") as file:
        op.bulk_insert(table, json.load(file))

def downgrade():
    op.drop_table("spirits")
'''

ENV = """
from alembic import context
from sqlalchemy import create_engine

engine = create_engine(context.config.get_main_option("sqlalchemy.url"))
with engine.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
"""


def alembic(folder, database):
    """Makes an empty project for a database's URL and returns the folder of its revisions."""
    shutil.rmtree(folder, ignore_errors=True)
    versions = os.path.join(folder, "alembic", "versions")
    os.makedirs(versions)
    with open(os.path.join(folder, "alembic.ini"), "w") as file:
        file.write(f"[alembic]\nscript_location = {folder}/alembic\nsqlalchemy.url = {database}\n")
    with open(os.path.join(folder, "alembic", "env.py"), "w") as file:
        file.write(ENV)
    return versions


def chain(versions, revisions, count):
    """Writes a chain of empty revisions of both kinds."""
    os.makedirs(revisions, exist_ok=True)
    for index in range(count):
        name, parent = f"r{index:07d}", f"r{index - 1:07d}" if index else None
        with open(os.path.join(versions, f"{name}_step.py"), "w") as file:
            file.write(f'"""step {index}"""\nrevision = "{name}"\ndown_revision = {parent!r}\n\n')
            file.write("def upgrade():\n    pass\n\ndef downgrade():\n    pass\n")
        with open(os.path.join(revisions, f"{name}_step.sql"), "w") as file:
            file.write(f"-- revision: {name}\n" + (f"-- parents: {parent}\n" if parent else ""))
            file.write(f"-- message: step {index}\n\n-- upgrade\n-- downgrade\n")


def environment(folder, *wanted):
    """Makes a scratch environment with these packages, once, and returns what finds its commands."""
    mark = os.path.join(folder, "-".join(re.sub("[^a-z0-9]+", "", part) for part in wanted))
    if not os.path.exists(mark):
        subprocess.run(["python3", "-m", "venv", folder], check=True)
        subprocess.run([os.path.join(folder, "bin", "pip"), "-q", "install", *wanted], check=True)
        open(mark, "w").close()
    return lambda name: os.path.join(folder, "bin", name)


def install(folder, *drivers):
    """Installs Alembic into a scratch environment, once, and returns its command."""
    return environment(folder, "alembic==1.20.1", *drivers)("alembic")
