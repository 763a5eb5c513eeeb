# SPDX-License-Identifier: Apache-2.0
"""Doubtful values of many dossiers at once, by what they are: how many wait, and the next few beside where
they stand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from intake.check.check import may_hold_others
from intake.dossier.second_look import Looks, LookStage
from intake.dossier.thresholds import USABLE
from intake.dossier.values import Agreement, FormValue
from intake.form.offers import ValueOffer, offers
from intake.services.reviewing.second_look import looks_waiting, read_differently
from intake.services.reviewing.sorts import Apart, ValueSort, sort_of
from intake.services.reviewing.value_places import PlaceOnPage, ValuePlaces
from intake.store.dossier.doubtful_values import (
    Place,
    WaitingValue,
    count_waiting,
    looked_at_again,
    values_at,
    waiting_keys,
    waiting_procedures,
    waiting_values,
)
from intake.store.dossier.journal import holds
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.catalogue.loading import Catalogue, load_catalogue
from templates.errors import UnknownNameError
from templates.model.document_types import FieldType

_AS_SAID = (Agreement.SINGLE, Agreement.EQUAL)


@dataclass(frozen=True, slots=True)
class WaitingCount:
    """So many values of a sort wait in dossiers whose form is of this kind."""

    sort: ValueSort
    form: str
    count: int


@dataclass(frozen=True, slots=True)
class ValueCell:
    """A doubtful value among those of other dossiers: whose it is (``dossier``, as it is at ``version``),
    its field, and what may be done with it (``apart``). ``value`` is "" where it was hardly read; ``place``
    is None where no page is known; ``at`` its place among all that wait.
    """

    dossier: str
    version: int
    key: str
    name: str
    form: str
    value: str
    apart: Apart
    place: PlaceOnPage | None
    offers: tuple[ValueOffer, ...]
    at: Place


def waiting_by_sort(store: Store) -> list[WaitingCount]:
    """What waits, in the order of the sorts, most first; nothing of what does not wait."""
    found: dict[tuple[ValueSort, str], int] = defaultdict(int)
    with store.read() as session:
        for one, key, count in count_waiting(session):
            form, types = form_of(one, load_catalogue())
            found[sort_of(types.get(key, FieldType.TEXT)), form] += count
    order = list(ValueSort)
    ranked = sorted(found.items(), key=lambda each: (order.index(each[0][0]), -each[1], each[0][1]))
    return [WaitingCount(sort, form, count) for (sort, form), count in ranked]


def next_cells(
    store: Store, sort: ValueSort, form: str = "", *, who: str = "", after: Place | None = None, most: int
) -> list[ValueCell]:
    """The next values of a sort (of one kind of form, or "" for all), at most so many; of those that a person
    decided the ones that wait for ``who``.
    """
    catalogue = load_catalogue()
    with store.read() as session:
        if sort is ValueSort.LOOKS:
            mine, _others = _looks(store, session, who)
            behind = [one for one in mine if after is None or one.place > after]
            return list(cells_of(store, session, behind[:most], catalogue))
        wanted = _wanted(session, sort, form, catalogue)
        return list(cells_of(store, session, waiting_values(session, wanted, after, most), catalogue))


@dataclass(frozen=True, slots=True)
class WaitingLooks:
    """So many values that a person decided wait for the one who asks (``mine``), so many for ``others``."""

    mine: int
    others: int


def waiting_looks(store: Store, who: str) -> WaitingLooks:
    """How many second and third looks wait for ``who``, and how many for somebody else."""
    with store.read() as session:
        mine, others = _looks(store, session, who)
        return WaitingLooks(len(mine), others)


def _looks(store: Store, session: Transaction, who: str) -> tuple[list[WaitingValue], int]:
    """Those that wait for ``who``, and how many wait for somebody else."""
    if not store.second_look:
        return [], 0
    waiting = looked_at_again(session)
    looks = {
        dossier: looks_waiting(store, session, dossier)
        for dossier in dict.fromkeys(one.dossier.id for one in waiting)
    }
    told = [(one, looks[one.dossier.id].get(one.value.key)) for one in waiting]
    mine = [one for one, each in told if each and each.is_for(who)]
    return mine, sum(each is not None for _one, each in told) - len(mine)


def cells_at(store: Store, places: Sequence[tuple[str, str]]) -> list[ValueCell]:
    """Values by dossier (its whole id) and key, as they stand now; nothing of what waits no more."""
    with store.read() as session:
        found = values_at(session, places)
        return list(cells_of(store, session, found, load_catalogue()))


def _wanted(
    session: Transaction, sort: ValueSort, form: str, catalogue: Catalogue
) -> Mapping[str, Collection[str]]:
    """The keys of the sort, each with the procedures in which it is one; they are not counted for that."""
    forms = {procedure: form_of(procedure, catalogue) for procedure in waiting_procedures(session)}
    meant = {procedure: types for procedure, (of, types) in forms.items() if form in ("", of)}
    found: dict[str, set[str]] = defaultdict(set)
    for key in waiting_keys(session):
        for procedure, types in meant.items():
            if sort_of(types.get(key, FieldType.TEXT)) is sort:
                found[key].add(procedure)
    return found


def form_of(procedure: str, catalogue: Catalogue) -> tuple[str, Mapping[str, FieldType]]:
    """The form of a procedure by its newest edition, with the types of its fields; nothing where the
    catalogue knows it no more.
    """
    try:
        form = max(catalogue.procedure_named(procedure).editions, key=lambda each: each.since).form
        return form, catalogue.document_type(form).fields()
    except UnknownNameError:
        return "", {}


def cells_of(
    store: Store, session: Transaction, values: Sequence[WaitingValue], catalogue: Catalogue
) -> Iterator[ValueCell]:
    """The values as they are shown."""
    beside = _Beside(store, session, {one.dossier.id for one in values}, catalogue)
    for one in values:
        place = beside.place(one.value)
        looks = beside.looks(one)
        hidden = bool(one.value.corrected_by) or one.value.confidence < USABLE
        yield ValueCell(
            dossier=one.dossier.id,
            version=one.dossier.version,
            key=one.value.key,
            name=catalogue.field_name(one.value.key),
            form=form_of(one.dossier.procedure, catalogue)[0],
            value="" if hidden else one.value.value,
            apart=beside.apart(one.dossier.id, one.value, place),
            place=place,
            offers=read_differently(looks) if looks else offers(one.value, catalogue),
            at=one.place,
        )


def why_apart(store: Store, session: Transaction, dossier: str, value: FormValue) -> Apart:
    """Why a value of a dossier is not confirmed with others, as it stands in this transaction."""
    beside = _Beside(store, session, {dossier}, load_catalogue())
    return beside.apart(dossier, value, beside.place(value))


class _Beside:
    """What stands beside the values of some dossiers: their places, and what keeps them apart."""

    def __init__(
        self, store: Store, session: Transaction, dossiers: Collection[str], catalogue: Catalogue
    ) -> None:
        self._store, self._session, self._catalogue = store, session, catalogue
        self._dossiers = sorted(dossiers)
        self._places = ValuePlaces(store, session, catalogue)
        self._waiting = {dossier: looks_waiting(store, session, dossier) for dossier in self._dossiers}

    def place(self, value: FormValue) -> PlaceOnPage | None:
        return next(self._places.of(value), None)

    def looks(self, one: WaitingValue) -> Looks | None:
        """What persons said of a value that one of them decided."""
        return self._waiting[one.dossier.id].get(one.value.key)

    def apart(self, dossier: str, value: FormValue, place: PlaceOnPage | None) -> Apart:
        if dossier in self._held:
            return Apart.HELD
        if value.corrected_by:
            looks = self._waiting[dossier].get(value.key)
            return Apart.THIRD if looks and looks.stage is LookStage.THIRD else Apart.SECOND
        if not value.value or value.confidence < USABLE:
            return Apart.HARDLY
        if place is None or place.zone is None:
            return Apart.UNSEEN
        if value.agreement not in _AS_SAID or offers(value, self._catalogue):
            return Apart.DIFFERS
        return Apart.HAND if value.said.hand else Apart.NOT

    @cached_property
    def _held(self) -> frozenset[str]:
        found = holds(self._session, self._dossiers).keys() | {
            dossier
            for dossier in self._dossiers
            for finding in self._store.findings(self._session, dossier)
            if may_hold_others(finding["code"], finding["severity"])
        }
        return frozenset(found)
