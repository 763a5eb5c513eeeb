# SPDX-License-Identifier: Apache-2.0
"""One copy at a time in a place: two would prune each other's pieces.

Who writes says so in ``writing.json``. One of this computer that died is known at once; of another computer's
it is believed for a day. What is left behind tells the next that the last copy was cut off.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from intake.store.backup.errors import BackupBusyError
from intake.store.backup.place import CopyPlace
from intake.store.queue.lease_owner import is_gone, lives_here, new_owner

WRITING = "writing.json"
_BELIEVED = timedelta(days=1)
_at_work: set[str] = set()
"""The names under which this process writes just now."""


@contextmanager
def only_writer(place: CopyPlace, now: datetime) -> Iterator[bool]:
    """Be the only one who writes; yields whether the last one was cut off.

    Raises ``BackupBusyError`` where another writes. What ends by an error leaves the mark behind too.
    """
    last = place.read(WRITING)
    if last is not None and _still_writing(last, now):
        raise BackupBusyError.now(place.told)
    owner = new_owner()
    _at_work.add(owner)
    try:
        yield from _alone(place, owner, now, resumed=last is not None)
    finally:
        _at_work.discard(owner)


def _alone(place: CopyPlace, owner: str, now: datetime, *, resumed: bool) -> Iterator[bool]:
    place.write(WRITING, json.dumps({"owner": owner, "at": now.isoformat()}).encode())
    if _owner(place.read(WRITING) or b"")[0] != owner:  # another wrote its name in the same moment
        raise BackupBusyError.now(place.told)
    yield resumed
    place.remove(WRITING)


def _still_writing(mark: bytes, now: datetime) -> bool:
    owner, at = _owner(mark)
    if not owner or is_gone(owner):
        return False
    if owner.rpartition("/")[0] == new_owner().rpartition("/")[0]:  # this process, which may have failed
        return owner in _at_work
    return lives_here(owner) or (at is not None and abs(now - at) < _BELIEVED)


def _owner(mark: bytes) -> tuple[str, datetime | None]:
    """Who wrote a mark, and when; nobody where it was cut off itself."""
    try:
        told = json.loads(mark)
        return str(told["owner"]), datetime.fromisoformat(told["at"])
    except (ValueError, LookupError, TypeError):
        return "", None
