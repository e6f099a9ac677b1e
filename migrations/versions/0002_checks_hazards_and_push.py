"""checks, hazards, phone keys, ops and photos"""

import sqlalchemy as sa
from alembic import op

from app.core import db

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "arrivals",
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("enterprise_id", name=op.f("pk_arrivals")),
    )
    op.create_table(
        "backups",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("taken_at", db.Utc(timezone=True), nullable=False),
        sa.Column("through", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backups")),
    )
    op.create_table(
        "blobs",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("arrival", sa.Integer(), nullable=False),
        sa.Column("received_at", db.Utc(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blobs")),
        sa.UniqueConstraint("enterprise_id", "sha256", name=op.f("uq_blobs_enterprise_id_sha256")),
    )
    with op.batch_alter_table("blobs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_blobs_enterprise_id"), ["enterprise_id"], unique=False)

    op.create_table(
        "day_exceptions",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("worked", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_exceptions")),
        sa.UniqueConstraint("enterprise_id", "day", name=op.f("uq_day_exceptions_enterprise_id_day")),
    )
    with op.batch_alter_table("day_exceptions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_day_exceptions_enterprise_id"), ["enterprise_id"], unique=False)

    op.create_table(
        "stored_bundles",
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("hash", sa.String(length=200), nullable=False),
        sa.Column("fingerprint", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_bundles")),
        sa.UniqueConstraint("key", name=op.f("uq_stored_bundles_key")),
    )
    with op.batch_alter_table("stored_bundles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stored_bundles_enterprise_id"), ["enterprise_id"], unique=False)

    op.create_table(
        "notices",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.String(length=500), nullable=False),
        sa.Column("about", sa.Uuid(), nullable=True),
        sa.Column("made_at", db.Utc(timezone=True), nullable=False),
        sa.Column("read_at", db.Utc(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_notices_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notices_enterprise_id"), ["enterprise_id"], unique=False)
        batch_op.create_index("ix_notices_to", ["account_id", "made_at"], unique=False)

    op.create_table(
        "phone_keys",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("public_key", sa.String(length=100), nullable=False),
        sa.Column("agent", sa.String(length=200), nullable=False),
        sa.Column("registered_at", db.Utc(timezone=True), nullable=False),
        sa.Column("heard_at", db.Utc(timezone=True), nullable=False),
        sa.Column("offset_ms", sa.BigInteger(), nullable=True),
        sa.Column("top_n", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("ended_at", db.Utc(timezone=True), nullable=True),
        sa.Column("ended_how", sa.String(length=200), nullable=True),
        sa.Column("sign_in_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_phone_keys_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_keys")),
    )
    with op.batch_alter_table("phone_keys", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_phone_keys_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_phone_keys_enterprise_id"), ["enterprise_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_phone_keys_sign_in_id"), ["sign_in_id"], unique=False)

    op.create_table(
        "shift_systems",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("shifts", sa.JSON(), nullable=False),
        sa.Column("anchor", sa.Date(), nullable=False),
        sa.Column("pattern", sa.JSON(), nullable=False),
        sa.Column("crews", sa.JSON(), nullable=False),
        sa.Column("workdays_only", sa.Boolean(), nullable=False),
        sa.Column("closed_at", db.Utc(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_shift_systems_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_systems")),
    )
    with op.batch_alter_table("shift_systems", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shift_systems_enterprise_id"), ["enterprise_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shift_systems_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "card_openings",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("first_at", db.Utc(timezone=True), nullable=False),
        sa.Column("last_at", db.Utc(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_card_openings_account_id")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_card_openings_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_openings")),
        sa.UniqueConstraint(
            "account_id",
            "post_id",
            "kind",
            "number",
            name=op.f("uq_card_openings_account_id_post_id_kind_number"),
        ),
    )
    with op.batch_alter_table("card_openings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_card_openings_enterprise_id"), ["enterprise_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_card_openings_post_id"), ["post_id"], unique=False)

    op.create_table(
        "hazards",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("category", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=True),
        sa.Column("card_row", sa.String(length=200), nullable=True),
        sa.Column("risk_level", sa.Integer(), nullable=True),
        sa.Column("dangerous", sa.Boolean(), nullable=False),
        sa.Column("at_once", sa.Boolean(), nullable=False),
        sa.Column("grade", sa.String(length=200), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("measures", sa.String(length=2000), nullable=False),
        sa.Column("interim", sa.String(length=2000), nullable=False),
        sa.Column("funds_fen", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("plan", sa.String(length=2000), nullable=False),
        sa.Column("reporter_id", sa.Uuid(), nullable=False),
        sa.Column("found_at", db.Utc(timezone=True), nullable=False),
        sa.Column("received_at", db.Utc(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("changed_at", db.Utc(timezone=True), nullable=False),
        sa.Column("place", sa.JSON(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["accounts.id"], name=op.f("fk_hazards_owner_id")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_hazards_post_id")),
        sa.ForeignKeyConstraint(["reporter_id"], ["accounts.id"], name=op.f("fk_hazards_reporter_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_hazards_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hazards")),
    )
    with op.batch_alter_table("hazards", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hazards_enterprise_id"), ["enterprise_id"], unique=False)
        batch_op.create_index("ix_hazards_open", ["enterprise_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_hazards_post_id"), ["post_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_hazards_reporter_id"), ["reporter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_hazards_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "ops",
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("holds_id", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("schema", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("captured_at", db.Utc(timezone=True), nullable=False),
        sa.Column("received_at", db.Utc(timezone=True), nullable=False),
        sa.Column("carried_by", sa.Uuid(), nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("signature", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("message", sa.String(length=500), nullable=False),
        sa.Column("receipt", sa.Integer(), nullable=True),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("waits_for", sa.String(length=200), nullable=True),
        sa.Column("photos", sa.JSON(), nullable=False),
        sa.Column("corrects", sa.Uuid(), nullable=True),
        sa.Column("corrected_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["key_id"], ["phone_keys.id"], name=op.f("fk_ops_key_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ops")),
        sa.UniqueConstraint(
            "author_id", "op_id", "digest", "verified", name=op.f("uq_ops_author_id_op_id_digest_verified")
        ),
    )
    with op.batch_alter_table("ops", schema=None) as batch_op:
        batch_op.create_index("ix_ops_corrects", ["corrects"], unique=False)
        batch_op.create_index(batch_op.f("ix_ops_enterprise_id"), ["enterprise_id"], unique=False)
        batch_op.create_index("ix_ops_key_n", ["key_id", "n"], unique=False)
        batch_op.create_index("ix_ops_op_id", ["op_id"], unique=False)
        batch_op.create_index("ix_ops_waiting", ["enterprise_id", "waits_for"], unique=False)
        batch_op.create_index(
            "uq_ops_holder",
            ["author_id", "op_id"],
            unique=True,
            sqlite_where=sa.text("holds_id"),
            postgresql_where=sa.text("holds_id"),
        )

    op.create_table(
        "pauses",
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("post_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("made_at", db.Utc(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", db.Utc(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("to_on >= from_on", name=op.f("ck_pauses_days_in_order")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_pauses_person_id")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_pauses_post_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_pauses_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pauses")),
    )
    with op.batch_alter_table("pauses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pauses_enterprise_id"), ["enterprise_id"], unique=False)

    op.create_table(
        "plans",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("cycle", sa.String(length=200), nullable=False),
        sa.Column("completer", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=200), nullable=True),
        sa.Column("shift_system_id", sa.Uuid(), nullable=True),
        sa.Column("workdays_only", sa.Boolean(), nullable=False),
        sa.Column("from_minute", sa.Integer(), nullable=False),
        sa.Column("to_minute", sa.Integer(), nullable=False),
        sa.Column("grace_minutes", sa.Integer(), nullable=False),
        sa.Column("asks_scan", sa.Boolean(), nullable=False),
        sa.Column("asks_signature", sa.Boolean(), nullable=False),
        sa.Column("asks_measures", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("on", sa.Boolean(), nullable=False),
        sa.Column("switched_at", db.Utc(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("frozen_through", db.Utc(timezone=True), nullable=True),
        sa.Column("made_at", db.Utc(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_plans_days_in_order")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_plans_post_id")),
        sa.ForeignKeyConstraint(
            ["shift_system_id"], ["shift_systems.id"], name=op.f("fk_plans_shift_system_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_plans_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
    )
    with op.batch_alter_table("plans", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plans_enterprise_id"), ["enterprise_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plans_post_id"), ["post_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plans_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "stop_works",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("photos", sa.JSON(), nullable=False),
        sa.Column("at", db.Utc(timezone=True), nullable=False),
        sa.Column("received_at", db.Utc(timezone=True), nullable=False),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("place", sa.JSON(), nullable=True),
        sa.Column("lifted_at", db.Utc(timezone=True), nullable=True),
        sa.Column("lifted_by", sa.Uuid(), nullable=True),
        sa.Column("lifted_note", sa.String(length=500), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_stop_works_by_id")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_stop_works_post_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_stop_works_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stop_works")),
    )
    with op.batch_alter_table("stop_works", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stop_works_enterprise_id"), ["enterprise_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_stop_works_post_id"), ["post_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_stop_works_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "awaited_photos",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("op_row", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["op_row"], ["ops.id"], name=op.f("fk_awaited_photos_op_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_awaited_photos")),
        sa.UniqueConstraint(
            "enterprise_id", "sha256", "op_row", name=op.f("uq_awaited_photos_enterprise_id_sha256_op_row")
        ),
    )
    with op.batch_alter_table("awaited_photos", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_awaited_photos_enterprise_id"), ["enterprise_id"], unique=False)

    op.create_table(
        "check_records",
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("window_key", sa.String(length=200), nullable=False),
        sa.Column("period", sa.String(length=200), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=True),
        sa.Column("op_id", sa.Uuid(), nullable=True),
        sa.Column("captured_at", db.Utc(timezone=True), nullable=False),
        sa.Column("done_at", db.Utc(timezone=True), nullable=False),
        sa.Column("started_at", db.Utc(timezone=True), nullable=True),
        sa.Column("offset_ms", sa.BigInteger(), nullable=True),
        sa.Column("received_at", db.Utc(timezone=True), nullable=False),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.Column("results", sa.JSON(), nullable=False),
        sa.Column("abnormal", sa.Integer(), nullable=False),
        sa.Column("measures", sa.JSON(), nullable=False),
        sa.Column("scanned", sa.Boolean(), nullable=False),
        sa.Column("scan", sa.JSON(), nullable=True),
        sa.Column("place", sa.JSON(), nullable=True),
        sa.Column("signature", sa.String(length=200), nullable=True),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.Column("corrected_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["accounts.id"], name=op.f("fk_check_records_author_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_check_records_plan_id")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_check_records_post_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_check_records_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_records")),
    )
    with op.batch_alter_table("check_records", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_check_records_author_id"), ["author_id"], unique=False)
        batch_op.create_index("ix_check_records_captured", ["enterprise_id", "captured_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_check_records_enterprise_id"), ["enterprise_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_check_records_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_check_records_post_id"), ["post_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_check_records_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index("ix_check_records_window", ["enterprise_id", "window_key"], unique=False)

    op.create_table(
        "expectations",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=200), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shift", sa.String(length=200), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("able", sa.JSON(), nullable=False),
        sa.Column("opens_at", db.Utc(timezone=True), nullable=False),
        sa.Column("closes_at", db.Utc(timezone=True), nullable=False),
        sa.Column("deadline_at", db.Utc(timezone=True), nullable=False),
        sa.Column("frozen_at", db.Utc(timezone=True), nullable=False),
        sa.Column("excused_why", sa.String(length=200), nullable=True),
        sa.Column("excused_by", sa.Uuid(), nullable=True),
        sa.Column("excused_at", db.Utc(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_expectations_plan_id")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_expectations_post_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_expectations_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expectations")),
        sa.UniqueConstraint("enterprise_id", "key", name=op.f("uq_expectations_enterprise_id_key")),
    )
    with op.batch_alter_table("expectations", schema=None) as batch_op:
        batch_op.create_index("ix_expectations_closes", ["enterprise_id", "closes_at"], unique=False)
        batch_op.create_index("ix_expectations_day", ["enterprise_id", "day"], unique=False)
        batch_op.create_index(batch_op.f("ix_expectations_enterprise_id"), ["enterprise_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_expectations_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_expectations_post_id"), ["post_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_expectations_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "hazard_steps",
        sa.Column("hazard_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=200), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", db.Utc(timezone=True), nullable=False),
        sa.Column("received_at", db.Utc(timezone=True), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("photos", sa.JSON(), nullable=False),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_hazard_steps_by_id")),
        sa.ForeignKeyConstraint(["hazard_id"], ["hazards.id"], name=op.f("fk_hazard_steps_hazard_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hazard_steps")),
    )
    with op.batch_alter_table("hazard_steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hazard_steps_enterprise_id"), ["enterprise_id"], unique=False)
        batch_op.create_index("uq_hazard_steps_number", ["hazard_id", "number"], unique=True)

    op.create_table(
        "plan_revisions",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("made_at", db.Utc(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_plan_revisions_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_revisions")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_plan_revisions_plan_id_number")),
    )
    with op.batch_alter_table("plan_revisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_revisions_enterprise_id"), ["enterprise_id"], unique=False)

    with op.batch_alter_table("bundles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bundles_enterprise_id"))

    op.drop_table("bundles")


def downgrade() -> None:
    op.create_table(
        "bundles",
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.String(length=200), nullable=False),
        sa.Column("fingerprint", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_bundles_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundles")),
        sa.UniqueConstraint("post_id", name=op.f("uq_bundles_post_id")),
    )
    with op.batch_alter_table("bundles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bundles_enterprise_id"), ["enterprise_id"], unique=False)

    with op.batch_alter_table("plan_revisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_revisions_enterprise_id"))

    op.drop_table("plan_revisions")
    with op.batch_alter_table("hazard_steps", schema=None) as batch_op:
        batch_op.drop_index("uq_hazard_steps_number")
        batch_op.drop_index(batch_op.f("ix_hazard_steps_enterprise_id"))

    op.drop_table("hazard_steps")
    with op.batch_alter_table("expectations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_expectations_unit_id"))
        batch_op.drop_index(batch_op.f("ix_expectations_post_id"))
        batch_op.drop_index(batch_op.f("ix_expectations_plan_id"))
        batch_op.drop_index(batch_op.f("ix_expectations_enterprise_id"))
        batch_op.drop_index("ix_expectations_day")
        batch_op.drop_index("ix_expectations_closes")

    op.drop_table("expectations")
    with op.batch_alter_table("check_records", schema=None) as batch_op:
        batch_op.drop_index("ix_check_records_window")
        batch_op.drop_index(batch_op.f("ix_check_records_unit_id"))
        batch_op.drop_index(batch_op.f("ix_check_records_post_id"))
        batch_op.drop_index(batch_op.f("ix_check_records_plan_id"))
        batch_op.drop_index(batch_op.f("ix_check_records_enterprise_id"))
        batch_op.drop_index("ix_check_records_captured")
        batch_op.drop_index(batch_op.f("ix_check_records_author_id"))

    op.drop_table("check_records")
    with op.batch_alter_table("awaited_photos", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_awaited_photos_enterprise_id"))

    op.drop_table("awaited_photos")
    with op.batch_alter_table("stop_works", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stop_works_unit_id"))
        batch_op.drop_index(batch_op.f("ix_stop_works_post_id"))
        batch_op.drop_index(batch_op.f("ix_stop_works_enterprise_id"))

    op.drop_table("stop_works")
    with op.batch_alter_table("plans", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plans_unit_id"))
        batch_op.drop_index(batch_op.f("ix_plans_post_id"))
        batch_op.drop_index(batch_op.f("ix_plans_enterprise_id"))

    op.drop_table("plans")
    with op.batch_alter_table("pauses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pauses_enterprise_id"))

    op.drop_table("pauses")
    with op.batch_alter_table("ops", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_ops_holder", sqlite_where=sa.text("holds_id"), postgresql_where=sa.text("holds_id")
        )
        batch_op.drop_index("ix_ops_waiting")
        batch_op.drop_index("ix_ops_op_id")
        batch_op.drop_index("ix_ops_key_n")
        batch_op.drop_index(batch_op.f("ix_ops_enterprise_id"))
        batch_op.drop_index("ix_ops_corrects")

    op.drop_table("ops")
    with op.batch_alter_table("hazards", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hazards_unit_id"))
        batch_op.drop_index(batch_op.f("ix_hazards_reporter_id"))
        batch_op.drop_index(batch_op.f("ix_hazards_post_id"))
        batch_op.drop_index("ix_hazards_open")
        batch_op.drop_index(batch_op.f("ix_hazards_enterprise_id"))

    op.drop_table("hazards")
    with op.batch_alter_table("card_openings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_card_openings_post_id"))
        batch_op.drop_index(batch_op.f("ix_card_openings_enterprise_id"))

    op.drop_table("card_openings")
    with op.batch_alter_table("shift_systems", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shift_systems_unit_id"))
        batch_op.drop_index(batch_op.f("ix_shift_systems_enterprise_id"))

    op.drop_table("shift_systems")
    with op.batch_alter_table("phone_keys", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_phone_keys_sign_in_id"))
        batch_op.drop_index(batch_op.f("ix_phone_keys_enterprise_id"))
        batch_op.drop_index(batch_op.f("ix_phone_keys_account_id"))

    op.drop_table("phone_keys")
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index("ix_notices_to")
        batch_op.drop_index(batch_op.f("ix_notices_enterprise_id"))

    op.drop_table("notices")
    with op.batch_alter_table("stored_bundles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stored_bundles_enterprise_id"))

    op.drop_table("stored_bundles")
    with op.batch_alter_table("day_exceptions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_day_exceptions_enterprise_id"))

    op.drop_table("day_exceptions")
    with op.batch_alter_table("blobs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_blobs_enterprise_id"))

    op.drop_table("blobs")
    op.drop_table("backups")
    op.drop_table("arrivals")
