# SPDX-License-Identifier: Apache-2.0
"""The chain of a dossier's journal: each event bears a hash of itself and of the one before it.

An event's hash is SHA-256 over the hash before it ("" for the first), a line feed, and the event as JSON:
``[client_id, dossier_id, at, who, what, data, change, version]`` with sorted keys, no blanks, ASCII only,
and the moment in UTC with six digits of a second. So it is the same in any database.

The dossier's row holds the last hash and the number of events, so that the end of a journal can't be cut off
alone. Each dossier has a chain of its own: two that are written at once do not wait for each other. No key is
in it: who may write to the database and knows this can make a chain anew (docs/backup.md).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Protocol


class Journalled(Protocol):
    """What of an event goes into its hash (a row of the table ``event``)."""

    client_id: Any
    dossier_id: Any
    at: Any
    who: Any
    what: Any
    data: Any
    change: Any
    version: Any


def link(before: str, event: Journalled) -> str:
    """The hash of an event that follows one of the hash ``before``."""
    told = (
        event.client_id,
        event.dossier_id,
        _moment(event.at),
        event.who,
        event.what,
        _plain(event.data),
        event.change,
        event.version,
    )
    text = json.dumps(told, sort_keys=True, separators=(",", ":"))
    return sha256(f"{before}\n{text}".encode("ascii")).hexdigest()


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _plain(data: Mapping[str, Any]) -> Any:
    """As it is read back from a database, where every key is a text."""
    return json.loads(json.dumps(data))
