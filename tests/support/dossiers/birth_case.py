# SPDX-License-Identifier: Apache-2.0
"""A birth dossier of invented people that holds every rule, and ways to spoil it one thing at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from intake.check.check import CheckResult, check
from intake.dossier.deadline.local_time import local_day
from intake.dossier.facts import DocumentFact, DossierFacts, Finding
from intake.dossier.values import FormValue, Statement
from ocr.result import Source
from templates.catalogue.loading import load_catalogue
from tests.support.dossiers.values import on_form, on_paper

PROCEDURE = "1.001193"
FORM, NOTICE, CARD, MARRIAGE = "birth-registration", "birth-notice", "id-card", "marriage-certificate"
COMMUNE = "Xã Hồng Vân, tỉnh Hưng Yên"
RECEIVED = datetime(2026, 11, 18, 9, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))  # a Wednesday

ON_FORM = {
    "requester.full_name": "VŨ ĐÌNH KHẢI",
    "requester.birth_date": "04/02/1994",
    "requester.residence": "Thôn Đông, xã Hồng Vân, tỉnh Hưng Yên",
    "requester.id_document": "Căn cước số 033094001234",
    "requester.relation": "Cha đẻ",
    "child.full_name": "VŨ GIA HÒA",
    "child.birth_date": "05/10/2026",
    "child.birth_date_words": "Ngày năm tháng mười năm hai nghìn không trăm hai mươi sáu",
    "child.sex": "Nam",
    "child.ethnicity": "Kinh",
    "child.nationality": "Việt Nam",
    "child.birth_place": "Trung tâm Y tế Phố Nối, tỉnh Hưng Yên",
    "child.hometown": "Xã Hồng Vân, tỉnh Hưng Yên",
    "mother.full_name": "NGÔ THỊ HẠNH",
    "mother.birth_date": "1996",
    "mother.ethnicity": "Kinh",
    "mother.nationality": "Việt Nam",
    "mother.residence": "Thôn Đông, xã Hồng Vân, tỉnh Hưng Yên",
    "mother.id_document": "CCCD 033 196 004 321",
    "father.full_name": "VŨ ĐÌNH KHẢI",
    "father.birth_date": "1994",
    "father.ethnicity": "Kinh",
    "father.nationality": "Việt Nam",
    "father.residence": "Thôn Đông, xã Hồng Vân, tỉnh Hưng Yên",
    "father.id_document": "033094001234",
}
ON_NOTICE = {
    "mother.full_name": "NGÔ THỊ HẠNH",
    "mother.birth_date": "12/07/1996",
    "mother.ethnicity": "Kinh",
    "mother.personal_id": "033196004321",
    "father.full_name": "VŨ ĐÌNH KHẢI",
    "child.birth_date": "05/10/2026",
    "child.sex": "Nam",
    "child.intended_name": "VŨ GIA HOÀ",
    "issued_date": "06/10/2026",
}
ON_MOTHERS_CARD = {
    "person.personal_id": "033196004321",
    "person.full_name": "NGÔ THỊ HẠNH",
    "person.birth_date": "12/07/1996",
    "person.sex": "Nữ",
}
ON_FATHERS_CARD = {
    "person.personal_id": "033094001234",
    "person.full_name": "VŨ ĐÌNH KHẢI",
    "person.birth_date": "04/02/1994",
    "person.sex": "Nam",
}


@dataclass(frozen=True)
class Case:
    """What lies in the dossier; every method gives a new case with one thing changed."""

    form: Mapping[str, str] | None = field(default_factory=lambda: ON_FORM)
    notice: Mapping[str, str] | None = field(default_factory=lambda: ON_NOTICE)
    cards: Sequence[Mapping[str, str]] = (ON_MOTHERS_CARD, ON_FATHERS_CARD)
    marriage: Mapping[str, str] | None = None
    others: Sequence[str] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    chosen: Mapping[str, FormValue | None] = field(default_factory=dict)
    received: datetime = RECEIVED
    edition: str = "2024"
    source: Source = Source.PRINT
    confidence: float = 0.97
    card_source: Source = Source.QR

    def with_form(self, **changes: str | None) -> Case:
        return replace(self, form=_changed(self.form, changes))

    def with_notice(self, **changes: str | None) -> Case:
        return replace(self, notice=_changed(self.notice, changes))

    def with_card(self, which: int, **changes: str | None) -> Case:
        cards = [dict(card) for card in self.cards]
        cards[which] = _changed(cards[which], changes)
        return replace(self, cards=cards)

    def facts(self) -> DossierFacts:
        papers = [DocumentFact(FORM, "form", (1,), edition=self.edition)] if self.form is not None else []
        readings = self._readings(FORM, "form", self.form, self.source, self.confidence)
        for kind, values in ((NOTICE, self.notice), (MARRIAGE, self.marriage)):
            if values is not None:
                papers.append(DocumentFact(kind, kind, (1,)))
                readings += self._readings(kind, kind, values)
        for number, card in enumerate(self.cards):
            papers.append(DocumentFact(CARD, f"card{number}", (1,)))
            readings += self._readings(CARD, f"card{number}", card, self.card_source, 0.99)
        papers += [DocumentFact(kind, kind, (1,)) for kind in self.others]
        return DossierFacts(
            self.received,
            tuple(papers),
            tuple(readings),
            self._form(),
            self.answers,
            commune=COMMUNE,
            files={paper.document: f"{paper.document}.jpg" for paper in papers},
        )

    def check(self) -> CheckResult:
        catalogue = load_catalogue()
        edition = catalogue.procedure(PROCEDURE, local_day(self.received))
        return check(self.facts(), edition, catalogue, self.received)

    def _form(self) -> dict[str, FormValue]:
        hand = self.source is Source.HAND
        chosen: dict[str, FormValue | None] = {
            key: on_form(value, self.confidence, FORM, "form", 1, hand=hand)
            for key, value in (self.form or {}).items()
        }
        chosen |= self.chosen
        return {key: value for key, value in chosen.items() if value is not None}

    def _readings(
        self,
        kind: str,
        document: str,
        values: Mapping[str, str] | None,
        source: Source = Source.PRINT,
        confidence: float = 0.97,
    ) -> list[Statement]:
        return [
            on_paper(kind, key, value, confidence, source, document, 1)
            for key, value in (values or {}).items()
        ]


def _changed(values: Mapping[str, str] | None, changes: Mapping[str, str | None]) -> dict[str, str]:
    """Keys are written with two underscores for the dot; None takes a field away."""
    new: dict[str, str | None] = {**(values or {}), **{k.replace("__", "."): v for k, v in changes.items()}}
    return {key: value for key, value in new.items() if value is not None}


def codes(result: CheckResult) -> set[str]:
    return {finding.code for finding in result.findings}


def of_code(result: CheckResult, code: str) -> Finding:
    (finding,) = [f for f in result.findings if f.code == code]
    return finding
