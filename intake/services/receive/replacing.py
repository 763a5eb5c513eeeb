# SPDX-License-Identifier: Apache-2.0
"""A newer file under the name of an older one stands in for it, and when a person has to look at that first.

Twins share both cards, and an office names its scans alike each day: the form that lies under its old name
may be another citizen's, and so may one that comes under a new name while the old form is gone from the
folder. So a form that was read, and after a person's word any paper, holds the dossier back once it was
replaced or swapped in that way: what was said was said of the older paper. So does any paper where no form
that was read lies there still: cards that both families have say nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from intake.dossier.journal import PAPERS_REPLACED, PAPERS_SWAPPED, What
from intake.dossier.stored import StoredFile
from intake.services.changing.holding import hold_for_papers
from intake.services.receive.arrival import Arrival
from intake.services.receive.forms_read import forms_read
from intake.services.receive.origin import WHOLE, person_wrote
from intake.store.store import Store
from intake.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Settled:
    """Names of the papers replaced (a settled refusal needs no word), and of those gone from the folder while
    others came under new names (``gone``); ``held``: a person has to look.
    """

    names: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
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
    forms = forms_read(store, session, dossier_id)
    stays = any(paper.id in forms and paper.sha256 in lying for paper in papers)
    said = _Said(person_wrote(store, session, dossier_id), forms, stays)
    names, used, unlike, replaced = [], set(), False, set()
    for old in papers:
        newer = next((new for new in current if _stands_in(new, old, lying, new.id in added)), None)
        if newer is None:
            continue
        used.add(newer.id)
        replaced.add(old.id)
        if not old.refused:
            names.append(old.name)
            unlike |= said.of(old, same_form=newer.sha256 in completed)
        store.replace_document(session, old, newer, who=who)
    if unlike:
        hold_for_papers(store, session, dossier_id, PAPERS_REPLACED, who=who)
    others = [new for new in current if new.place and new.id in added and new.id not in used]
    lost = [old for old in _gone(papers, arrivals, lying) if old.id not in replaced]
    gone = [old for old in lost if said.of(old)] if others else []
    swapped = _not_told_yet(store, session, dossier_id, gone)
    if swapped:
        told = [old.id for old in swapped]
        hold_for_papers(store, session, dossier_id, PAPERS_SWAPPED, who=who, papers=told)
    return Settled(tuple(names), tuple(old.name for old in swapped), unlike or bool(swapped))


@dataclass(frozen=True, slots=True)
class _Said:
    """Whether a person wrote in the dossier, the papers of it (ids) whose form was read, and whether one of
    them lies in the folder still, so that it is the same dossier.
    """

    spoken: bool
    forms: frozenset[int]
    form_stays: bool

    def of(self, paper: StoredFile, *, same_form: bool = False) -> bool:
        """Whether the dossier may hang on this paper only: by what was said, or because nothing that lies
        there still says whose it is. ``same_form``: the newer one completes it.
        """
        return self.spoken or not (same_form or (self.form_stays and paper.id not in self.forms))


def _gone(
    papers: Sequence[StoredFile], arrivals: Sequence[Arrival], lying: Collection[str]
) -> list[StoredFile]:
    """The papers that came from the folder and lie there no more; one that is closed now may hold them."""
    places = [arrival.place for arrival in arrivals if arrival.stored is None]
    return [
        paper
        for paper in papers
        if paper.place and not paper.refused and paper.sha256 not in lying
        if not any(paper.place == place or paper.place.startswith(f"{place}/") for place in places)
    ]


def _not_told_yet(
    store: Store, session: Transaction, dossier_id: str, gone: Sequence[StoredFile]
) -> list[StoredFile]:
    """Those for which the dossier was not held back before: a person has looked at that once."""
    notes = [event.data for event in store.journal(session, dossier_id) if event.what == What.NOTED]
    told = {number for note in notes if note.get("why") == PAPERS_SWAPPED for number in note["papers"]}
    return [paper for paper in gone if paper.id not in told]


def _stands_in(new: StoredFile, old: StoredFile, lying: Collection[str], just_added: bool) -> bool:
    if new.id == old.id or old.sha256 in lying:
        return False
    if not new.place:  # a person adds it: only what was refused under that name is thereby settled
        return just_added and old.refused and old.name == new.name
    if old.sha256 is None:  # a folder that was closed and now opened settles itself with what lies in it
        return old.place in (new.place, WHOLE) or new.place.startswith(f"{old.place}/")
    unplaced = not old.place and old.refused and old.name == new.name  # from before places were kept
    return unplaced or old.place == new.place
