# SPDX-License-Identifier: Apache-2.0
"""What each paper of a dossier says for a rule: readings looked up by paper, field and person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from intake.dossier.facts import DossierFacts
from intake.dossier.thresholds import SURE, USABLE
from intake.dossier.values import FormValue, Statement
from intake.form.cards import CARD, Card
from intake.form.owners import Owners, owners
from ocr.result import Source
from ocr.values.dates import parse_date
from templates.model.autofill_map import AutofillMap
from templates.model.procedures import ProcedureEdition
from templates.model.rules import Ref


class Evidence:
    """The readings of a dossier, indexed; ``looked`` is what rules asked for and were told."""

    def __init__(self, facts: DossierFacts, edition: ProcedureEdition, plan: AutofillMap | None) -> None:
        self.facts = facts
        self.form = edition.form
        self.looked: dict[Ref, Statement | None] = {}
        self._plan = plan

    def value(self, ref: Ref) -> Statement | None:
        """What a paper says, if usable at all; on the form a person's correction wins over the reading."""
        return self._told(ref, self._said(ref))

    def dated(self, ref: Ref) -> Statement | None:
        """As ``value``; where a form's date is missing or partial, the fuller one that autofill found."""
        said, chosen = self._said(ref), self._chosen(ref)
        return self._told(ref, self._filled(ref) if chosen and _fuller(chosen, said) else said)

    def stated(self, ref: Ref) -> Statement | None:
        """As ``value``; a field of the form that could not be read there, as it was surely filled in."""
        said, chosen = self._said(ref), self._chosen(ref)
        sure = chosen is not None and bool(chosen.value) and chosen.confidence >= SURE
        return self._told(ref, self._filled(ref) if said is None and sure else said)

    def lent(self, ref: Ref) -> Statement | None:
        """The form's value where another paper lent it (``borrowed``)."""
        chosen = self._chosen(ref)
        return self._told(ref, self._filled(ref) if chosen and self.borrowed(ref.field, chosen) else None)

    def on_paper(self, kind: str, key: str) -> Statement | None:
        """The most trusted usable reading of a key on papers of a kind."""
        found = [r for r in self.facts.readings if r.paper == kind and r.key == key and r.value]
        return _best(found)

    def borrowed(self, key: str, chosen: FormValue) -> bool:
        """Whether a form value comes from another paper because the form itself was not read to say it."""
        elsewhere = not (chosen.corrected or chosen.unreadable) and chosen.paper not in ("", self.form)
        return bool(chosen.value) and elsewhere and self.on_paper(self.form, key) is None

    @cached_property
    def cards(self) -> Mapping[str, Card]:
        """Role → that person's card; a card given by sex and age alone proves nothing and is left out."""
        owned = self.owned
        return {role: card for role, card in owned.cards.items() if role not in owned.guessed}

    @cached_property
    def owned(self) -> Owners:
        """Whose card is whose, also where it is only guessed."""
        if self._plan is None:
            return Owners()
        decided = {key: chosen.value for key, chosen in self.facts.form.items() if chosen.corrected}
        return owners(self._plan, self.facts.readings, decided)

    @cached_property
    def penned(self) -> bool:
        """Whether the form is handwritten or unreadable: what is not found on it may still stand there."""
        papers = self.facts.of_kind(self.form)
        read = [r for r in self.facts.readings if r.paper == self.form]
        by_hand = sum(r.hand for r in read)
        printed = sum(r.confidence >= USABLE for r in read) - sum(
            r.hand and r.confidence >= USABLE for r in read
        )
        return bool(papers) and (by_hand >= printed or not any(p.readable for p in papers))

    def came_since(self, key: str, said: Statement) -> bool:
        """Whether the paper that says so came after a person decided what the form says under ``key``: they
        can't have weighed it.
        """
        chosen, place = self.facts.form.get(key), said.place
        came = self.facts.came.get(place.document) if place else None
        return bool(chosen and chosen.corrected_at and came and came > chosen.corrected_at)

    def _told(self, ref: Ref, evident: Statement | None) -> Statement | None:
        self.looked[ref] = evident
        return evident

    def _said(self, ref: Ref) -> Statement | None:
        chosen = self._chosen(ref)
        if chosen is not None and chosen.unreadable:
            return None
        if ref.paper == self.form and (decided := self._decided(ref.field)):
            return decided
        return self._on_card(ref) if ref.of else self.on_paper(ref.paper, ref.field)

    def _chosen(self, ref: Ref) -> FormValue | None:
        return self.facts.form.get(ref.field) if ref.paper == self.form else None

    def _filled(self, ref: Ref) -> Statement:
        """The value that the form carries, as what its paper says."""
        chosen = self.facts.form[ref.field]
        return replace(chosen.said, paper=chosen.paper or self.form, key=ref.field)

    def _decided(self, key: str) -> Statement | None:
        chosen = self.facts.form.get(key)
        if chosen is None or not chosen.corrected or not chosen.value:
            return None
        return replace(chosen.said, paper=self.form, key=key)

    def _on_card(self, ref: Ref) -> Statement | None:
        card = self.cards.get(ref.of or "") if ref.paper == CARD else None
        return _best([r for r in card.readings if r.key == ref.field and r.value]) if card else None


def _fuller(chosen: FormValue, evident: Statement | None) -> bool:
    """Whether a whole date was chosen where the paper gives none; one of another year is a contradiction."""
    if not chosen.value or chosen.confidence < USABLE or parse_date(chosen.value) is None:
        return False
    return evident is None or (not parse_date(evident.value) and chosen.value.endswith(evident.value))


def _best(readings: Sequence[Statement]) -> Statement | None:
    """The most trusted usable reading; one with diacritics before what the MRZ writes without them."""
    usable = [r for r in readings if r.confidence >= USABLE]
    return max(usable, key=lambda r: (r.source != Source.MRZ, r.confidence), default=None)
