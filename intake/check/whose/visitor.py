# SPDX-License-Identifier: Apache-2.0
"""Whether who stood at the counter is somebody of whom the papers speak."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import fuzz

from intake.check.whose.people import is_name
from intake.check.wording import Writer
from intake.dossier.facts import DossierFacts, Finding, Severity
from intake.dossier.id_numbers import id_numbers
from intake.dossier.values import Statement
from intake.form.cards import NEAR_NAME
from ocr.text.folding import fold
from templates.catalogue.loading import Catalogue

NOT_AT_COUNTER = "not-at-counter"
_ASKS = "requester.full_name"


def visitor_of_nobody(facts: DossierFacts, form: str, catalogue: Catalogue) -> Iterator[Finding]:
    """A warning where no paper has the name (or the number) that was typed at the counter, and the form, as
    it was surely read or entered, names others: another family's papers may lie here, or the receipt bears a
    wrong name.
    """
    typed = facts.requester
    chosen = {key: value.said for key, value in facts.form.items()}
    said = [*((one.key, one) for one in facts.readings), *chosen.items()]
    names = [(key, one) for key, one in said if is_name(key) and one.value]
    sure = [(key, one) for key, one in names if one.decided or (one.sure and one.paper == form)]
    if not typed.name or not sure or any(_may_be(typed.name, one) for _key, one in names):
        return
    if typed.personal_id and any(typed.personal_id in id_numbers(one.value) for _key, one in said):
        return
    field, named = next(((key, one) for key, one in sure if key == _ASKS), sure[0])
    yield Writer(catalogue).finding(
        NOT_AT_COUNTER,
        Severity.WARNING,
        paper=form,
        field=field,
        page=named.place,
        value=typed.name,
        other_value=named.value,
    )


def _may_be(typed: str, said: Statement) -> bool:
    """At the counter many type without marks; what was not read surely may be a misreading."""
    one, other = fold(typed), fold(said.value)
    return one == other or (not said.sure and fuzz.ratio(one, other) >= NEAR_NAME)
