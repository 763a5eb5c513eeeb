# SPDX-License-Identifier: Apache-2.0
"""What a person should know of how a folder's papers came in, beyond the dossier's own line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

from intake.capture.refusals import CaptureError
from intake.services.papers.parting import Parted
from intake.services.receive.ingest import Taken
from intake.services.receive.sorting_wish import SheetFound, SheetTrouble
from templates.language.messages import _


class RemarkCode(StrEnum):
    """The kinds, as ``--json`` prints them."""

    ALREADY_THERE = "already-there"
    UNREACHED = "unreached"
    LATE = "late"
    REPLACED = "replaced"
    REPLACED_HELD = "replaced-held"
    SWAPPED_HELD = "swapped-held"
    REUSED = "folder-reused"
    REFILLED_HELD = "folder-refilled-held"
    MOSTLY_SHARED = "mostly-shared"
    STORE_COPIED = "store-is-a-copy"
    INBOX_AWAY = "inbox-away"
    DISK_SHORT = "disk-short"
    MEMORY_SHORT = "memory-short"
    TIME_UP = "time-up"
    NOT_THE_HOUR = "not-the-hour"
    ELSEWHERE = "in-other-hands"
    UNREAD = "read-in-part"
    PILE_CUT = "pile-cut"
    PILE_WAITS = "pile-cut-pages-wait"
    UNPARTED = "cover-sheets-not-looked-for"
    COVER_OF_ELSEWHERE = SheetTrouble.ELSEWHERE.value
    COVER_UNSAID = SheetTrouble.UNSAID.value
    COVER_ALONE = SheetTrouble.ALONE.value
    PROCEDURE_COVER_ALONE = SheetTrouble.OF_PROCEDURE_ALONE.value


_WAITS_FOR_PERSON = frozenset(
    {
        RemarkCode.UNREACHED,
        RemarkCode.LATE,
        RemarkCode.REPLACED_HELD,
        RemarkCode.SWAPPED_HELD,
        RemarkCode.REFILLED_HELD,
        RemarkCode.MOSTLY_SHARED,
        RemarkCode.STORE_COPIED,
        RemarkCode.DISK_SHORT,
        RemarkCode.INBOX_AWAY,
        RemarkCode.COVER_OF_ELSEWHERE,
        RemarkCode.COVER_UNSAID,
        RemarkCode.COVER_ALONE,
        RemarkCode.PROCEDURE_COVER_ALONE,
        RemarkCode.UNPARTED,
        RemarkCode.PILE_WAITS,
    }
)


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark on a source: its ``folder``, if that matters, its dossier, the ``others`` spoken of, names
    of ``files``; or on the run, with up to two ``amounts`` in words.
    """

    code: RemarkCode
    folder: str
    dossier: str
    others: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    problem: str = ""
    """A sentence of why, where only the error knows it."""
    amounts: tuple[str, ...] = ()

    @property
    def needs_person(self) -> bool:
        return self.code in _WAITS_FOR_PERSON

    @property
    def sentence(self) -> str:
        return self._told()[0]

    @property
    def advice(self) -> str:
        return self._told()[1]

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code.value,
            "folder": self.folder,
            "dossier": self.dossier,
            "others": list(self.others),
            "files": list(self.files),
            "amounts": list(self.amounts),
            "needs_person": self.needs_person,
        }

    def _told(self) -> tuple[str, str]:
        places = {
            "folder": self.folder,
            "id": self.dossier,
            "others": ", ".join(self.others),
            "files": ", ".join(self.files),
            "problem": self.problem,
            **dict(zip(("amount", "second"), self.amounts, strict=False)),
        }
        sentence, advice = _TEXTS[self.code]()
        return sentence.format_map(places), advice.format_map(places)


def remarks_on(folder: str, taken: Taken) -> Iterator[Remark]:
    """All that is to be said of a source that was taken in."""
    remark = partial(Remark, folder=folder, dossier=taken.dossier_id)
    if taken.copied:
        yield remark(RemarkCode.ALREADY_THERE)
    if taken.unreached:
        yield remark(RemarkCode.UNREACHED)
    if taken.late:
        yield remark(RemarkCode.LATE)
    if taken.replaced:
        code = RemarkCode.REPLACED_HELD if taken.held else RemarkCode.REPLACED
        yield remark(code, files=taken.replaced)
    if taken.gone:
        yield remark(RemarkCode.SWAPPED_HELD, files=taken.gone)
    if taken.earlier and taken.created:
        code = RemarkCode.REFILLED_HELD if taken.held else RemarkCode.REUSED
        yield remark(code, others=taken.earlier)
    if taken.created and (others := _mostly_in(taken)):
        yield remark(RemarkCode.MOSTLY_SHARED, others=others)


def remark_on_sheet(found: SheetFound) -> Remark:
    """What is to be said of a cover sheet."""
    return Remark(RemarkCode(found.trouble.value), found.files[0], found.dossier, files=found.files)


def remark_on_unparted(path: Path, error: CaptureError) -> Remark:
    """What is to be said of a scan whose cover sheets could not be looked for, or which could not be cut."""
    return Remark(RemarkCode.UNPARTED, path.parent.name, "", files=(path.name,), problem=error.sentence)


def remark_on_pile(folder: str, parted: Parted) -> Remark:
    """What is to be said of a stack that was cut into dossiers."""
    code = RemarkCode.PILE_WAITS if parted.unsorted else RemarkCode.PILE_CUT
    count = str(len(parted.others) + 1)
    told = Remark(code, folder, parted.dossier, others=parted.others, amounts=(count, str(parted.waiting)))
    return replace(told, dossier=parted.unsorted) if parted.unsorted else told


def remarks_on_elsewhere(dossiers: Iterable[str]) -> Iterator[Remark]:
    """Dossiers with which nothing was done, because another run has them."""
    return (Remark(RemarkCode.ELSEWHERE, "", dossier) for dossier in dossiers)


def remarks_on_unread(dossiers: Iterable[str]) -> Iterator[Remark]:
    """Dossiers that took the run longer than one may, so that some of their pages wait for the next."""
    return (Remark(RemarkCode.UNREAD, "", dossier) for dossier in dossiers)


def _mostly_in(taken: Taken) -> tuple[str, ...]:
    """Other dossiers in which more than half of the papers lie too: perhaps it is the same request."""
    counted = Counter(dossier for others in taken.shared.values() for dossier in others)
    return tuple(sorted(dossier for dossier, count in counted.items() if 2 * count > len(taken.added)))


_TEXTS: Mapping[RemarkCode, Callable[[], tuple[str, str]]] = {
    RemarkCode.ALREADY_THERE: lambda: (
        _("{folder}: all its papers lie in dossier {id} already; nothing was added."),
        _("If it is another citizen's, its own papers are still missing in the folder."),
    ),
    RemarkCode.UNREACHED: lambda: (
        _("{folder} could not be read this time; its dossier {id} stays as it was."),
        _("Check the USB stick, the network folder and your rights to it, then run again."),
    ),
    RemarkCode.LATE: lambda: (
        _("{folder}: papers came after dossier {id} was sent; what was sent does not change."),
        _("Look at them with: sohoa show {id}"),
    ),
    RemarkCode.REPLACED: lambda: (
        _("{folder}: newer files stand in for older ones of the same name in dossier {id}: {files}"),
        _("The older ones stay kept; see: sohoa show {id}"),
    ),
    RemarkCode.REPLACED_HELD: lambda: (
        _("{folder}: newer files stand in for older ones of the same name in dossier {id}: {files}"),
        _("If they are another citizen's: sohoa undo {id}, then add them to a dossier of their own."),
    ),
    RemarkCode.SWAPPED_HELD: lambda: (
        _("{folder}: {files} lies there no more, others came under new names; dossier {id} is held back."),
        _("If they are another citizen's: sohoa undo {id}, then add them to a dossier of their own."),
    ),
    RemarkCode.REUSED: lambda: (
        _("{folder} held other papers before (dossier {others}); what lies there now is dossier {id}."),
        _("If it is the same request, add the papers there with: sohoa add DOSSIER FILE…"),
    ),
    RemarkCode.REFILLED_HELD: lambda: (
        _(
            "{folder} held dossier {others} before, and some of its papers lie there still; what lies there"
            " now is dossier {id}, held back."
        ),
        _(
            "Another citizen's: sohoa hold {id} --release --because …. The same request: add what is new to"
            " {others} and leave {id} held."
        ),
    ),
    RemarkCode.ELSEWHERE: lambda: (
        _("Dossier {id} is in the hands of another run; nothing was done with it here."),
        _("If the other run was cut off, run again in a quarter of an hour."),
    ),
    RemarkCode.PILE_CUT: lambda: (
        _("{folder} held the papers of {amount} dossiers and was cut apart: {id}, {others}."),
        _("Look at them; put them together again with: sohoa undo {id}"),
    ),
    RemarkCode.PILE_WAITS: lambda: (
        _(
            "{folder} held the papers of {amount} dossiers and was cut apart; pages of which nobody knows"
            " surely whose they are wait as dossier {id}: {second}."
        ),
        _("See what is proposed and decide: sohoa papers sort {id}"),
    ),
    RemarkCode.UNPARTED: lambda: (
        _(
            "{folder}: {files} was not taken in, for it may hold papers of several people under cover sheets"
            " and could not be parted: {problem}"
        ),
        _("Scan it again, one file for each dossier; nothing of it was lost, the file lies where it was."),
    ),
    RemarkCode.UNREAD: lambda: (
        _(
            "Reading dossier {id} took longer than a run may spend on one dossier; its other pages are kept"
            " and wait."
        ),
        _(
            "The next run over its folder reads on, so does opening it at the desk. If its pages belong to"
            " several people, part the file: one for each dossier."
        ),
    ),
    RemarkCode.COVER_OF_ELSEWHERE: lambda: (
        _(
            "{folder}: the cover sheet of dossier {id} is of another computer or office, or of a dossier that"
            " is here no more; what lies under it was not taken in: {files}"
        ),
        _("Scan it where the sheet was printed, or take the sheet out and scan the papers again."),
    ),
    RemarkCode.COVER_UNSAID: lambda: (
        _(
            "{folder}: the cover sheet of dossier {id} is of an earlier version and does not say which"
            " computer printed it; what lies under it was not taken in: {files}"
        ),
        _("If it is this dossier's: sohoa add {id} FILE…, or print the sheet anew: sohoa cover {id}"),
    ),
    RemarkCode.COVER_ALONE: lambda: (
        _("{folder}: the cover sheet of dossier {id} stands alone, no paper came after it."),
        _("Scan its papers together with it, or add them with: sohoa add {id} FILE…"),
    ),
    RemarkCode.PROCEDURE_COVER_ALONE: lambda: (
        _(
            "{folder}: a cover sheet of procedure {id} stands alone, no paper came after it; no dossier was"
            " made."
        ),
        _("Scan the papers together with it, or make the dossier with: sohoa new"),
    ),
    RemarkCode.STORE_COPIED: lambda: (
        _("The store in {folder} counts as a copy: nothing was signed or sent, and no copy of it was made."),
        _("If the work goes on here: sohoa store accept. See: sohoa doctor"),
    ),
    RemarkCode.INBOX_AWAY: lambda: (
        _("The folder for scans ({folder}) can't be reached; nothing of it was taken in."),
        _("Check the network folder and [night] inbox in the settings, then run again: sohoa run"),
    ),
    RemarkCode.DISK_SHORT: lambda: (
        _("Tonight's scans need about {amount} on the disk of {folder}, and {second} are free."),
        _("Make room there. What no longer fits is left as it is, and the next run goes on with it."),
    ),
    RemarkCode.MEMORY_SHORT: lambda: (
        _("Little memory is free, so {amount} pages are read at once instead of {second}."),
        _("Close other programs in the evening."),
    ),
    RemarkCode.TIME_UP: lambda: (
        _("The run ended at {amount}, as it was told; some work is left."),
        _("The next run goes on with it."),
    ),
    RemarkCode.NOT_THE_HOUR: lambda: (
        _("Not all that waits was sent: sending is only allowed from {amount} to {second}."),
        _("The next run sends it. At once: sohoa push"),
    ),
    RemarkCode.MOSTLY_SHARED: lambda: (
        _("{folder}: most papers of dossier {id} lie in {others} too."),
        _("If it is the same request, send only one of them."),
    ),
}
