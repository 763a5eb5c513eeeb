# SPDX-License-Identifier: Apache-2.0
"""An index of the pages that failed: few, and every report counts them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0007"
down_revision = "r0006"
branch_labels = None
depends_on = None

FAILED = sa.text("status = 'failed'")


def upgrade() -> None:
    op.create_index("ix_page_failed", "page", ["document_id"], sqlite_where=FAILED, postgresql_where=FAILED)


def downgrade() -> None:
    op.drop_index("ix_page_failed", "page")
