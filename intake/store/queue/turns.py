# SPDX-License-Identifier: Apache-2.0
"""Whether the turn of a row that failed has come, as a condition of a query."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import InstrumentedAttribute

from intake.dossier.pauses import LONGEST_PAUSE


def turn_has_come(next_at: InstrumentedAttribute[datetime], now: datetime) -> ColumnElement[bool]:
    """``is_turn`` as a condition of a query."""
    return or_(next_at <= now, next_at > now + LONGEST_PAUSE)
