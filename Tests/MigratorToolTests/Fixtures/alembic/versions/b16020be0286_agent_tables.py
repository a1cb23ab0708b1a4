import sqlalchemy as sa
from alembic import op

import tables

revision = "b16020be0286"
down_revision = "183c8980160f"


def agent(name="agent_id", **options):
    reference = sa.ForeignKey("agents.id", ondelete="CASCADE")
    return sa.Column(name, tables.identifier(), reference, nullable=False, **options)


def create_owned(name, *columns):
    """A table whose rows belong to an agent each."""
    op.create_table(name, tables.key(), agent(), *columns)


def traits(name, unique):
    create_owned(
        name,
        sa.Column("trait_name", sa.String(100), nullable=False),
        sa.Column("trait_value", sa.Float, nullable=False),
        tables.time("created_at"),
        tables.time("updated_at"),
        sa.UniqueConstraint("agent_id", "trait_name", name=unique),
    )


def upgrade():
    op.create_table(
        "agents",
        tables.key(),
        sa.Column("agent_id", sa.String(255), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("spirit", sa.String(100), nullable=False),
        sa.Column("style", sa.String(100), nullable=False),
        sa.Column("generation", sa.Integer),
        sa.Column("active", sa.Boolean),
        tables.time("created_at"),
        tables.time("updated_at"),
        tables.time("last_activity"),
    )
    op.create_index("ix_agents_active", "agents", ["active"])
    op.create_index("ix_agents_agent_id", "agents", ["agent_id"], unique=True)
    op.create_index("ix_agents_spirit", "agents", ["spirit"])
    traits("physical_traits", "uq_agent_physical_trait")
    traits("personality_traits", "uq_agent_personality_trait")
    traits("ability_traits", "uq_agent_ability_trait")
    create_owned(
        "knowledge_base_entries",
        sa.Column("domain", sa.String(255), nullable=False),
        sa.Column("skill", sa.String(255), nullable=False),
        sa.Column("proficiency_level", sa.Float, nullable=False),
        sa.Column("last_updated", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True)),
    )
    create_owned(
        "performance_metrics",
        sa.Column("metric_name", sa.String(255), nullable=False),
        sa.Column("metric_value", sa.Float, nullable=False),
        sa.Column("timestamp", sa.DateTime(timezone=True)),
        sa.Column("metric_metadata", sa.JSON),
        sa.Column("created_at", sa.DateTime(timezone=True)),
    )
    create_owned(
        "agent_specializations",
        sa.Column("specialization", sa.String(255), nullable=False),
        sa.Column("proficiency", sa.Float),
        tables.time("created_at"),
        sa.UniqueConstraint("agent_id", "specialization", name="uq_agent_specialization"),
    )
    create_owned(
        "agent_domain_expertise",
        sa.Column("domain", sa.String(255), nullable=False),
        sa.Column("expertise_level", sa.Float),
        tables.time("created_at"),
        sa.UniqueConstraint("agent_id", "domain", name="uq_agent_domain"),
    )
    create_owned(
        "agent_achievements",
        sa.Column("achievement_name", sa.String(255), nullable=False),
        sa.Column("achievement_description", sa.Text),
        tables.time("achieved_at"),
    )
    create_owned(
        "agent_workflow_preferences",
        sa.Column("preference_name", sa.String(100), nullable=False),
        sa.Column("preference_value", sa.Boolean),
        tables.time("created_at"),
        tables.time("updated_at"),
        sa.UniqueConstraint("agent_id", "preference_name", name="uq_agent_workflow_preference"),
    )
    op.create_table(
        "agent_positions",
        tables.key(),
        agent(unique=True),
        *[
            sa.Column(name, sa.Float)
            for name in ("x", "y", "target_x", "target_y", "velocity_x", "velocity_y", "movement_speed")
        ],
        tables.time("created_at"),
        tables.time("updated_at"),
    )
    op.create_table(
        "agent_interactions",
        tables.key(),
        agent("sender_id"),
        agent("receiver_id"),
        sa.Column("interaction_type", sa.String(100), nullable=False),
        sa.Column("message", sa.Text),
        sa.Column("energy_level", sa.Float),
        tables.time("created_at"),
    )


def downgrade():
    for table in (
        "agent_interactions",
        "agent_positions",
        "agent_workflow_preferences",
        "agent_achievements",
        "agent_domain_expertise",
        "agent_specializations",
        "performance_metrics",
        "knowledge_base_entries",
        "ability_traits",
        "personality_traits",
        "physical_traits",
        "agents",
    ):
        op.drop_table(table)
