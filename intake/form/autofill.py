# SPDX-License-Identifier: Apache-2.0
"""Fill the form in: for each field the best of what the papers say, with the rest kept beside it.

Pure: page readings and the procedure's map go in, choices come out. What a person decided is not chosen
again here; it only helps to tell whose card is whose (the store keeps it over every re-reading).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from intake.dossier.id_numbers import id_numbers
from intake.dossier.thresholds import SURE, USABLE
from intake.dossier.values import Agreement, FormValue, Statement
from intake.form.confirmation import confirmed_by, spellings
from intake.form.disagreement import compare, misread, overall, same_words
from intake.form.owners import Owners, owners
from intake.form.pen_candidates import held_against
from ocr.result import FieldReading, PageReading, Source
from templates.catalogue.loading import Catalogue
from templates.model.autofill_map import AutofillMap, FieldSources
from templates.model.document_types import FieldType
from templates.model.rules import Ref

_SOURCE_RANK = {
    Source.QR: 0,
    Source.MRZ: 1,
    Source.PRINT: 2,
    Source.TEXT_LAYER: 2,
    Source.MARK: 2,
    Source.HAND: 3,
}
LEGIBLE = 0.12
"""Below this confidence what was read is noise, which helps nobody."""

ON_CARD = {"id_document": "personal_id"}
"""What a form calls otherwise than the card does."""

_TONELESS = frozenset({FieldType.NAME, FieldType.ADDRESS, FieldType.TEXT})
"""Types that the MRZ writes without diacritics, so that print is the better source."""


@dataclass(frozen=True, slots=True)
class PaperPage:
    """One page that was read, and the stored document it belongs to (row id and SHA-256).

    Of a sheet with several papers, ``reading`` is that of the ``nth`` one (from 0). ``at`` is its place among
    all pages of the dossier (its number in the document, if None), ``begins`` whether a person says that a
    paper begins with it or goes on, ``sorted`` whether a person said which kind of paper it is. ``text`` are
    all words of the sheet.
    """

    document_id: int
    sha256: str
    reading: PageReading
    nth: int = 0
    at: int | None = None
    begins: bool | None = None
    sorted: bool = False
    text: str = ""

    @property
    def place(self) -> int:
        """By which its neighbours are told."""
        return self.reading.page if self.at is None else self.at


@dataclass(frozen=True)
class Filled:
    """The form's values by key, and whom the cards belong to (whom they could not be given to)."""

    values: tuple[FormValue, ...]
    owners: Owners


def autofill(
    plan: AutofillMap,
    catalogue: Catalogue,
    pages: Sequence[PaperPage],
    decided: Mapping[str, str] | None = None,
) -> Filled:
    """Choose the form's values; ``decided`` are a person's corrections by key."""
    said = statements(pages)
    owned = owners(plan, said, decided or {})
    chooser = _Chooser(plan, catalogue, said, owned)
    chosen = (chooser.choice(key) for key in chooser.all_keys())
    return Filled(tuple(choice for choice in chosen if choice is not None), owned)


def statements(pages: Sequence[PaperPage]) -> tuple[Statement, ...]:
    """What stands on these pages, value by value."""
    return tuple(_statement(page, field) for page in pages for field in page.reading.fields)


@dataclass(frozen=True, slots=True)
class _Offer:
    """What a paper states, the place in the map it was found by, and its rank (smaller is better)."""

    said: Statement
    ref: Ref
    rank: tuple[float, ...]


class _Chooser:
    """One dossier's papers, asked field by field."""

    def __init__(
        self, plan: AutofillMap, catalogue: Catalogue, said: Sequence[Statement], owned: Owners
    ) -> None:
        self._plan = plan
        self._codes = catalogue.codes
        self._types = catalogue.document_type(plan.form).fields()
        self._owned = owned
        self._said: dict[tuple[str, str], list[Statement]] = {}
        for one in said:
            if one.value:
                self._said.setdefault((one.paper, one.key), []).append(one)

    def all_keys(self) -> list[str]:
        return [*self._types, *(key for key in self._plan.fields if key not in self._types)]

    def choice(self, key: str) -> FormValue | None:
        own = Ref(paper=self._plan.form, field=key)
        rules = self._plan.fields.get(key) or FieldSources.model_validate({"order": "paper", "from": [own]})
        kind = self._types.get(key, FieldType.TEXT)
        offers = self._offers(rules, kind)
        if not offers:
            return None
        best = self._better_read(self._fuller(offers, kind), offers, rules, kind)
        others = tuple(offer.said for offer in offers if offer is not best)
        if best.said.confidence < LEGIBLE:
            found = _illegible(key, best.said, others)
        else:
            found = self._judged(key, rules, kind, best, others)
        return held_against(found, self._card_says(key, rules), kind)

    def _offers(self, rules: FieldSources, kind: FieldType) -> list[_Offer]:
        found = [
            _Offer(said, ref, _rank(rules, place, said, kind))
            for place, ref in enumerate(rules.sources)
            for said in self._at(ref)
        ]
        return sorted(found, key=lambda offer: offer.rank)

    def _at(self, ref: Ref) -> list[Statement]:
        return [said for said in self._said.get((ref.paper, ref.field), ()) if self._is_of(ref, said)]

    def _is_of(self, ref: Ref, said: Statement) -> bool:
        if ref.paper != self._plan.card or ref.of is None:
            return True
        card = self._owned.cards.get(ref.of)
        return card is not None and said.place in card.pages

    def _fuller(self, offers: Sequence[_Offer], kind: FieldType) -> _Offer:
        """The form's own words for an identity paper, where they are sure and hold the very number chosen."""
        best = offers[0]
        if kind is not FieldType.ID_DOCUMENT:
            return best
        for offer in offers:
            own = offer.ref.paper == self._plan.form and offer.said.confidence >= SURE
            if own and same_words(best.said.value, offer.said.value, kind, self._codes):
                return offer
        return best

    def _better_read(
        self, best: _Offer, offers: Sequence[_Offer], rules: FieldSources, kind: FieldType
    ) -> _Offer:
        """The words of a paper that was read surely, in place of ones that can only be a misreading of them.

        Where both say the same the form keeps its own, which the other paper then confirms.
        """
        if rules.order != "paper" or best.said.confidence >= SURE:
            return best
        for offer in offers:
            sure = offer.said.confidence >= SURE and offer.said.paper not in rules.tentative
            if sure and misread(best.said.value, offer.said.value, kind):
                return best if self._alike(best.said, offer.said, kind) else offer
        return best

    def _declared(self, key: str) -> bool:
        """Whether something surely stands on the form under ``key``, in print or by pen."""
        found = self._at(Ref(paper=self._plan.form, field=key))
        return any(c.source == Source.HAND or c.confidence >= USABLE for c in found)

    def _judged(
        self, key: str, rules: FieldSources, kind: FieldType, offer: _Offer, others: tuple[Statement, ...]
    ) -> FormValue:
        best = offer.said
        rivals = [o for o in others if o.confidence >= USABLE and o.source != Source.HAND]
        rivals = [o for o in rivals if o.paper not in rules.tentative]
        witnesses = self._card_says(key, rules)
        alike = [o for o in (*rivals, *witnesses) if o.paper != best.paper and self._alike(best, o, kind)]
        confidence = _together(best, alike)
        review = (
            confidence < SURE
            or offer.ref.of in self._owned.guessed
            or (rules.declared is not None and not self._declared(rules.declared))
            or best.paper in rules.tentative
            or (not rules.may_differ and any(self._contradict(best, o, kind) for o in rivals))
        )
        beside = (*rivals, *witnesses)
        proposals = (*spellings(best, beside, kind, self._codes), *best.proposals) if review else ()
        return FormValue(
            key=key,
            said=replace(best, confidence=confidence, proposals=proposals),
            alternatives=others,
            agreement=overall(best.value, [o.value for o in rivals], kind, self._codes),
            needs_review=review,
            confirmed=confirmed_by(best, alike),
        )

    def _card_says(self, key: str, rules: FieldSources) -> list[Statement]:
        """What the person's own card says of a field that is not to be taken from it: a witness, no rival."""
        role, _dot, attribute = key.partition(".")
        listed = any(ref.paper == self._plan.card for ref in rules.sources)
        if listed or role not in self._owned.cards or role in self._owned.guessed:
            return []
        ref = Ref(paper=self._plan.card, of=role, field=f"person.{ON_CARD.get(attribute, attribute)}")
        return [
            found for found in self._at(ref) if found.confidence >= USABLE and found.source != Source.HAND
        ]

    def _alike(self, one: Statement, other: Statement, kind: FieldType) -> bool:
        if kind is FieldType.ID_DOCUMENT and id_numbers(one.value) != [one.value]:
            kind = FieldType.TEXT  # an equal number says nothing of the words around it
        return same_words(one.value, other.value, kind, self._codes)

    def _contradict(self, best: Statement, other: Statement, kind: FieldType) -> bool:
        """Whether the two are something that a person must weigh.

        What the MRZ writes without diacritics and an odd tone against a QR code are no contradiction; two
        prints that differ in a tone are.
        """
        found = compare(best.value, other.value, kind, self._codes)
        if found is not Agreement.TONES:
            return found is Agreement.DIFFERS
        settled = best.source == Source.QR or Source.MRZ in (best.source, other.source)
        return not settled and not self._alike(best, other, kind)


def _illegible(key: str, best: Statement, others: tuple[Statement, ...]) -> FormValue:
    """Something stands there and nobody can say what: an empty value that a person must fill in."""
    proposals = best.proposals if best.source == Source.HAND else ()
    return FormValue(key, replace(best, value="", proposals=proposals), (best, *others), needs_review=True)


def _rank(rules: FieldSources, place: int, said: Statement, kind: FieldType) -> tuple[float, ...]:
    source = Source(said.source)
    hardly_read = said.confidence < USABLE
    if rules.order == "paper":
        return (hardly_read or source is Source.HAND, place, -said.confidence)
    rank: float = _SOURCE_RANK[source]
    if source is Source.MRZ and kind in _TONELESS:
        rank = _SOURCE_RANK[Source.PRINT] + 0.5
    return (hardly_read, rank, said.confidence < SURE, place, -said.confidence)


def _together(best: Statement, alike: Sequence[Statement]) -> float:
    """Two papers read alike are surer than one; further ones do not count, their errors are alike."""
    if best.source == Source.HAND or best.confidence < USABLE or not alike:
        return best.confidence
    return 1 - (1 - best.confidence) * (1 - max(second.confidence for second in alike))


def _statement(page: PaperPage, field: FieldReading) -> Statement:
    return Statement(
        value=field.value,
        raw=field.raw,
        confidence=field.confidence,
        source=field.source,
        paper=page.reading.kind,
        key=field.key,
        document_id=page.document_id,
        page=page.reading.page,
        box=field.box,
        proposals=field.proposals,
        document=page.sha256,
        nth=page.nth,
        strokes=field.strokes,
    )
