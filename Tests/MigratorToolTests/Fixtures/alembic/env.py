"""Runs the existing system's first five revisions.

Takes the database's URL as -x url=…, and as -x pause=KEY an advisory lock of PostgreSQL for which it waits, with its
transaction open, after each version row that it has written.
"""

import sqlalchemy
from alembic import context

arguments = context.get_x_argument(as_dictionary=True)


def pause(ctx, **_):
    if "pause" in arguments:
        ctx.connection.execute(sqlalchemy.text("SELECT pg_advisory_xact_lock(:key)"), {"key": int(arguments["pause"])})


if context.is_offline_mode():
    context.configure(url=arguments["url"], literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    engine = sqlalchemy.create_engine(arguments["url"], poolclass=sqlalchemy.pool.NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection, on_version_apply=pause)
        with context.begin_transaction():
            context.run_migrations()
