# SPDX-License-Identifier: Apache-2.0
"""One file as it comes: looked at, and kept under its hash if it can be taken in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from intake.capture.opening import CountPages, code_of, count_pages, probe
from intake.capture.pages import CaptureLimits, DocumentInfo
from intake.capture.refusals import Refusal, RefusalCode
from intake.capture.sources import nfc_name
from intake.services.receive.origin import Seen
from intake.store.dossier.documents import FileInfo
from intake.store.objects import StoredObject, digest
from intake.store.store import Store

_UNREACHED = frozenset({RefusalCode.VANISHED, RefusalCode.NO_PERMISSION, RefusalCode.UNREADABLE})
_UNHASHED = frozenset({RefusalCode.EMPTY, RefusalCode.TOO_LARGE})
"""Two empty files are not the same paper; the others take too long, or never end."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file that came: what it is, its hash (None where no byte could be read), where it lies in its
    folder ("" for one that a person adds), and where to read it.
    """

    info: FileInfo
    stored: StoredObject | None
    place: str
    path: Path

    @property
    def seen(self) -> Seen:
        stored = self.stored or StoredObject("", 0)
        return Seen(self.place, stored.sha256 or None, stored.size, not self.info.refusal_code)

    @property
    def unreached(self) -> bool:
        """Whether the disk or the network did not let us at it: that says nothing of what it holds."""
        return self.stored is None and self.info.refusal_code in _UNREACHED


def look_at(
    store: Store, path: Path, place: str, limits: CaptureLimits, count: CountPages = count_pages
) -> Arrival:
    """Probe a file and keep it; what can't be taken in is only hashed, so that it is recognised again."""
    name, count = nfc_name(path), _unless_known(store, count)
    found = probe(path, limits, count)
    try:
        if found.refusal is not None:
            return Arrival(_refused(name, found.refusal), _hash_if_readable(path, found), place, path)
        stored = store.keep(path)
    except OSError as error:
        return left_out(path, place, code_of(error))
    if stored.size != found.size:
        with store.objects.opened(stored.sha256, name) as kept:
            found = probe(kept, limits, count)
    if found.refusal is not None:
        return Arrival(_refused(name, found.refusal), stored, place, path)
    return Arrival(FileInfo(name, found.media_type, found.pages), stored, place, path)


def _unless_known(store: Store, count: CountPages) -> CountPages:
    """The very same bytes have as many pages as before; so a night over folders that stay opens no file."""

    def counted(path: Path, media_type: str, limits: CaptureLimits) -> int:
        with store.read() as session:
            known = store.pages_of(session, digest(path).sha256)
        return known or count(path, media_type, limits)

    return counted


def _hash_if_readable(path: Path, found: DocumentInfo) -> StoredObject | None:
    unhashed = found.refusal is not None and found.refusal.code in _UNHASHED
    return None if unhashed or not path.is_file() else digest(path)


def left_out(path: Path, place: str, code: RefusalCode) -> Arrival:
    """What was not even looked into."""
    return Arrival(_refused(nfc_name(path), Refusal(code)), None, place, path)


def _refused(name: str, refusal: Refusal) -> FileInfo:
    return FileInfo(name, refusal_code=refusal.code.value, refusal_reason=refusal.sentence)
