# SPDX-License-Identifier: Apache-2.0
"""A slip's file in the store that several computers share: what one printed, the others print the same.

Nobody at the counter waits for that store. A slip can always be made from its row, so where the store is away
it is made and printed here, and shared when it is asked for next.
"""

from __future__ import annotations

from pathlib import Path

from intake.errors import StoreError
from intake.settings.log import log_exception
from intake.store.objects import SharedObjects, StoredObject
from intake.store.store import Store


def as_issued(store: Store, path: Path, known: StoredObject | None) -> bytes | None:
    """The slip's file at ``path`` as another computer made it, with the bytes that are ``known`` of it; None
    where none did, or it can't be had.
    """
    shared = store.objects.shared
    if shared is None:
        return None
    try:
        sha256 = known.sha256 if known else shared.named(_name(store, path))
        if sha256 is None:
            return None
        with shared.opened(sha256, path.name) as copy:
            return copy.read_bytes()
    except StoreError as error:
        log_exception("slip-not-fetched", error)
        return None


def share(store: Store, path: Path) -> None:
    """Keep the slip's file at ``path`` for the other computers, unless one did."""
    shared = store.objects.shared
    if shared is None:
        return
    try:
        _share(shared, _name(store, path), path)
    except StoreError as error:
        log_exception("slip-not-shared", error)


def _share(shared: SharedObjects, name: str, path: Path) -> None:
    if shared.named(name) is None:
        shared.name(name, shared.keep(path))


def _name(store: Store, path: Path) -> str:
    return path.relative_to(store.home).as_posix()
