"""A newer file under the name of an older one stands in for it, and when a person has to look at that first.

Twins share both cards, and an office names its scans alike each day: the form that lies under its old name
may be another citizen's. So a replaced form that was read, and any paper replaced after a person's word, hold
the dossier back: what they said was said of the older paper.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from intake.dossier.tables.model import StoredFileRow
from intake.dossier.thresholds import USABLE
from intake.services.holding import hold_for_replaced
from intake.services.receive.arrival import Arrival
from intake.services.receive.origin import WHOLE, person_wrote
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.catalogue.loading import load_catalogue


@dataclass(frozen=True, slots=True)
class Settled:
    """Names of the papers replaced (a settled refusal needs no word); ``held``: a person has to look."""

    names: tuple[str, ...] = ()
    held: bool = False


def settle_older(
    store: Store,
    session: Transaction,
    dossier_id: str,
    arrivals: Sequence[Arrival],
    added: Sequence[int],
    completed: Collection[str],
    *,
    who: str,
) -> Settled:
    """Let the newer files stand in for the older ones of their name that lie there no more.

    ``completed``: hashes of the files that only go on where an older one ended.
    """
    papers = store.documents(session, dossier_id)
    lying = {arrival.stored.sha256 for arrival in arrivals if arrival.stored}
    current = [paper for paper in papers if paper.sha256 in lying and not paper.refused]
    spoken = person_wrote(session, dossier_id)
    forms = _forms_read(store, session, dossier_id)
    names, unlike = [], False
    for old in papers:
        newer = next((new for new in current if _stands_in(new, old, lying, new.id in added)), None)
        if newer is None:
            continue
        if not old.refused:
            names.append(old.name)
            unlike |= spoken or (old.id in forms and newer.sha256 not in completed)
        store.replace_document(session, old, newer, who=who)
    if unlike:
        hold_for_replaced(store, session, dossier_id, who=who)
    return Settled(tuple(names), unlike)


def _forms_read(store: Store, session: Transaction, dossier_id: str) -> frozenset[int]:
    """The documents with a form of which values were read."""
    papers = load_catalogue().papers
    return frozenset(
        document.id
        for document, reading in store.page_readings(session, dossier_id)
        if reading.kind in papers and papers[reading.kind].role == "form"
        if any(field.value and field.confidence >= USABLE for field in reading.fields)
    )


def _stands_in(new: StoredFileRow, old: StoredFileRow, lying: Collection[str], just_added: bool) -> bool:
    if new is old or old.sha256 in lying:
        return False
    if not new.place:  # a person adds it: only what was refused under that name is thereby settled
        return just_added and old.refused and old.name == new.name
    if old.sha256 is None:  # a folder that was closed and now opened settles itself with what lies in it
        return old.place in (new.place, WHOLE) or new.place.startswith(f"{old.place}/")
    unplaced = not old.place and old.refused and old.name == new.name  # from before places were kept
    return unplaced or old.place == new.place
