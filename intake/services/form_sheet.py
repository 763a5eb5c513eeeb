# SPDX-License-Identifier: Apache-2.0
"""The dossier's form as a person goes through it beside its pictures: every field in the paper's order, what
is doubtful, where it stands, and what else may be meant.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import chain

from intake.dossier.deadline.local_time import local_day
from intake.dossier.facts import UNREAD
from intake.dossier.look_words import waits_told
from intake.dossier.second_look import Looks
from intake.dossier.states import State
from intake.dossier.stored import Dossier
from intake.dossier.thresholds import USABLE
from intake.dossier.values import FormValue
from intake.form.offers import ValueOffer, offers, said_by
from intake.services.reviewing.likely_places import likely_place, places_on
from intake.services.reviewing.second_look import looks_waiting, read_differently
from intake.services.reviewing.value_places import PlaceOnPage, ValuePlaces
from intake.store.dossier.journal import ended_of
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.catalogue.loading import Catalogue
from templates.model.document_types import FieldType
from templates.model.procedures import ProcedureEdition


class FieldStanding(StrEnum):
    """What is left to do with a field."""

    DOUBTFUL = "doubtful"  # a person must decide
    DECIDED = "decided"  # a person did
    SURE = "sure"  # read, and believed
    ABSENT = "absent"  # nothing was found, and nothing misses it


@dataclass(frozen=True, slots=True)
class SheetField:
    """One field. ``value`` is "" where what was read says nothing of the paper (under ``USABLE``).

    ``source`` says in words where the value is from, ``places`` where it was read, that of the value first,
    or (a doubtful one that was read nowhere) should stand; ``offers`` what else may be meant, the likeliest
    first; ``by`` and ``at`` say who decided, and whether it is ``unreadable``; ``version`` is the dossier's
    at which it became so. ``waits``: for whom, where another person is to look as well; ``value`` is not told
    then, ``offers`` only to a third.
    """

    key: str
    name: str
    type: FieldType
    standing: FieldStanding
    value: str
    source: str = ""
    places: tuple[PlaceOnPage, ...] = ()
    offers: tuple[ValueOffer, ...] = ()
    by: str = ""
    at: datetime | None = None
    unreadable: bool = False
    version: int = 0
    waits: str = ""


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A page of the dossier, in its order, and what it is."""

    document: int
    page: int
    name: str


@dataclass(frozen=True, slots=True)
class FormSheet:
    """The form of a dossier in its ``version``, and all its pages; ``form_page`` is the index of the page to
    look at for a field that was read nowhere; ``ended`` as ``endings`` gives it, None where it did not end.
    """

    id: str
    version: int
    state: State
    ended: Mapping[str, str] | None
    fields: tuple[SheetField, ...]
    pages: tuple[SheetPage, ...]
    form_page: int

    @property
    def doubtful(self) -> int:
        """How many fields a person must still decide."""
        return sum(field.standing is FieldStanding.DOUBTFUL for field in self.fields)


def form_sheet(store: Store, dossier: str, catalogue: Catalogue, who: str = "") -> FormSheet:
    """The form of the dossier that a person means, as ``who`` may see it; raises as ``Store.find`` does,
    ``UnknownNameError`` where the catalogue no longer has its rules.
    """
    with store.read() as session:
        found = store.find(session, dossier)
        edition = catalogue.procedure(found.procedure, local_day(found.received_at))
        return _Sheet(store, session, found, edition, catalogue, who).drawn()


class _Sheet:
    """One dossier's form, put together within one reading transaction."""

    def __init__(
        self,
        store: Store,
        session: Transaction,
        dossier: Dossier,
        edition: ProcedureEdition,
        catalogue: Catalogue,
        who: str,
    ) -> None:
        self._store, self._session, self._dossier = store, session, dossier
        self._form, self._catalogue = edition.form, catalogue
        self._places = ValuePlaces(store, session, catalogue)
        self._who, self._looks = who, looks_waiting(store, session, dossier.id)

    def drawn(self) -> FormSheet:
        values = self._store.form_values(self._session, self._dossier.id)
        types = self._catalogue.document_type(self._form).fields()
        order = self._catalogue.form_layout(self._form).printed_fields()
        missed = self._missed()
        fields = tuple(
            self._field(key, types[key], values.get(key), missed)
            for key in dict.fromkeys((*order, *types))
            if key in types
        )
        pages, form_page = self._pages()
        return FormSheet(
            self._dossier.id,
            self._dossier.version,
            self._dossier.state,
            ended_of(self._session, self._dossier),
            self._with_likely_places(fields),
            pages,
            form_page,
        )

    def _with_likely_places(self, fields: tuple[SheetField, ...]) -> tuple[SheetField, ...]:
        """With where those should stand of which nothing was read and that a person must decide."""
        paper = self._catalogue.paper_name(self._form)
        there = [places_on(field.places, paper) for field in fields]
        return tuple(
            replace(field, places=(likely,))
            if field.standing is FieldStanding.DOUBTFUL
            and not field.places
            and (likely := likely_place([*chain(*reversed(there[:at]))], [*chain(*there[at + 1 :])]))
            else field
            for at, field in enumerate(fields)
        )

    def _missed(self) -> Collection[str]:
        """The fields of a penned form that the procedure needs and nothing was read for."""
        found = self._store.findings(self._session, self._dossier.id)
        return {each["field"] for each in found if each["code"].endswith(UNREAD)}

    def _field(
        self, key: str, kind: FieldType, value: FormValue | None, missed: Collection[str]
    ) -> SheetField:
        name = self._catalogue.field_name(key)
        if value is None:
            standing = FieldStanding.DOUBTFUL if key in missed else FieldStanding.ABSENT
            return SheetField(key, name, kind, standing, "")
        if looks := self._looks.get(key):
            return self._looked_at(name, kind, value, looks)
        legible = value.corrected or value.confidence >= USABLE
        return SheetField(
            key=key,
            name=name,
            type=kind,
            standing=_standing(value, missed),
            value=value.value if legible else "",
            source=said_by(value.said, self._catalogue) if value.paper and legible else "",
            places=tuple(self._places.of(value)),
            offers=offers(value, self._catalogue),
            by=value.corrected_by,
            at=value.corrected_at,
            unreadable=value.unreadable,
            version=value.version,
        )

    def _looked_at(self, name: str, kind: FieldType, value: FormValue, looks: Looks) -> SheetField:
        """One that another person is to look at as well, without knowing what was said."""
        mine = bool(self._who) and looks.is_for(self._who)
        return SheetField(
            key=value.key,
            name=name,
            type=kind,
            standing=FieldStanding.DOUBTFUL if mine else FieldStanding.DECIDED,
            value="",
            places=tuple(self._places.of(value)),
            offers=read_differently(looks) if mine else (),
            by=", ".join(looks.persons),
            at=value.corrected_at,
            version=value.version,
            waits=waits_told(looks),
        )

    def _pages(self) -> tuple[tuple[SheetPage, ...], int]:
        kinds = {
            (page.document_id, page.number): page.kind
            for pages in self._store.pages(self._session, self._dossier.id).values()
            for page in pages
        }
        found = [
            (document.id, number, kinds.get((document.id, number), ""))
            for document in self._store.documents(self._session, self._dossier.id)
            if document.sha256 and not document.withdrawn
            for number in range(1, document.page_count + 1)
        ]
        form = next((place for place, (_d, _n, kind) in enumerate(found) if kind == self._form), 0)
        names = self._catalogue.paper_name
        return tuple(SheetPage(d, n, names(kind) if kind else "") for d, n, kind in found), form


def _standing(value: FormValue, missed: Collection[str]) -> FieldStanding:
    if value.corrected or value.unreadable:
        return FieldStanding.DECIDED
    if value.needs_review or value.key in missed:
        return FieldStanding.DOUBTFUL
    return FieldStanding.SURE if value.value else FieldStanding.ABSENT
