# SPDX-License-Identifier: Apache-2.0
"""A dossier's result as the store keeps it: the paper that the citizen gets in the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class ResultStanding(StrEnum):
    """Whether a file is a dossier's result, may be one once a person looked at it, or was taken back."""

    ATTACHED = "attached"
    WAITING = "waiting"
    TAKEN_BACK = "taken-back"


@dataclass(frozen=True, slots=True)
class StoredResult:
    """One file; what each value says stands with the table (``intake.store.tables.result_model``)."""

    id: int
    dossier_id: str
    sha256: str
    name: str
    size: int
    media_type: str
    page_count: int
    standing: ResultStanding
    kind: str
    doubts: Sequence[Mapping[str, Any]]
    reason: str
    door: str
    remote_id: str
    who: str
    added_at: datetime
    signed: bool | None = None
