# SPDX-License-Identifier: Apache-2.0
"""What the home remembers of its last good copy: ``<home>/sohoa.backup``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from intake.settings.log import log_exception
from intake.store.synced import write_synced
from templates.system import move_into_place

FILE = "sohoa.backup"


class LastCopy(BaseModel):
    """The last copy that was finished: where it lies (without a password), its name, when."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    place: str
    snapshot: str
    at: datetime


def last_copy(home: Path) -> LastCopy | None:
    """The last good copy; None where there was none, or nothing readable is left of it."""
    try:
        return LastCopy.model_validate_json((home / FILE).read_bytes())
    except (OSError, ValidationError):
        return None


def remember(home: Path, copy: LastCopy) -> None:
    """Keep which copy was the last good one; it is there all the same where the home can't be written."""
    part = home / f".{FILE}.part"
    try:
        write_synced(part, copy.model_dump_json().encode())
        move_into_place(part, home / FILE)
    except OSError as error:
        log_exception("copy-not-noted", error)
