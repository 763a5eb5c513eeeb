# SPDX-License-Identifier: Apache-2.0
"""What was on somebody's screen, kept in the journal: who confirms a value must have seen where it stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from intake.dossier.journal import What
from intake.dossier.shown import Sight, seen_by, sight_of
from intake.dossier.values import FormValue
from intake.errors import NotShownError
from intake.store.dossier.journal import events_of_many
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.catalogue.loading import load_catalogue

Pages = Collection[tuple[int, int]]
"""Pages of a dossier: the document (row id) and the page's number (from 1)."""

MOST_LOOKED_S = 4 * 3600
"""Nobody looks at one dossier longer at a stretch: a page that was left open tells nothing."""


@dataclass(frozen=True, slots=True)
class Looked:
    """How long somebody has had a dossier before them since they opened it: ``seconds``, those left out
    in which they did nothing; ``sight`` is a name of that opening, so that what is told twice counts once.
    """

    sight: str
    seconds: int

    def told(self) -> dict[str, object]:
        """As the journal has it."""
        return {"sight": self.sight, "seconds": self.seconds}


def shown(
    store: Store,
    dossier: str,
    keys: Collection[str] = (),
    *,
    pages: Pages = (),
    who: str,
    client_id: str | None = None,
    looked: Looked | None = None,
) -> tuple[str, ...]:
    """Note that the zones of the values ``keys``, and whole ``pages``, were on the screen of ``who``.

    A value counts as shown with its zone; where no zone of it is known (a QR code), with its page; where it
    stands on no page because a person said it, with the value itself. ``looked``: for how long they have had
    the dossier before them. Returns the keys of the values shown thereby; keys without a value and what was
    shown before add nothing. Raises as ``Store.find`` does.
    """

    def note(session: Transaction) -> tuple[str, ...]:
        found = store.find(session, dossier).id
        values = store.form_values(session, found)
        wanted = {key: value for key, value in values.items() if key in keys or _stands_on(pages, value)}
        note_shown(store, session, found, wanted.values(), who=who, client_id=client_id, looked=looked)
        return tuple(wanted)

    return store.write(note)


def note_shown(
    store: Store,
    session: Transaction,
    dossier_id: str,
    values: Iterable[FormValue],
    *,
    who: str,
    client_id: str | None = None,
    among: int = 0,
    looked: Looked | None = None,
) -> None:
    """Note that these values of the dossier, as they stand, were on the screen of ``who``; ``among`` how many
    of other dossiers, where there were any.
    """
    unseen = _unseen(session, dossier_id, {value.key: value for value in values}, who)
    if unseen or looked:
        told = {key: list(sight_of(value)) for key, value in unseen.items()}
        data = {"values": told} | ({"among": among} if among else {}) | (looked.told() if looked else {})
        store.note(session, dossier_id, What.SHOWN, who=who, data=data, client_id=client_id)


def seen(session: Transaction, dossier_id: str, who: str) -> set[tuple[str, Sight]]:
    """What of the dossier was on the screen of ``who`` (``intake.dossier.shown``)."""
    return seen_by(events_of_many(session, [dossier_id], What.SHOWN).get(dossier_id, ()), who)


def refuse_unseen(session: Transaction, dossier_id: str, values: Iterable[FormValue], who: str) -> None:
    """Raise ``NotShownError`` where ``who`` has not seen one of the values as it stands now."""
    unseen = _unseen(session, dossier_id, {value.key: value for value in values}, who)
    if unseen:
        names = load_catalogue().field_name
        raise NotShownError.of(dossier_id, [names(key) for key in unseen], next(iter(unseen)))


def _stands_on(pages: Pages, value: FormValue) -> bool:
    return (value.said.document_id, value.said.page) in pages


def _unseen(
    session: Transaction, dossier_id: str, values: Mapping[str, FormValue], who: str
) -> dict[str, FormValue]:
    had = seen(session, dossier_id, who) if values else set()
    return {key: value for key, value in values.items() if (key, sight_of(value)) not in had}
