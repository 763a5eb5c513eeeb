# SPDX-License-Identifier: Apache-2.0
"""What one slip says: the values of its places, its points and its tables, frozen when it is issued."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class SlipContent:
    """``places`` as in ``templates.model.slip_texts.PLACES``, ``items`` the numbered points, ``tables``
    rows by table.

    ``office`` are the lines of the letterhead.
    """

    places: Mapping[str, str] = field(default_factory=dict)
    items: Sequence[str] = ()
    tables: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)
    office: Sequence[str] = ()

    def as_json(self) -> dict[str, Any]:
        """As stored."""
        return {
            "places": dict(self.places),
            "items": list(self.items),
            "tables": {name: [list(row) for row in rows] for name, rows in self.tables.items()},
            "office": list(self.office),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> SlipContent:
        """As it was stored."""
        return cls(data["places"], data["items"], data["tables"], data["office"])


def wish_key(*parts: object) -> str:
    """A name for what was asked for: equal exactly for equal wishes (SHA-256, hex)."""
    said = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()
