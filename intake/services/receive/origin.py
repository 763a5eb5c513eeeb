# SPDX-License-Identifier: Apache-2.0
"""Whose papers are these? Which dossier the files of a folder belong to.

A folder is known by where it lies *and* by the papers in it, never by one of them alone: a name comes again
(``01`` in every day's folder, a scanner's folder that is filled anew each morning), and so does a paper (a
mother's card with each of her twins).

At its place a folder that only grew or only shrank goes on with its dossier. Where papers are gone and others
came it was likely filled anew, whatever names they bear: it goes on only with a form that was read, for that
alone says whose dossier it is, or with most of the papers of then and of now (and is held back then,
``intake.services.receive.replacing``). A card or another paper that both have joins nothing. A file that
begins with all the bytes of an earlier one of its name is the same paper, completed. Where nothing could be
opened so far, a file of the same name is enough, unless a person has written in that dossier.

From another place only the very same papers as lay in a dossier's folder one night say something: it was
copied or moved. They are there already, and nothing is added: what comes into the copy later is nobody's word
that it belongs to that dossier. All else is a dossier of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from intake.dossier.journal import HELD, REVIEWED_BY_PERSON, What
from intake.dossier.stored import Dossier, StoredFile
from intake.services.receive.forms_read import forms_read
from intake.store.dossier.origins import dossiers_at, keep_content, known_content
from intake.store.objects import begins_with
from intake.store.store import Store
from intake.store.transaction import Transaction

_PROGRAMS = frozenset(
    {
        What.CREATED,
        What.STATE,
        What.PAPER_ADDED,
        What.PAPER_REFUSED,
        What.PAPER_REPLACED,
        What.CHECKED,
        What.PACKAGED,
        What.NOTED,
        What.SHOWN,
    }
)
"""Events in which nobody says anything, unless they tell of a hold or a review; every other kind is
somebody's word.
"""

WHOLE = "."
"""The place of a source in itself."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it lies in a folder, or once lay there. ``sha256`` is None where no byte could be read."""

    place: str
    sha256: str | None
    size: int
    opened: bool

    @property
    def mark(self) -> str:
        """What it is told by: its bytes, or its place where there are none."""
        return self.sha256 if self.sha256 and self.size else self.place


@dataclass(frozen=True)
class KnownDossier:
    """A dossier and the files that came from its folder: those it has now (``last``), and those that were
    replaced or taken out since.

    ``touched``: a person has written in it or added papers. ``forms`` gives the hashes of its forms that were
    read.
    """

    dossier_id: str
    last: tuple[Seen, ...]
    earlier: tuple[Seen, ...] = ()
    touched: bool = False
    forms: Callable[[], frozenset[str]] = frozenset

    @property
    def ever(self) -> tuple[Seen, ...]:
        """All that it ever had of its folder."""
        return (*self.last, *self.earlier)

    @property
    def opened(self) -> bool:
        return any(seen.opened for seen in self.last)


@dataclass(frozen=True, slots=True)
class Whose:
    """The dossier that files belong to, None where they are a new one.

    ``copied``: they are the very papers of that dossier, which came from elsewhere. ``earlier``: dossiers of
    other papers that came from this place.
    """

    dossier_id: str | None
    copied: bool = False
    earlier: tuple[str, ...] = ()


def whose(
    store: Store, session: Transaction, place: str, now: Sequence[Seen], completed: Collection[str]
) -> Whose:
    """Whose the files ``now`` at ``place`` are; ``completed`` as ``completed_files`` gives it."""
    here = known_at(store, session, place)
    going_on = [known for known in here if goes_on(known, now, completed)]
    if going_on:
        return Whose(max(going_on, key=lambda k: (len(familiar(k, now, completed)), k.dossier_id)).dossier_id)
    had = known_content(session, _content(now)) if any(seen.opened for seen in now) else None
    if had is not None:
        same = store.get(session, had)
        return Whose(same.id, copied=bool(same.place) or not same.folder)
    return Whose(None, earlier=tuple(known.dossier_id for known in here))


def remember(store: Store, session: Transaction, dossier_id: str, now: Iterable[Seen] = ()) -> None:
    """Keep what lies in the dossier's folder ``now``, or else in the dossier: a copy of it is known again
    also when the folder has grown since.
    """
    files = list(now) or _known(store, session, store.get(session, dossier_id)).last
    keep_content(session, _content(files), dossier_id)


def goes_on(known: KnownDossier, now: Sequence[Seen], completed: Collection[str]) -> bool:
    """Whether a folder at the place of ``known`` is still its folder."""
    marks = {seen.mark for seen in now}
    nothing_new = marks <= {seen.mark for seen in known.ever}
    same = familiar(known, now, completed)
    if not known.opened:
        return bool(same) or nothing_new or (not known.touched and _shares_a_name(known, now))
    if not any(seen.opened for seen in same):
        return bool(same) and nothing_new
    if nothing_new or not _gone(known, now, completed) or _hashes(now) & known.forms():
        return True
    repaired = {seen.place for seen in known.last if not seen.opened}
    others = _hashes(seen for seen in now if seen not in same and seen.place not in repaired)
    had, kept = len(_hashes(known.last)), len(_hashes(same))
    return 2 * kept > max(had, kept + len(others))


def familiar(known: KnownDossier, now: Iterable[Seen], completed: Collection[str]) -> list[Seen]:
    """The files whose bytes came from the folder of ``known`` before, or complete such."""
    had = {seen.sha256 for seen in known.ever if seen.size}
    return [seen for seen in now if seen.size and (seen.sha256 in had or seen.sha256 in completed)]


def completed_files(
    store: Store, session: Transaction, place: str, files: Iterable[tuple[Seen, Path]]
) -> frozenset[str]:
    """The hashes of those files that begin with all the bytes of an earlier file of the same place and name:
    it was taken in while it was still being written.
    """
    earlier: dict[str, list[Seen]] = {}
    for known in known_at(store, session, place):
        for seen in known.last:
            earlier.setdefault(seen.place, []).append(seen)
    return frozenset(
        now.sha256
        for now, path in files
        for stub in earlier.get(now.place, ())
        if now.sha256 and stub.sha256 and 0 < stub.size < now.size
        if begins_with(path, stub.sha256, stub.size)
    )


def known_at(store: Store, session: Transaction, place: str) -> list[KnownDossier]:
    """The dossiers that came from this very place."""
    return [_known(store, session, dossier) for dossier in dossiers_at(session, place)]


def person_wrote(store: Store, session: Transaction, dossier_id: str) -> bool:
    """Whether a person has said anything about the dossier."""
    return any(
        event.what not in _PROGRAMS
        or event.data.get("code") == HELD
        or (event.what == What.STATE and event.data.get(REVIEWED_BY_PERSON))
        for event in store.journal(session, dossier_id)
    )


def _content(files: Iterable[Seen]) -> str:
    return hashlib.sha256("\n".join(sorted({seen.mark for seen in files})).encode()).hexdigest()


def _shares_a_name(known: KnownDossier, now: Iterable[Seen]) -> bool:
    places = {seen.place for seen in known.last}
    return WHOLE in places or any(seen.place in places for seen in now)


def _hashes(files: Iterable[Seen]) -> set[str]:
    """Of those that are papers; what can't be opened says nothing of whom it is."""
    return {seen.sha256 for seen in files if seen.opened and seen.sha256}


def _gone(known: KnownDossier, now: Sequence[Seen], completed: Collection[str]) -> bool:
    """Whether a paper lies there no more; one that was completed or whose folder is closed now may well."""
    lying = _hashes(now)
    kept = [seen.place for seen in now if seen.sha256 in completed or seen.sha256 is None]
    return any(
        seen.opened
        and seen.sha256 not in lying
        and not any(seen.place == place or seen.place.startswith(f"{place}/") for place in kept)
        for seen in known.last
    )


def _known(store: Store, session: Transaction, dossier: Dossier) -> KnownDossier:
    documents = store.every_document(session, dossier.id)
    # What a person added from elsewhere is no sign of the folder; before places were kept, all came from it.
    of_folder = [document for document in documents if document.place] or documents
    by_hand = any(document.page_count and document not in of_folder for document in documents)

    def forms() -> frozenset[str]:
        read = forms_read(store, session, dossier.id)
        return frozenset(document.sha256 or "" for document in documents if document.id in read)

    return KnownDossier(
        dossier.id,
        last=tuple(_seen(document) for document in of_folder if not document.withdrawn),
        earlier=tuple(_seen(document) for document in of_folder if document.withdrawn),
        touched=by_hand or person_wrote(store, session, dossier.id),
        forms=forms,
    )


def _seen(document: StoredFile) -> Seen:
    opened = document.page_count > 0
    return Seen(document.place or document.name, document.sha256, document.size, opened)
