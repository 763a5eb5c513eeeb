# SPDX-License-Identifier: Apache-2.0
"""Alembic's entry: runs the revisions in ``versions/`` on the connection that ``intake.store.database``
hands over.

Tables of upper rooms (the outbox) hang on the same ``Base`` and have their revision here as well, but their
modules are not imported: a revision spells its tables out and needs no models.
"""

from __future__ import annotations

from alembic import context

from intake.store.progress import nobody_told
from intake.store.tables.model import TableBase

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=TableBase.metadata,
    render_as_batch=True,
    on_version_apply=lambda **_told: context.config.attributes.get("advance", nobody_told)(1),
)
with context.begin_transaction():
    context.run_migrations()
