# SPDX-License-Identifier: Apache-2.0
"""What every change of a dossier's pages has in common: who may make it, what it writes, what follows.

The dossier leaves the queue (``DossierWrites.advance`` withdraws its package), pages of which another word is
said are read again, the form is filled in and checked anew. What a person decided stays; where only pages
that were taken out said so, the dossier is held back until somebody has looked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from intake.dossier.entered import entered
from intake.dossier.journal import PAGES_TAKEN_OUT, What
from intake.dossier.pages.arrangement import Page
from intake.dossier.stored import LaidPage, StoredFile
from intake.reading.page_work import HowToRead
from intake.services.changing.emptied import end_as, end_if_sorted
from intake.services.changing.holding import hold_for_papers
from intake.services.changing.meanwhile import refuse_if_somebody_changed
from intake.services.changing.pages_back import decided_only_by, lead_back, read_waiting
from intake.services.changing.reopening import refuse_closed
from intake.services.judging import judged
from intake.store.dossier.arranging import arrange
from intake.store.dossier.journal import known, written_to
from intake.store.dossier.pages import bring_former_back
from intake.store.queue.pages_to_read import try_pages_again
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.language.outside_text import Longest

THE_OTHER = "to"


@dataclass(frozen=True, slots=True)
class Instruction:
    """Who changes the pages of a dossier, for which office (``commune``) and why (``reason``).

    ``seen``: the version of the dossier that they saw. ``client_id`` names the change: asked for again, it is
    not made again. ``how``: pages that have to be read are read at once; None leaves them to the next run.
    """

    who: str
    commune: str = ""
    reason: str = ""
    seen: int | None = None
    client_id: str | None = None
    how: HowToRead | None = None


@dataclass(frozen=True, slots=True)
class Rearranged:
    """The dossier ``id`` after its pages were changed: the ``check`` (``intake.services.judging``, with
    ``left_queue``), the keys of values that a person ``decided`` and that only pages taken out said, and the
    ``other`` dossier that had a part in it.
    """

    id: str
    check: Mapping[str, Any]
    decided: tuple[str, ...] = ()
    other: Rearranged | None = None


@dataclass(slots=True)
class Rearranging:
    """One change of the pages of one dossier, inside a transaction."""

    store: Store
    session: Transaction
    dossier_id: str
    word: Instruction
    mark: str = ""  # tells the events of the other dossier (THE_OTHER) from the first one's
    goes_on: str = ""  # the dossier in which this one ends, as all its papers are there
    decided: tuple[str, ...] = ()
    left_queue: bool = False
    _written: int = field(default=0)

    def begin(self, seen: int | None) -> None:
        """Raises ``ClosedDossierError``, ``ChangedMeanwhileError``."""
        refuse_closed(self.store, self.session, self.dossier_id)
        refuse_if_somebody_changed(self.session, self.dossier_id, seen)

    def note(self, what: What, data: Mapping[str, Any]) -> None:
        """Write an event; the client's id goes with the first, numbered with further ones."""
        number = f"/{self.mark}{self._written}" if self.mark or self._written else ""
        client = f"{self.word.client_id}{number}" if self.word.client_id else None
        self._written += 1
        self.store.note(self.session, self.dossier_id, what, who=self.word.who, data=data, client_id=client)

    def out(self, taken: Sequence[LaidPage], why: str, **told: Any) -> None:
        """Take pages out of the dossier, which stay kept."""
        pages = {sheet.page for sheet in taken}
        self.decided = decided_only_by(self.store, self.session, self.dossier_id, pages)
        for paper, numbers in by_file(taken):
            self.note(
                What.PAGES_OUT,
                {
                    **file_told(paper),
                    "pages": numbers,
                    "why": why,
                    "dossier": "",
                    "reason": self.word.reason,
                    **told,
                },
            )

    def tell(self, pages: Sequence[LaidPage], **said: Any) -> None:
        """A person says which ``kind`` pages are, which ``turn`` they need, whether a paper ``begins`` there;
        what is read otherwise then is read again.
        """
        for paper, numbers in by_file(pages):
            self.note(What.PAGES_TOLD, {"document": paper.id, "name": paper.name, "pages": numbers, **said})
            try_pages_again(self.session, paper.id, numbers)

    def order(self, pages: Iterable[Page]) -> None:
        """Put all pages of the dossier into this order."""
        self.note(What.PAGES_ORDERED, {"order": [list(page) for page in pages]})

    def finish(self) -> None:
        """Make the rows what was written, and lead the dossier back to where it is judged.

        Raises ``OnItsWayError``.
        """
        arrange(self.session, self.dossier_id)
        bring_former_back(self.session, self.dossier_id)
        self.left_queue = lead_back(self.store, self.session, self.dossier_id, who=self.word.who)
        if self.decided:
            hold_for_papers(self.store, self.session, self.dossier_id, PAGES_TAKEN_OUT, who=self.word.who)
        ended = end_if_sorted(self.store, self.session, self.dossier_id, who=self.word.who)
        if self.goes_on and not ended:
            end_as(self.store, self.session, self.dossier_id, self.goes_on, who=self.word.who)


def checked(word: Instruction) -> Instruction:
    """The instruction with a reason that is fit to be kept; raises ``UsageError`` as ``entered`` does."""
    return replace(word, reason=entered(word.reason, Longest.NOTE))


def rearranged(
    store: Store, dossier: str, word: Instruction, work: Callable[[Rearranging], Rearranging | None]
) -> Rearranged:
    """Do ``work``, which may hand back another dossier that has a part in it, and judge what it changed.

    Raises ``UsageError`` for what can't be, ``ClosedDossierError``, ``OnItsWayError``,
    ``ChangedMeanwhileError``; nothing is kept then.
    """
    word = checked(word)

    def change(session: Transaction) -> tuple[Rearranging, Rearranging | None]:
        mine = Rearranging(store, session, store.find(session, dossier).id, word)
        if word.client_id and known(session, word.client_id):
            return mine, _other_of(mine, word.client_id)
        mine.begin(word.seen)
        other = work(mine)
        for one in (mine, other):
            if one is not None:
                one.finish()
        return mine, other

    mine, other = store.write(change)
    both = [one for one in (mine, other) if one is not None]
    if word.how is not None:
        read_waiting(store, [one.dossier_id for one in both], word.how)
    told = [judged_of(store, one) for one in both]
    return Rearranged(told[0].id, told[0].check, told[0].decided, told[1] if other else None)


def judged_of(store: Store, one: Rearranging) -> Rearranged:
    check = judged(store, one.dossier_id, commune=one.word.commune)
    return Rearranged(one.dossier_id, check | {"left_queue": one.left_queue}, one.decided)


def _other_of(mine: Rearranging, client_id: str) -> Rearranging | None:
    """The other dossier of a change that was made before."""
    other = written_to(mine.session, f"{client_id}/{THE_OTHER}0")
    return Rearranging(mine.store, mine.session, other, mine.word) if other else None


def by_file(pages: Sequence[LaidPage]) -> Iterator[tuple[StoredFile, list[int]]]:
    """Each file with the numbers of its pages among these."""
    ordered = sorted(pages, key=lambda sheet: sheet.page)
    for _file, of_file in groupby(ordered, key=lambda sheet: sheet.paper.id):
        its = list(of_file)
        yield its[0].paper, [sheet.number for sheet in its]


def file_told(paper: StoredFile) -> dict[str, Any]:
    """What an event says of a file whose pages it moves."""
    return {
        "document": paper.id,
        "sha256": paper.sha256,
        "name": paper.name,
        "page_count": paper.page_count,
        "code": paper.refusal_code,
    }
