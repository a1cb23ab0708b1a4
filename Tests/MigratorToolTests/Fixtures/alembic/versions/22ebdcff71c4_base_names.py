import json
import re

from alembic import op

import tables

revision = "22ebdcff71c4"
down_revision = "9f94d908afb9"


def set_names(names_of):
    """Sets what the revision of the same name in Swift sets; its rows stand in its own text."""
    with open(tables.naming_file("22ebdcff71c4_base_names.swift"), encoding="utf-8") as file:
        rows = re.findall(r'^ *"(\w+)": (\[".+"\]),$', file.read(), re.MULTILINE)
    assert len(rows) == 50
    spirits = tables.data("naming_spirits", tables.naming_spirits)
    for name, names in rows:
        op.execute(spirits.update().where(spirits.c.name == name).values(base_names=names_of(json.loads(names))))


def upgrade():
    set_names(lambda names: names)


def downgrade():
    set_names(lambda names: [])
