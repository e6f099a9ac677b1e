"""Runs migrations against the application's own engine, so that SQLite and PostgreSQL are set up as in use."""

from alembic import context

from app.core import db


def run() -> None:
    with db.migrating() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.Base.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
            user_module_prefix="db.",
        )
        with context.begin_transaction():
            context.run_migrations()


run()
