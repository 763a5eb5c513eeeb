# SPDX-License-Identifier: Apache-2.0
"""The checklist of a visit on the terminal: demands with numbers, their alternatives with letters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from string import ascii_lowercase

from intake.check.checklist import Wanted
from intake.dossier.requester import CopySort
from intake.services.counter.demand_words import choice_told, demand_told
from intake.services.counter.visit import copy_meant
from templates.catalogue.loading import Catalogue
from templates.errors import UsageError
from templates.language.messages import _
from templates.model.rules import Choice

_MARK = re.compile(r"(\d+)([a-z]?)(?:=(\w+))?")


def papers_rows(demands: Sequence[Wanted], catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Mark and text of every demand: what must be handed in, then what only has to be shown."""
    for number, demand in enumerate(demands, start=1):
        yield str(number), demand_told(demand, catalogue)
        if len(demand.choices) > 1:
            for letter, choice in zip(ascii_lowercase, demand.choices, strict=False):
                yield f"{number}{letter}", choice_told(choice, catalogue)


def chosen_kinds(typed: str, demands: Sequence[Wanted]) -> tuple[str, ...]:
    """The kinds of paper that the typed numbers name.

    "" means one paper of every demand that surely applies and is handed in, ``0`` none, ``2`` the first
    choice of demand 2 (all that it takes), ``2b`` its second; what stands behind "=" is ``chosen_copies``'.
    Raises ``UsageError``.
    """
    if not typed:
        picked = [
            choice for demand in demands if demand.sure and not demand.shown for choice in _first(demand)
        ]
    elif typed == "0":
        picked = []
    else:
        marks = typed.casefold().replace(",", " ").split()
        picked = [choice for mark in marks for choice in _marked(mark, demands)]
    return tuple(dict.fromkeys(kind for choice in picked for kind in choice.kinds()))


def chosen_copies(typed: str, demands: Sequence[Wanted]) -> dict[str, CopySort]:
    """As what the papers are handed in of which it was typed: ``2=s``. Raises ``UsageError``."""
    marks = (_MARK.fullmatch(mark) for mark in typed.casefold().replace(",", " ").split())
    return {
        kind: copy_meant(found[3])
        for found in marks
        if found and found[3]
        for choice in _marked(found[0], demands)
        for kind in choice.kinds()
    }


def _first(demand: Wanted) -> Sequence[Choice]:
    return demand.choices[: demand.rule.at_least]


def _marked(mark: str, demands: Sequence[Wanted]) -> Sequence[Choice]:
    found = _MARK.fullmatch(mark)
    number = int(found[1]) if found else 0
    if not found or not 1 <= number <= len(demands):
        raise UsageError(
            _("There is no paper with the number {mark}.").format(mark=mark),
            _("Type numbers of the list, such as 1 2b."),
        )
    demand = demands[number - 1]
    if not found[2]:
        return _first(demand)
    place = ascii_lowercase.index(found[2])
    if place >= len(demand.choices):
        raise UsageError(
            _("There is no paper with the number {mark}.").format(mark=mark),
            _("Type numbers of the list, such as 1 2b."),
        )
    return (demand.choices[place],)
