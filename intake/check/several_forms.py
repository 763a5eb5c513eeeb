# SPDX-License-Identifier: Apache-2.0
"""Forms of different people in one dossier: a twin's, or another family's that was scanned along."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from rapidfuzz import fuzz

from intake.check.wording import Writer, file_and_page
from intake.dossier.facts import DossierFacts, Finding, Severity
from intake.dossier.thresholds import SURE
from intake.dossier.values import Statement
from intake.form.cards import NEAR_NAME
from ocr.text.folding import fold
from templates.catalogue.loading import Catalogue

_NAME = ".full_name"


def several_forms(facts: DossierFacts, form: str, catalogue: Catalogue) -> Iterator[Finding]:
    """A warning where papers of the kind ``form``, surely read, name different people in the same place."""
    named: dict[str, list[Statement]] = {}
    for reading in facts.readings:
        if reading.paper == form and reading.key.endswith(_NAME) and reading.confidence >= SURE:
            named.setdefault(reading.key, []).append(reading)
    places = sorted(
        {
            place
            for readings in named.values()
            for pair in combinations(readings, 2)
            if pair[0].place != pair[1].place and not _alike(*pair)
            for reading in pair
            if (place := reading.place)
        },
        key=lambda place: (facts.files.get(place.document, ""), place.document, place.page, place.nth),
    )
    if places:

        def told() -> str:
            return "; ".join(file_and_page(place, facts) for place in places)

        yield Writer(catalogue).finding(
            "forms-of-several", Severity.WARNING, paper=form, page=places[1], value=told
        )


def _alike(one: Statement, other: Statement) -> bool:
    return fuzz.ratio(fold(one.value), fold(other.value)) >= NEAR_NAME
