from alembic import op

import tables

revision = "cc04580c04ef"
down_revision = "b16020be0286"


def upgrade():
    op.bulk_insert(tables.data("naming_components", tables.naming_components), tables.rows("naming_components"))
    op.bulk_insert(tables.data("naming_config", tables.naming_config), tables.rows("naming_config"))


def downgrade():
    op.execute(tables.data("naming_config", tables.naming_config).delete())
    op.execute(tables.data("naming_components", tables.naming_components).delete())
