# SPDX-License-Identifier: Apache-2.0
"""A procedure made for a test, which asks for nothing but what the test gives it, and dossiers for it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from intake.check.check import check
from intake.dossier.facts import DocumentFact, DossierFacts, Finding
from intake.dossier.values import Statement
from ocr.result import Source
from templates.catalogue.loading import load_catalogue
from templates.model.procedures import ProcedureEdition
from tests.support.dossiers.values import on_form, on_paper

FORM, NOTICE = "birth-registration", "birth-notice"
MOTHER, FATHER = "mother.full_name", "father.full_name"
NOW = datetime(2026, 11, 18, 9, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
NAMED = {"name": {"vi": "giấy", "en": "paper"}, "law": "-"}
SAYS = {"alert": {"vi": "x", "en": "x"}}


def edition(**parts: Any) -> ProcedureEdition:
    """An edition that asks for nothing but what the test gives it."""
    form = {"id": "application", "choices": [{"kind": FORM}], **NAMED}
    rest = {
        "result": {"kind": "other", "name": {"vi": "-", "en": "-"}},
        "processing": {"working_days": 0, "law": "-"},
    }
    plain = {"id": "e", "since": date(2025, 1, 1), "source": "-", "forms": [FORM], "form_rule": form}
    return ProcedureEdition.model_validate({**plain, **rest, **parts})


def facts(
    form: dict[str, str] | None = None, *kinds: str, confidence: float = 0.97, **more: Any
) -> DossierFacts:
    """A dossier with these values on its form and further papers of these kinds."""
    values = form or {}
    papers = [
        DocumentFact(FORM, "form", (1,)),
        *(DocumentFact(kind, f"{kind}-{n}", (1,)) for n, kind in enumerate(kinds)),
    ]
    readings = [on_paper(FORM, k, v, confidence, Source.PRINT, "form", 1) for k, v in values.items()]
    chosen = {key: on_form(value, confidence, FORM, "form", 1) for key, value in values.items()}
    return DossierFacts(NOW, tuple(papers), tuple(readings), chosen, **more)


def findings(dossier: DossierFacts, **parts: Any) -> list[Finding]:
    return list(check(dossier, edition(**parts), load_catalogue(), NOW).findings)


def codes(dossier: DossierFacts, **parts: Any) -> set[str]:
    return {finding.code for finding in findings(dossier, **parts)}


def rule(check_: str, *fields: str, **more: Any) -> dict[str, Any]:
    refs = [{"paper": FORM, "field": field} for field in fields]
    return {"id": "r", "law": "-", "check": check_, "refs": refs, **more}


def seen(
    paper: str, key: str, value: str, confidence: float = 0.97, source: Source = Source.PRINT, page: int = 1
) -> Statement:
    """A value read on a page of that paper."""
    return on_paper(paper, key, value, confidence, source, paper, page)


def dossier_of(*readings: Statement, decided: dict[str, str] | None = None, **more: Any) -> DossierFacts:
    """A dossier of papers of two pages that say this; what the form says is chosen, and what is decided."""
    kinds = dict.fromkeys([FORM, *(r.paper for r in readings)])
    chosen = {r.key: on_form(r.value, r.confidence, FORM, FORM, r.page) for r in readings if r.paper == FORM}
    chosen |= {key: on_form(value, corrected=True) for key, value in (decided or {}).items()}
    papers = tuple(DocumentFact(kind, kind, (1, 2)) for kind in kinds)
    return DossierFacts(NOW, papers, readings, chosen, **more)


def found_by(dossier: DossierFacts, *rules: dict[str, Any]) -> list[Finding]:
    """What the rules, each of the name ``r``, find."""
    judged = check(dossier, edition(rules=rules), load_catalogue(), NOW)
    return [finding for finding in judged.findings if finding.code.startswith("r.")]


def told_of(found: list[Finding]) -> list[tuple[str, str, str, int | None]]:
    """Of each finding code, paper, field and page."""
    return [(f.code, f.paper, f.field, f.page.page if f.page else None) for f in found]
