# SPDX-License-Identifier: Apache-2.0
"""Whether every demand has a paper of its own: one vow may stand for a birth or for a father, and where both
are demanded it is a person who sees whether it says both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import product
from math import prod

from intake.check.conditions import holds
from intake.check.wording import Writer
from intake.dossier.facts import DossierFacts, Finding, Severity
from templates.catalogue.loading import Catalogue
from templates.language.messages import current_language
from templates.model.procedures import ProcedureEdition
from templates.model.rules import Choice, DocumentRule

MOST_WAYS = 256
"""So many ways to lay papers to demands are tried; no procedure's papers have a tenth of them."""


def one_for_two(facts: DossierFacts, edition: ProcedureEdition, catalogue: Catalogue) -> Iterator[Finding]:
    """A finding for each demand that has only a paper which an earlier demand needs as well.

    A demand that asks for several of its choices is left out: its papers are told apart by their kinds.
    """
    there = Counter(paper.kind for paper in facts.papers)
    demands = [(rule, _satisfied(rule, there)) for rule in edition.submit if holds(rule.when, facts, edition)]
    met = [(rule, ways) for rule, ways in demands if ways and rule.at_least == 1]
    if prod(len(ways) for _rule, ways in met) > MOST_WAYS:
        return
    laid = max(product(*(ways for _rule, ways in met)), key=lambda ways: _fitting(ways, there), default=())
    left, owner = Counter(there), dict[str, DocumentRule]()
    for (rule, _ways), way in zip(met, laid, strict=True):
        needed = _needed(way)
        short = next((kind for kind in needed if left[kind] < needed[kind]), None)
        if short is None:
            left -= needed
            owner.update(dict.fromkeys(needed, rule))
            continue
        weight = Severity.WARNING if rule.severity == "error" else Severity.INFO
        yield Writer(catalogue, rule).finding(
            "one-for-two",
            weight,
            paper=rule.choices[0].kind,
            other_paper=short,
            page=facts.of_kind(short)[0].first,
            other=partial(_named, owner[short]),
        )


def _satisfied(rule: DocumentRule, there: Counter[str]) -> list[Choice]:
    """The ways of a demand for which all papers are there, whatever else needs them."""
    return [choice for choice in rule.choices if _needed(choice) <= there]


def _fitting(ways: Sequence[Choice], there: Counter[str]) -> int:
    """How many demands get papers of their own, the earlier ones first."""
    left, fitting = Counter(there), 0
    for needed in map(_needed, ways):
        if needed <= left:
            left -= needed
            fitting += 1
    return fitting


def _needed(choice: Choice) -> Counter[str]:
    needed = Counter({choice.kind: choice.count})
    for part in choice.also:
        needed += _needed(part)
    return needed


def _named(rule: DocumentRule) -> str:
    return rule.name["en" if current_language() == "en" else "vi"]
