import sqlalchemy as sa
from alembic import op

import tables

revision = "183c8980160f"
down_revision = None


def upgrade():
    op.create_table(
        "naming_spirits", *tables.columns(tables.naming_spirits), tables.time("created_at"), tables.time("updated_at")
    )
    op.create_index("ix_naming_spirits_enabled", "naming_spirits", ["enabled"])
    op.create_index("ix_naming_spirits_name", "naming_spirits", ["name"], unique=True)
    op.create_table(
        "naming_components",
        *tables.columns(tables.naming_components),
        tables.time("created_at"),
        tables.time("updated_at"),
        sa.UniqueConstraint("component_type", "component_name", name="uq_component_type_name"),
    )
    op.create_index("ix_naming_components_component_type", "naming_components", ["component_type"])
    op.create_table(
        "naming_config", *tables.columns(tables.naming_config), tables.time("created_at"), tables.time("updated_at")
    )
    op.create_index("ix_naming_config_config_key", "naming_config", ["config_key"], unique=True)


def downgrade():
    for table in ("naming_config", "naming_components", "naming_spirits"):
        op.drop_table(table)
