# SPDX-License-Identifier: Apache-2.0
"""Forms of different people in one dossier: a twin's, or another family's that was scanned along."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from intake.check.whose.people import NAME, NUMBER, Somebody, near_names, same_name, same_number
from intake.check.whose.sheets import NamingPaper, told_order
from intake.check.wording import Writer, file_and_page
from intake.dossier.facts import DossierFacts, Finding, Severity
from ocr.result import Source
from templates.catalogue.loading import Catalogue

_Named = tuple[str, bool, str]


def forms_of_others(forms: Sequence[NamingPaper]) -> list[NamingPaper]:
    """Those of the forms that, surely read, name different people in the same place."""
    named = defaultdict[str, dict[_Named, Somebody]](dict)
    where = defaultdict[tuple[str, _Named], set[int]](set)
    for at, form in enumerate(forms):
        for one in filter(_is_sure, form.people):
            named[one.role].setdefault(_named(one), one)
            where[one.role, _named(one)].add(at)
    # Each name once: hundreds of forms mostly have few, and pairs of forms are many.
    apart = {
        at
        for role, people in named.items()
        for (this, one), (that, other) in combinations(people.items(), 2)
        if len(both := where[role, this] | where[role, that]) > 1 and _two(one, other)
        for at in both
    }
    return [form for at, form in enumerate(forms) if at in apart]


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


def _is_sure(one: Somebody) -> bool:
    return one.surely_named


def _named(one: Somebody) -> _Named:
    """All by which ``_two`` tells somebody apart."""
    name = one.said[NAME]
    return name.value, name.source == Source.MRZ, one.text(NUMBER)


def _two(one: Somebody, other: Somebody) -> bool:
    """A twin's name may differ in a mark alone, and is born on the same day: only a number makes one of two
    names.
    """
    names = one.said[NAME], other.said[NAME]
    return not same_name(*names) and not (near_names(*names) and same_number(one, other))
