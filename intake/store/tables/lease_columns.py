# SPDX-License-Identifier: Apache-2.0
"""The columns of every table whose rows wait for a worker (``intake.store.queue.leases``)."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column


class LeaseColumns:
    """One thing to be done. ``state`` is one of ``intake.dossier.sending.Sending``; ``attempts`` counts how
    often it was taken since it last waited anew, ``next_at`` is its turn, ``lease_owner`` and ``lease_until``
    say who has it in hand, ``trouble`` is the code of what the last try met.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(16))
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime] = mapped_column()
    lease_owner: Mapped[str] = mapped_column(String(64), default="")
    lease_until: Mapped[datetime | None] = mapped_column()
    trouble: Mapped[str] = mapped_column(String(64), default="")
