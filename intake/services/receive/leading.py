# SPDX-License-Identifier: Apache-2.0
"""A file that is nothing but a cover sheet leads the files of its scan: which ones, and how long.

Some scanners make a file of each page. So such a file leads those after it, in the order of their names, as
long as they were written one soon after the other: the papers of the next night lie there too, and nobody
laid that sheet on them. What it led is noted when it ends; a sheet that stood alone leads nothing later.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from intake.capture.sources import nfc_name
from intake.dossier.journal import COVER_LED, What
from intake.services.receive.separator_sheet import Cover, CoverOf
from intake.store.store import Store
from intake.store.transaction import Transaction

LONGEST_PAUSE = timedelta(minutes=10)
"""Between two pages of one scan: a jam, a citizen who asks something."""


@dataclass(slots=True)
class Leading:
    """The ``cover`` sheet in the file ``sheet`` (bytes ``sha256``) and what it led so far.

    ``before`` is what it led in earlier runs, None where none met it. ``last``: when the file before was
    written (POSIX time), None where the disk does not tell. ``procedure``: what the sheet names instead of a
    dossier; its dossier is known from the first file on.
    """

    cover: Cover
    sheet: Path
    sha256: str
    before: frozenset[str] | None
    last: float | None = None
    procedure: str = ""
    led: dict[str, str] = field(default_factory=dict)
    """By the hash of each file its name."""

    def goes_on(self, store: Store, path: Path, sha256: str) -> bool:
        """Whether it leads the next file of a folder in which each file stands for itself."""
        if self.before is not None:
            return sha256 in self.before
        written, before = written_at(path), self.last
        if not sha256 or written is None or before is None:
            return False
        near = abs(written - before) <= LONGEST_PAUSE.total_seconds()
        return near and not _lies_elsewhere(store, sha256, self.cover.dossier)

    def goes_on_inside(self, sha256: str, lying: Callable[[], Iterable[str]]) -> bool:
        """Whether it leads the next file of its own folder, in which ``lying`` lies: whatever came with it,
        and what was added to that.
        """
        if self.before is None or sha256 in self.before:
            return True
        return bool(self.before) and self.before <= {*lying()}

    def follow(self, path: Path, sha256: str) -> None:
        """It led this file."""
        self.led[sha256] = nfc_name(path)
        self.last = written_at(path)


def begin_leading(store: Store, cover: Cover, sheet: Path, sha256: str, *, anew: bool = False) -> Leading:
    """The sheet with what is known of it; ``anew``: whatever that is, for a person names the files now."""
    before: frozenset[str] | None = None
    if cover.of is CoverOf.HERE and not anew:
        with store.read() as session:
            notes = [event.data for event in store.journal(session, cover.dossier)]
        same = [note for note in notes if note.get("code") == COVER_LED and note["sha256"] == sha256]
        before = frozenset(file for note in same for file in note["files"]) if same else None
    return Leading(cover, sheet, sha256, before, written_at(sheet), cover.procedure)


def note_led(store: Store, leading: Leading, *, who: str) -> bool:
    """Keep in the dossier's journal what its sheet led; whether that is news."""
    files = sorted({*leading.led, *(leading.before or ())})
    if leading.before is not None and leading.before == set(files):
        return False
    dossier = leading.cover.dossier
    known_as = hashlib.sha256("\n".join([dossier, leading.sha256, *files]).encode()).hexdigest()[:32]
    told = {"code": COVER_LED, "sha256": leading.sha256, "files": files}
    if leading.procedure:
        told |= {"procedure": leading.procedure, "sheet": named(leading.sheet)}

    def say(session: Transaction) -> bool:
        return store.note(session, dossier, What.NOTED, who=who, data=told, client_id=f"cover-led:{known_as}")

    return store.write(say)


def named(path: Path) -> str:
    """Which file it is, with its folder: scanners number their files anew in each."""
    return f"{nfc_name(path.parent)}/{nfc_name(path)}"


def written_at(path: Path) -> float | None:
    """When the file was written last, as far as the disk tells (POSIX time)."""
    with suppress(OSError):
        return path.stat().st_mtime
    return None


def _lies_elsewhere(store: Store, sha256: str, dossier: str) -> bool:
    """Whether the file was taken in before, into another dossier."""
    with store.read() as session:
        return bool(store.other_dossiers_with(session, dossier, sha256))
