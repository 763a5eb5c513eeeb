# SPDX-License-Identifier: Apache-2.0
"""The dossiers of ``dossiers/*.yaml``: of every procedure a sound one and spoilt ones, with what is found.

A file holds ``base`` (papers with their values, cards, answers) or takes it ``like`` another procedure's;
each of ``cases`` changes it: ``without`` papers, ``with`` further ones, ``set`` values (null takes one away),
``answers`` (null withdraws one), ``cards``, ``received``, ``commune`` (the office's own). ``errors`` and
``warnings`` are all findings of that weight, ``infos`` some of those that only inform, ``due`` the return
date, ``asked`` all questions left open, ``fees`` all fees by their names (đồng, or ``theo tỉnh`` where
another body sets the amount). A case of the law names the article it follows from (``law``);
docs/law-notes.md says how to add one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from intake.check.check import CheckResult, check
from intake.dossier.deadline.local_time import local_day
from intake.dossier.facts import DocumentFact, DossierFacts
from intake.dossier.values import Statement
from ocr.result import Source
from templates.catalogue.loading import load_catalogue
from templates.files.datafiles import read_yaml
from tests.support.dossiers.values import on_form, on_paper

FOLDER = Path(__file__).parent
COMMUNE = "Xã Hồng Vân, tỉnh Hưng Yên"
EXPECTED = ("errors", "warnings", "infos", "due", "asked", "fees", "law")
RECEIVED = "2026-11-18T09:30"  # a Wednesday
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True)
class Sample:
    """One dossier with what is expected of it."""

    procedure: str
    name: str
    papers: Mapping[str, Any]
    cards: tuple[Mapping[str, str], ...]
    answers: Mapping[str, str]
    received: datetime
    commune: str = COMMUNE
    expected: Mapping[str, Any] = field(default_factory=dict)

    def facts(self) -> DossierFacts:
        catalogue = load_catalogue()
        form = catalogue.procedure(self.procedure, local_day(self.received)).form
        papers, readings = [], []
        for kind, copies in self.papers.items():
            for number, values in enumerate(copies):
                document = f"{kind}-{number}"
                papers.append(DocumentFact(kind, document, (1,)))
                readings += [_reading(kind, key, value, document) for key, value in values.items()]
        for number, card in enumerate(self.cards):
            papers.append(DocumentFact("id-card", f"card-{number}", (1,)))
            readings += [_reading("id-card", f"person.{k}", v, f"card-{number}") for k, v in card.items()]
        own = (self.papers.get(form) or [{}])[0]
        chosen = {key: on_form(str(value), 0.97, form, form, 1) for key, value in own.items()}
        return DossierFacts(
            self.received, tuple(papers), tuple(readings), chosen, dict(self.answers), commune=self.commune
        )

    def check(self) -> CheckResult:
        catalogue = load_catalogue()
        edition = catalogue.procedure(self.procedure, local_day(self.received))
        return check(self.facts(), edition, catalogue, self.received)


def samples() -> list[Sample]:
    """Every dossier of every file."""
    return [sample for path in sorted(FOLDER.glob("*.yaml")) for sample in _of_file(path.stem)]


def _of_file(code: str) -> Iterator[Sample]:
    data, base = _file(code), _base(code)
    for name, change in data["cases"].items():
        case = _changed(base, change or {})
        received = datetime.fromisoformat(str(case["received"])).replace(tzinfo=ZONE)
        yield Sample(
            code,
            name,
            case["papers"],
            tuple(case["cards"]),
            case["answers"],
            received,
            (change or {}).get("commune", COMMUNE),
            {key: (change or {}).get(key) for key in EXPECTED},
        )


@cache
def _file(code: str) -> Any:
    return read_yaml(FOLDER / f"{code}.yaml")


@cache
def _base(code: str) -> Any:
    data = _file(code)
    empty = {"papers": {}, "cards": [], "answers": {}, "received": RECEIVED}
    return _changed(_base(data["like"]) if "like" in data else empty, data.get("base") or {})


def _changed(base: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    papers = {
        kind: copies for kind, copies in base["papers"].items() if kind not in change.get("without", ())
    }
    for kind, values in (change.get("with") or {}).items():
        copies = values if isinstance(values, list) else [values]
        papers[kind] = [dict(copy or {}) for copy in copies]
    for kind, values in (change.get("set") or {}).items():
        papers[kind] = [_merged(copy, values) for copy in papers[kind]]
    return {
        "papers": papers,
        "cards": change.get("cards", base["cards"]),
        "answers": _merged(base["answers"], change.get("answers") or {}),
        "received": change.get("received", base["received"]),
    }


def _merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in {**old, **new}.items() if value is not None}


def _reading(kind: str, key: str, value: Any, document: str) -> Statement:
    return on_paper(kind, key, str(value), 0.97, Source.PRINT, document, 1)
