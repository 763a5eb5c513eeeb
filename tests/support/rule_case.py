# SPDX-License-Identifier: Apache-2.0
"""A procedure made for a test, which asks for nothing but what the test gives it, and dossiers for it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from intake.check.check import check
from intake.dossier.facts import DocumentFact, DossierFacts, Finding
from ocr.result import Source
from templates.catalogue.loading import load_catalogue
from templates.model.procedures import ProcedureEdition
from tests.support.values import on_form, on_paper

FORM, NOTICE = "birth-registration", "birth-notice"
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
