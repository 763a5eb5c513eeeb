# SPDX-License-Identifier: Apache-2.0
"""A screenful of values of many dossiers confirmed by one person, and taken back; each dossier by itself.

What is confirmed was on the screen, as it stands; what a colleague decided meanwhile is told and left alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from intake.dossier.deadline.local_time import local_time
from intake.dossier.values import FormValue
from intake.errors import ChangedMeanwhileError
from intake.services.changing.edit import Edit, enter
from intake.services.changing.meanwhile import refuse_if_said
from intake.services.changing.reopening import refuse_closed
from intake.services.changing.undo import undo
from intake.services.judging import judged
from intake.services.reviewing.by_field import why_apart
from intake.services.reviewing.showing import note_shown
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.errors import UsageError
from templates.language.messages import _


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A value that was on the screen, as it stood in the dossier at version ``seen``. ``right``: the person
    says so, with all the others that they left as they are; ``alone``: of this one by itself.
    """

    dossier: str
    key: str
    seen: int
    right: bool
    alone: bool = False


@dataclass(frozen=True, slots=True)
class ConfirmedHere:
    """What was confirmed in one dossier, and the name of that ``change``."""

    dossier: str
    change: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftAsItWas:
    """A value (all of the dossier for the key "") that was not confirmed or taken back, and why, in words."""

    dossier: str
    key: str
    why: str


@dataclass(frozen=True, slots=True)
class ScreenDone:
    """What came of a screenful, or of taking one back."""

    done: tuple[ConfirmedHere, ...]
    left: tuple[LeftAsItWas, ...]


def confirm_shown(store: Store, cells: Sequence[ShownCell], *, who: str, commune: str) -> ScreenDone:
    """Note all ``cells`` as shown to ``who``, confirm those that are right, and judge their dossiers anew.

    A dossier in which something stands against it is left as it was and told; the others are kept. Asked
    again for what the same person has confirmed by then, it changes nothing.
    """
    by_dossier: dict[str, list[ShownCell]] = defaultdict(list)
    for cell in cells:
        by_dossier[cell.dossier].append(cell)
    done: list[ConfirmedHere] = []
    left: list[LeftAsItWas] = []
    for dossier, theirs in by_dossier.items():
        screen = _Screen(store, theirs, who, len(cells))
        try:
            kept = store.write(screen.confirm)
        except UsageError as error:
            left.append(LeftAsItWas(dossier, "", error.sentence))
            continue
        left += kept.left
        done += kept.done
    for each in done:
        judged(store, each.dossier, commune=commune)
    return ScreenDone(tuple(done), tuple(left))


def take_back_screenful(store: Store, done: Sequence[ConfirmedHere], *, who: str, commune: str) -> ScreenDone:
    """Take back what was confirmed, in each dossier in which nothing else was done since."""
    taken: list[ConfirmedHere] = []
    left: list[LeftAsItWas] = []
    for each in done:
        try:
            undo(store, each.dossier, who=who, commune=commune, only=each.change)
        except UsageError as error:
            left.append(LeftAsItWas(each.dossier, "", error.sentence))
        else:
            taken.append(each)
    return ScreenDone(tuple(taken), tuple(left))


class _Screen:
    """The part of a screenful that lies in one dossier."""

    def __init__(self, store: Store, cells: Sequence[ShownCell], who: str, among: int) -> None:
        self._store, self._cells, self._who, self._among = store, cells, who, among

    def confirm(self, session: Transaction) -> ScreenDone:
        store, who = self._store, self._who
        found = store.find(session, self._cells[0].dossier).id
        refuse_closed(store, session, found)
        values = store.form_values(session, found)
        left = dict(self._against(session, found, values))
        as_shown = [cell for cell in self._cells if cell.key in values and cell.key not in left]
        shown = [values[cell.key] for cell in as_shown]
        note_shown(store, session, found, shown, who=who, among=self._among)
        keys = tuple(cell.key for cell in as_shown if cell.right and not values[cell.key].corrected)
        told = tuple(LeftAsItWas(found, key, why) for key, why in left.items())
        if not keys:
            return ScreenDone((), told)
        kept = enter(store, session, found, Edit(confirm=keys), who=who)
        return ScreenDone((ConfirmedHere(found, kept.change, keys),), told)

    def _against(
        self, session: Transaction, dossier: str, values: Mapping[str, FormValue]
    ) -> Iterator[tuple[str, str]]:
        """The keys that can't be confirmed, each with the reason."""
        for cell in self._cells:
            value = values.get(cell.key)
            if value is None:
                yield cell.key, _("Nothing stands there any more.")
            elif value.corrected and value.corrected_by == self._who:
                continue
            elif why := self._changed(session, dossier, cell) or self._apart(session, dossier, cell, value):
                yield cell.key, why

    def _changed(self, session: Transaction, dossier: str, cell: ShownCell) -> str:
        try:
            refuse_if_said(session, dossier, cell.seen, {cell.key}, ())
        except ChangedMeanwhileError as error:
            (change,) = error.changes
            if change.at is None:
                return _("It was read anew meanwhile: look at it again.")
            return _("Decided meanwhile by {who}, {at}.").format(who=change.who, at=local_time(change.at))
        return ""

    def _apart(self, session: Transaction, dossier: str, cell: ShownCell, value: FormValue) -> str:
        if not cell.right:
            return ""
        apart = why_apart(self._store, session, dossier, value)
        return "" if cell.alone and apart.by_itself else apart.told
