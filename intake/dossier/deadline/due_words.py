# SPDX-License-Identifier: Apache-2.0
"""A due day as a clerk reads it."""

from __future__ import annotations

from datetime import date

from templates.language.messages import _, ngettext


def due_told(due_on: date | None, today: date) -> str:
    """The day a result is due, and by how much it is over; "" where none is waited for."""
    if due_on is None:
        return ""
    late, day = (today - due_on).days, f"{due_on:%d/%m/%Y}"
    if late < 0:
        return day
    if late == 0:
        return _("{day} today").format(day=day)
    over = ngettext("{days} day over", "{days} days over", late).format(days=late)
    return f"{day} {over}"
