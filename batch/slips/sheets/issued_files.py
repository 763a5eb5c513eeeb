# SPDX-License-Identifier: Apache-2.0
"""The file of an issued slip as it was first made: its hash stands in the journal and is compared whenever
the file is asked for. One that is gone or is another is made anew, and the journal says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from batch.slips.sheets.put_file import put_file
from batch.slips.sheets.shared_files import as_issued, share
from batch.store.slips import SlipRecord
from intake.dossier.journal import What
from intake.services.fill_and_check import PROGRAM
from intake.settings.log import log
from intake.store.objects import StoredObject, digest
from intake.store.store import Store

_UNREADABLE = StoredObject("unreadable", 0)


def keep_issued(store: Store, slip: SlipRecord, path: Path, drawn: Callable[[], bytes]) -> bool:
    """See to it that the slip's file lies at ``path`` as it was issued, made on this computer or another;
    ``drawn`` makes it from its row. True where another file lay there.
    """
    lies, known = _lying(path), _known(store, slip.dossier_id, path.name)
    mended = False
    if known is None or lies != known:
        data = as_issued(store, path, known) or drawn()
        kept = StoredObject(hashlib.sha256(data).hexdigest(), len(data))
        instead_of = None if lies == kept else lies
        if lies != kept:
            put_file(path, data)
        if known != kept or instead_of is not None:
            _note(store, slip, path.name, kept, instead_of)
        mended = known is not None and instead_of is not None
    share(store, path)
    return mended


def _lying(path: Path) -> StoredObject | None:
    try:
        return digest(path)
    except FileNotFoundError:
        return None
    except OSError:  # a bad sector: whatever it is, it is not what was issued
        return _UNREADABLE


def _known(store: Store, dossier_id: str, name: str) -> StoredObject | None:
    """What the journal says of the file; None of one that was made by a version that did not say."""
    with store.read() as session:
        told = [event.data for event in store.journal(session, dossier_id) if event.what == What.SLIP_KEPT]
    newest = next((data for data in reversed(told) if data["file"] == name), None)
    return None if newest is None else StoredObject(newest["sha256"], newest["bytes"])


def _note(
    store: Store, slip: SlipRecord, name: str, kept: StoredObject, instead_of: StoredObject | None
) -> None:
    """Write down what was made; where nothing may be written now, the next one does."""
    if instead_of is not None:
        log().warning("slip-file-replaced", dossier=slip.dossier_id, slip=slip.id)
    if store.fault is not None:
        return
    told = {
        "kind": slip.kind,
        "year": slip.year,
        "number": slip.number,
        "file": name,
        "sha256": kept.sha256,
        "bytes": kept.size,
        "instead_of": instead_of.sha256 if instead_of else "",
    }
    store.write(lambda session: store.note(session, slip.dossier_id, What.SLIP_KEPT, who=PROGRAM, data=told))
