from alembic import op

import tables

revision = "9f94d908afb9"
down_revision = "cc04580c04ef"


def upgrade():
    op.bulk_insert(tables.data("naming_spirits", tables.naming_spirits), tables.rows("naming_spirits"))


def downgrade():
    op.execute(tables.data("naming_spirits", tables.naming_spirits).delete())
