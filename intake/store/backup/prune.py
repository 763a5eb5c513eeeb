# SPDX-License-Identifier: Apache-2.0
"""Taking older copies away: first the copies, then the pieces that no copy needs any more.

Nothing is taken away while a list among those that stay can't be read, for then nobody knows which pieces it
needs. Stopped anywhere, the next one finds the pieces again.
"""

from __future__ import annotations

from intake.settings.log import log_exception
from intake.store.backup.copies import Copies
from intake.store.backup.errors import DamagedBackupError


def prune(copies: Copies, keep: int) -> int | None:
    """Keep the newest ``keep`` copies; returns how many were removed, None where nothing may be."""
    names = copies.names()
    kept, old = names[:keep], names[keep:]
    needed: set[str] = set()
    try:
        for name in kept:
            needed.update(copies.named(copies.head(name)))
    except DamagedBackupError as error:
        log_exception("nothing-pruned", error)
        return None
    for name in old:
        copies.remove(name)
    for piece in [piece for piece in copies.present if piece not in needed]:
        copies.place.remove(piece)
        del copies.present[piece]
    return len(old)
