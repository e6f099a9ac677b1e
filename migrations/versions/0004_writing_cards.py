"""writing cards"""

import sqlalchemy as sa
from alembic import op

from app.core import db

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OPEN = "state IN ('draft', 'team_review', 'expert_review', 'approved')"
# As in 0003, what SQLite's planner is told of the tables that are made here.
STATISTICS = (
    ("card_learnings", "ix_card_learnings_enterprise_id", "200000 40000"),
    ("card_prints", "ix_card_prints_enterprise_id", "20000 4000"),
    ("card_renewals", "ix_card_renewals_enterprise_id", "20000 4000"),
    ("card_renewals", "ix_card_renewals_open", "20000 4000 2000 100"),
    ("card_signoffs", "ix_card_signoffs_enterprise_id", "200000 40000"),
    ("changes", "ix_changes_enterprise_id", "10000 2000"),
    ("changes", "ix_changes_made", "10000 2000 1"),
)
NEW = sorted({table for table, _, _ in STATISTICS})
_TOLD = sa.table("sqlite_stat1", sa.column("tbl"), sa.column("idx"), sa.column("stat"))


def _tell_the_planner(*tables: str) -> None:
    """These tables' statistics, in place of what it was told of them before."""
    if op.get_bind().dialect.name != "sqlite":
        return
    op.execute(_TOLD.delete().where(_TOLD.c.tbl.in_(tables)))
    told = [row for row in STATISTICS if row[0] in tables]
    op.bulk_insert(_TOLD, [{"tbl": table, "idx": index, "stat": stat} for table, index, stat in told])


def _one_at_a_time(name: str, which: str) -> None:
    """At most one such version a card."""
    where = sa.text(which)
    op.create_index(name, "card_versions", ["card_id"], unique=True, sqlite_where=where, postgresql_where=where)


def upgrade() -> None:
    op.create_table(
        "office_imports",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("made_at", db.Utc(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("carried_at", db.Utc(timezone=True), nullable=True),
        sa.Column("carried_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_imports")),
    )
    with op.batch_alter_table("office_imports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_office_imports_enterprise_id"), ["enterprise_id"], unique=False)

    op.create_table(
        "card_learnings",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=16), nullable=False),
        sa.Column("learnt_at", db.Utc(timezone=True), nullable=False),
        sa.Column("received_at", db.Utc(timezone=True), nullable=False),
        sa.Column("heard", sa.Boolean(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("signature", sa.String(length=64), nullable=True),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_card_learnings_account_id")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_card_learnings_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_learnings")),
    )
    with op.batch_alter_table("card_learnings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_card_learnings_enterprise_id"), ["enterprise_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_card_learnings_post_id"), ["post_id"], unique=False)
        batch_op.create_index("ix_card_learnings_who", ["account_id", "post_id", "kind"], unique=False)

    op.create_table(
        "card_prints",
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.Column("printed_at", db.Utc(timezone=True), nullable=False),
        sa.Column("printed_by", sa.Uuid(), nullable=True),
        sa.Column("removed_at", db.Utc(timezone=True), nullable=True),
        sa.Column("removed_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_card_prints_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_prints")),
    )
    with op.batch_alter_table("card_prints", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_card_prints_enterprise_id"), ["enterprise_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_card_prints_post_id"), ["post_id"], unique=False)

    op.create_table(
        "card_renewals",
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("opened_at", db.Utc(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", db.Utc(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.String(length=200), nullable=False),
        sa.Column("closing", sa.String(length=500), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["accounts.id"], name=op.f("fk_card_renewals_owner_id")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_card_renewals_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_renewals")),
    )
    with op.batch_alter_table("card_renewals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_card_renewals_change_id"), ["change_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_card_renewals_enterprise_id"), ["enterprise_id"], unique=False)
        batch_op.create_index("ix_card_renewals_open", ["enterprise_id", "closed_at", "due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_card_renewals_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_card_renewals_post_id"), ["post_id"], unique=False)

    op.create_table(
        "changes",
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("what", sa.String(length=1000), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("post_id", sa.Uuid(), nullable=True),
        sa.Column("tag", sa.String(length=200), nullable=False),
        sa.Column("evidence", sa.String(length=1000), nullable=False),
        sa.Column("photos", sa.JSON(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("made_at", db.Utc(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", db.Utc(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawal", sa.String(length=500), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(CASE WHEN unit_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN post_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN tag = '' THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_changes_one_place"),
        ),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name=op.f("fk_changes_made_by")),
        sa.ForeignKeyConstraint(["owner_id"], ["accounts.id"], name=op.f("fk_changes_owner_id")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_changes_post_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_changes_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    with op.batch_alter_table("changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_changes_enterprise_id"), ["enterprise_id"], unique=False)
        batch_op.create_index("ix_changes_made", ["enterprise_id", "made_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_changes_post_id"), ["post_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_changes_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "card_signoffs",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("at", db.Utc(timezone=True), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("signature", sa.String(length=64), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_card_signoffs_account_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["card_versions.id"], name=op.f("fk_card_signoffs_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_signoffs")),
    )
    with op.batch_alter_table("card_signoffs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_card_signoffs_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_card_signoffs_enterprise_id"), ["enterprise_id"], unique=False)
        batch_op.create_index(
            "uq_card_signoffs_once",
            ["version_id", "stage", "account_id", "digest"],
            unique=True,
            sqlite_where=sa.text("stage <> 'return'"),
            postgresql_where=sa.text("stage <> 'return'"),
        )

    # Column by column, never the whole table anew: rows of other tables stand on it.
    op.add_column("card_versions", sa.Column("authors", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("card_versions", sa.Column("changed_at", db.Utc(timezone=True), nullable=True))
    op.add_column("card_versions", sa.Column("submitted_at", db.Utc(timezone=True), nullable=True))
    op.add_column("card_versions", sa.Column("submitted_by", sa.Uuid(), nullable=True))
    op.drop_index("uq_card_versions_draft", "card_versions")
    _one_at_a_time("uq_card_versions_open", OPEN)
    _tell_the_planner(*NEW)


def downgrade() -> None:
    op.drop_index("uq_card_versions_open", "card_versions")
    for column in ("submitted_by", "submitted_at", "changed_at", "authors"):
        op.drop_column("card_versions", column)
    # What was in review is a draft again: what came before knew no review.
    op.execute(sa.text(f"UPDATE card_versions SET state = 'draft', digest = NULL WHERE {OPEN}"))
    _one_at_a_time("uq_card_versions_draft", "state = 'draft'")

    op.drop_table("card_signoffs")
    op.drop_table("changes")
    op.drop_table("card_renewals")
    op.drop_table("card_prints")
    op.drop_table("card_learnings")
    op.drop_table("office_imports")
    if op.get_bind().dialect.name == "sqlite":
        op.execute(_TOLD.delete().where(_TOLD.c.tbl.in_(NEW)))
