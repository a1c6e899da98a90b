"""The first schema: entries, state rows, frontier, checkpoints."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_STATE = ("requests", "permits", "approvers", "policies")


def upgrade() -> None:
    # PostgreSQL came after this revision was released on SQLite, which it makes exactly as it did then.
    words = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    big_key = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "entries",
        sa.Column("seq", big_key, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("kind", words, nullable=False),
        sa.Column("action", words, nullable=True),
        sa.Column("leaf", sa.LargeBinary, nullable=False),
        sa.Column("leaf_hash", sa.LargeBinary, nullable=False),
    )
    op.create_index("entries_by_action", "entries", ["action", "seq"])
    op.create_table(
        "frontier",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("hashes", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "checkpoints",
        sa.Column("size", big_key, primary_key=True, autoincrement=False),
        sa.Column("note", words, nullable=False),
    )
    for name in _STATE:
        op.create_table(
            name,
            sa.Column("id", words, primary_key=True),
            sa.Column("status", words, nullable=False),
            sa.Column("action", words, nullable=True),
            sa.Column("expires_at", sa.BigInteger, nullable=True),
            sa.Column("body", sa.LargeBinary, nullable=False),
        )
        op.create_index(f"{name}_by_status", name, ["status", "id"])
        op.create_index(f"{name}_by_action", name, ["action", "id"])


def downgrade() -> None:
    """There is nothing before the first schema, and a log is never taken back."""
    raise RuntimeError("the first schema cannot be undone")
