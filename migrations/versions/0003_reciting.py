"""reciting"""

import sqlalchemy as sa
from alembic import op

from app.core import db

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# What SQLite's planner is told of these tables: rows, then how many share the first columns of an index. Without,
# it takes an enterprise for ten rows and reads its whole history to find 500 windows. A million records of five
# enterprises; nothing here needs to be exact. PostgreSQL counts for itself.
STATISTICS = (
    ("check_records", "sqlite_autoindex_check_records_1", "1000000 1"),
    ("check_records", "ix_check_records_enterprise_id", "1000000 200000"),
    ("check_records", "ix_check_records_window", "1000000 200000 1"),
    ("check_records", "ix_check_records_captured", "1000000 200000 1"),
    ("check_records", "ix_check_records_done", "1000000 200000 1"),
    ("check_records", "ix_check_records_plan_id", "1000000 5000"),
    ("check_records", "ix_check_records_unit_done", "1000000 2000 2000 1 1"),
    ("check_records", "ix_check_records_post_done", "1000000 5000 1"),
    ("check_records", "ix_check_records_author_id", "1000000 2000"),
    ("expectations", "sqlite_autoindex_expectations_1", "1000000 1"),
    ("expectations", "sqlite_autoindex_expectations_2", "1000000 200000 1"),
    ("expectations", "ix_expectations_enterprise_id", "1000000 200000"),
    ("expectations", "ix_expectations_closes", "1000000 200000 100"),
    ("expectations", "ix_expectations_day", "1000000 200000 200"),
    ("expectations", "ix_expectations_unit_day", "1000000 20000 20"),
    ("expectations", "ix_expectations_plan_id", "1000000 5000"),
    ("expectations", "ix_expectations_unit_id", "1000000 20000"),
    ("expectations", "ix_expectations_post_closes", "1000000 5000 3"),
    # Of others it is enough to know that an enterprise has many: by all else they are found sooner.
    ("assignments", "ix_assignments_enterprise_id", "20000 4000"),
    ("card_openings", "ix_card_openings_enterprise_id", "50000 10000"),
    ("card_versions", "ix_card_versions_enterprise_id", "50000 10000"),
    ("cards", "ix_cards_enterprise_id", "50000 10000"),
    ("labels", "ix_labels_enterprise_id", "20000 4000"),
    ("memberships", "ix_memberships_enterprise_id", "20000 4000"),
    ("phone_keys", "ix_phone_keys_enterprise_id", "20000 4000"),
    ("plans", "ix_plans_enterprise_id", "20000 4000"),
    ("recite_memories", "ix_recite_memories_enterprise_id", "200000 40000"),
    ("spot_checks", "ix_spot_checks_enterprise_id", "10000 2000"),
    ("spot_checks", "ix_spot_checks_held", "10000 2000 1"),
)
TOLD = sorted({table for table, _, _ in STATISTICS})


_TOLD = sa.table("sqlite_stat1", sa.column("tbl"), sa.column("idx"), sa.column("stat"))


def _forget_what_it_was_told() -> None:
    op.execute(_TOLD.delete().where(_TOLD.c.tbl.in_(TOLD)))


def _tell_the_planner() -> None:
    op.execute("ANALYZE sqlite_schema")  # makes the table that it reads
    _forget_what_it_was_told()
    op.bulk_insert(_TOLD, [{"tbl": table, "idx": index, "stat": stat} for table, index, stat in STATISTICS])


def upgrade() -> None:
    op.create_table(
        "recite_answers",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(length=16), nullable=False),
        sa.Column("ability", sa.String(length=200), nullable=False),
        sa.Column("critical", sa.Boolean(), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("took_ms", sa.Integer(), nullable=False),
        sa.Column("answered_at", db.Utc(timezone=True), nullable=False),
        sa.Column("received_at", db.Utc(timezone=True), nullable=False),
        sa.Column("memory", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_recite_answers_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_recite_answers_post_id_posts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recite_answers")),
    )
    with op.batch_alter_table("recite_answers", schema=None) as batch_op:
        batch_op.create_index(
            "ix_recite_answers_account_id_answered_at", ["account_id", "answered_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_recite_answers_enterprise_id"), ["enterprise_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recite_answers_post_id"), ["post_id"], unique=False)

    op.create_table(
        "recite_memories",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(length=16), nullable=False),
        sa.Column("ability", sa.String(length=200), nullable=False),
        sa.Column("answered_at", db.Utc(timezone=True), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("arrivals", sa.Integer(), nullable=False),
        sa.Column("due", db.Utc(timezone=True), nullable=False),
        sa.Column("stability", sa.Double(), nullable=False),
        sa.Column("difficulty", sa.Double(), nullable=False),
        sa.Column("elapsed_days", sa.Double(), nullable=False),
        sa.Column("scheduled_days", sa.Double(), nullable=False),
        sa.Column("learning_steps", sa.Integer(), nullable=False),
        sa.Column("reps", sa.Integer(), nullable=False),
        sa.Column("lapses", sa.Integer(), nullable=False),
        sa.Column("state", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_recite_memories_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recite_memories")),
        sa.UniqueConstraint("account_id", "question", name=op.f("uq_recite_memories_account_id_question")),
    )
    with op.batch_alter_table("recite_memories", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recite_memories_enterprise_id"), ["enterprise_id"], unique=False)

    op.create_table(
        "spot_checks",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("scope_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", db.Utc(timezone=True), nullable=True),
        sa.Column("held_at", db.Utc(timezone=True), nullable=False),
        sa.Column("received_at", db.Utc(timezone=True), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column("draws", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("confirmed", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("signature", sa.String(length=64), nullable=True),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_spot_checks_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["accounts.id"], name=op.f("fk_spot_checks_author_id_accounts")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_spot_checks_post_id_posts")),
        sa.ForeignKeyConstraint(["scope_id"], ["units.id"], name=op.f("fk_spot_checks_scope_id_units")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_spot_checks_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spot_checks")),
    )
    with op.batch_alter_table("spot_checks", schema=None) as batch_op:
        batch_op.create_index("ix_spot_checks_held", ["enterprise_id", "held_at"], unique=False)
        batch_op.create_index("ix_spot_checks_who", ["account_id", "held_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_spot_checks_enterprise_id"), ["enterprise_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_spot_checks_post_id"), ["post_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_spot_checks_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "spot_answers",
        sa.Column("spot_check_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("ability", sa.String(length=20), nullable=False),
        sa.Column("recital", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("missed", sa.JSON(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("critical", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["spot_check_id"], ["spot_checks.id"], name=op.f("fk_spot_answers_spot_check_id_spot_checks")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spot_answers")),
        sa.UniqueConstraint(
            "spot_check_id", "ability", name=op.f("uq_spot_answers_spot_check_id_ability")
        ),
    )
    with op.batch_alter_table("spot_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_spot_answers_enterprise_id"), ["enterprise_id"], unique=False)

    with op.batch_alter_table("expectations", schema=None) as batch_op:
        batch_op.create_index("ix_expectations_unit_day", ["unit_id", "day"], unique=False)
        batch_op.create_index("ix_expectations_post_closes", ["post_id", "closes_at"], unique=False)
        batch_op.drop_index("ix_expectations_post_id")

    with op.batch_alter_table("check_records", schema=None) as batch_op:
        batch_op.create_index("ix_check_records_done", ["enterprise_id", "done_at"], unique=False)
        batch_op.create_index("ix_check_records_post_done", ["post_id", "done_at"], unique=False)
        batch_op.drop_index("ix_check_records_post_id")
        batch_op.create_index(
            "ix_check_records_unit_done", ["unit_id", "enterprise_id", "done_at", "abnormal"], unique=False
        )
        batch_op.drop_index("ix_check_records_unit_id")

    if op.get_bind().dialect.name == "sqlite":
        _tell_the_planner()

    op.create_table(
        "five_snoozes",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("made_at", db.Utc(timezone=True), nullable=False),
        sa.Column("ended_at", db.Utc(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_five_snoozes_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_five_snoozes")),
        sa.UniqueConstraint("account_id", "key", name=op.f("uq_five_snoozes_account_id_key")),
    )
    with op.batch_alter_table("five_snoozes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_five_snoozes_enterprise_id"), ["enterprise_id"], unique=False)


def downgrade() -> None:
    op.drop_table("five_snoozes")

    if op.get_bind().dialect.name == "sqlite":
        _forget_what_it_was_told()

    with op.batch_alter_table("check_records", schema=None) as batch_op:
        batch_op.create_index("ix_check_records_unit_id", ["unit_id"], unique=False)
        batch_op.drop_index("ix_check_records_unit_done")
        batch_op.create_index("ix_check_records_post_id", ["post_id"], unique=False)
        batch_op.drop_index("ix_check_records_post_done")
        batch_op.drop_index("ix_check_records_done")

    with op.batch_alter_table("expectations", schema=None) as batch_op:
        batch_op.create_index("ix_expectations_post_id", ["post_id"], unique=False)
        batch_op.drop_index("ix_expectations_post_closes")
        batch_op.drop_index("ix_expectations_unit_day")

    op.drop_table("spot_answers")
    op.drop_table("spot_checks")
    op.drop_table("recite_memories")
    op.drop_table("recite_answers")
