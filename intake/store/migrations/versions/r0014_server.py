# SPDX-License-Identifier: Apache-2.0
"""What a server's database needs beyond a desk's: a count of changes that nobody waits for, and room.

SQLite counts in the present life's row, and its integers have 64 bits as they are.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0014"
down_revision = "r0013"
branch_labels = None
depends_on = None

LONG = (
    ("document", "size"),
    ("component", "master_bytes"),
    ("component", "portal_bytes"),
    ("store_life", "changes"),
)


def upgrade() -> None:
    if _on_server():
        op.execute("CREATE SEQUENCE store_change")
        for table, column in LONG:
            op.alter_column(table, column, type_=sa.BigInteger())


def downgrade() -> None:
    if _on_server():
        op.execute("DROP SEQUENCE store_change")
        for table, column in LONG:
            op.alter_column(table, column, type_=sa.Integer())


def _on_server() -> bool:
    return op.get_bind().dialect.name == "postgresql"
