"""What each paper of a dossier says for a rule: readings looked up by paper, field and person."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from intake.cards import CARD, Card, Claims, by_role, told_apart
from intake.case import DossierFacts, PageRef
from intake.conditions import SURE, USABLE
from intake.numbers import id_numbers
from templates.procedures import ProcedureEdition, Ref

# Which fields of which papers name a person of the form (the marriage certificate calls the parents wife,
# husband).
_NAMES = {
    "mother": (("birth-notice", "mother.full_name"), ("marriage-certificate", "wife.full_name")),
    "father": (("birth-notice", "father.full_name"), ("marriage-certificate", "husband.full_name")),
}
_NUMBERS = {
    "mother": (("birth-notice", "mother.personal_id"), ("marriage-certificate", "wife.id_document")),
    "father": (("marriage-certificate", "husband.id_document"),),
}
_SEX = {"mother": "Nữ", "father": "Nam"}
ROLES = ("mother", "father", "requester")


@dataclass(frozen=True)
class Evident:
    """A value with the paper it stands on; ``decided`` if a person chose it."""

    value: str
    confidence: float
    paper: str
    key: str
    place: PageRef | None
    decided: bool = False

    @property
    def sure(self) -> bool:
        """Whether it needs no look."""
        return self.decided or self.confidence >= SURE


class Evidence:
    """The readings of a dossier, indexed."""

    def __init__(self, facts: DossierFacts, edition: ProcedureEdition) -> None:
        self.facts = facts
        self.form = edition.form

    def value(self, ref: Ref) -> Evident | None:
        """What a paper says, if usable at all; on the form a person's correction wins over the reading."""
        if ref.paper == self.form and (decided := self._decided(ref.field)):
            return decided
        if ref.of:
            return self._on_card(ref)
        return self.on_paper(ref.paper, ref.field)

    def on_paper(self, kind: str, key: str) -> Evident | None:
        """The most trusted usable reading of a key on papers of a kind."""
        found = [r for r in self.facts.readings if r.kind == kind and r.key == key and r.value]
        best = max(found, key=lambda r: r.confidence, default=None)
        if best is None or best.confidence < USABLE:
            return None
        return Evident(best.value, best.confidence, kind, key, best.place)

    @cached_property
    def cards(self) -> dict[str, Card]:
        """Role → that person's card."""
        claims = {role: self._claims(role) for role in ROLES}
        return by_role(told_apart(self.facts.readings), claims)

    @cached_property
    def penned(self) -> bool:
        """Whether the form is handwritten or unreadable: what is not found on it may still stand there."""
        papers = self.facts.of_kind(self.form)
        read = [r for r in self.facts.readings if r.kind == self.form]
        by_hand = sum(r.hand for r in read)
        printed = sum(r.confidence >= USABLE for r in read) - sum(
            r.hand and r.confidence >= USABLE for r in read
        )
        return bool(papers) and (by_hand >= printed or not any(p.readable for p in papers))

    def _decided(self, key: str) -> Evident | None:
        chosen = self.facts.form.get(key)
        if chosen is None or not chosen.corrected or not chosen.value:
            return None
        return Evident(chosen.value, 1.0, self.form, key, chosen.place, decided=True)

    def _on_card(self, ref: Ref) -> Evident | None:
        card = self.cards.get(ref.of or "") if ref.paper == CARD else None
        reading = card.best(ref.field) if card else None
        if reading is None or reading.confidence < USABLE:
            return None
        return Evident(reading.value, reading.confidence, ref.paper, ref.field, reading.place)

    def _claims(self, role: str) -> Claims:
        claims = Claims(sex=_SEX.get(role, ""))
        names = (*_NAMES.get(role, ()), (self.form, f"{role}.full_name"))
        numbers = (*_NUMBERS.get(role, ()), (self.form, f"{role}.id_document"))
        for kind, key in names:
            claims.names |= {e.value for e in self._said(kind, key)}
        for kind, key in numbers:
            claims.numbers |= {n for e in self._said(kind, key) for n in id_numbers(e.value)}
        return claims

    def _said(self, kind: str, key: str) -> list[Evident]:
        said = [self.on_paper(kind, key), self._decided(key) if kind == self.form else None]
        return [evident for evident in said if evident]
