# SPDX-License-Identifier: Apache-2.0
"""Forms of different people in one dossier: a twin's, or another family's that was scanned along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from intake.check.whose.people import NAME, Somebody, near_names, same_name, same_number
from intake.check.whose.sheets import NamingPaper, told_order
from intake.check.wording import Writer, file_and_page
from intake.dossier.facts import DossierFacts, Finding, Severity
from templates.catalogue.loading import Catalogue


def forms_of_others(forms: Sequence[NamingPaper]) -> list[NamingPaper]:
    """Those of the forms that, surely read, name different people in the same place."""
    apart = [
        pair
        for pair in combinations(forms, 2)
        if any(
            one.role == other.role and _two(one, other) for one in pair[0].people for other in pair[1].people
        )
    ]
    return [form for form in forms if any(form in pair for pair in apart)]


def several_forms(
    forms: Sequence[NamingPaper], facts: DossierFacts, catalogue: Catalogue
) -> Iterator[Finding]:
    """A warning where some of the ``forms`` are of different people."""
    found = told_order(forms_of_others(forms), facts)
    if found:

        def told() -> str:
            return "; ".join(file_and_page(form.places[0], facts) for form in found)

        yield Writer(catalogue).finding(
            "forms-of-several", Severity.WARNING, paper=found[0].kind, page=found[1].places[0], value=told
        )


def _two(one: Somebody, other: Somebody) -> bool:
    """A twin's name may differ in a mark alone, and is born on the same day: only a number makes one of two
    names.
    """
    if not (one.surely_named and other.surely_named):
        return False
    names = one.said[NAME], other.said[NAME]
    return not same_name(*names) and not (near_names(*names) and same_number(one, other))
