# SPDX-License-Identifier: Apache-2.0
"""What the check says of other dossiers of the same matter: one finding for each.

Of two dossiers the later one waits for a person, or the one that is left where the other was sent; the
earlier one only tells. What a person decided in either counts in both, until a value that tells of the matter
changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256

from intake.check.doubles.likeness import OneMatter, one_matter
from intake.check.wording import Writer
from intake.dossier.deadline.local_time import local_day
from intake.dossier.facts import Finding, Severity
from intake.dossier.matter.dossiers import DOUBLE, MatterDossier
from intake.dossier.state_words import state_word
from templates.catalogue.loading import Catalogue
from templates.catalogue.matters import Matter
from templates.language.messages import _

DOUBLE_LATER, DOUBLE_SETTLED, TWIN = "double-later", "double-settled", "twin"
_MOST = 5
"""So many are told: a person who sees five doubles looks for the rest."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Another dossier and how this one stands to it: ``code`` of the finding. ``seal`` is the same seen from
    either side, and changes with every value that tells of the matter.
    """

    other: MatterDossier
    code: str
    seal: str


def pairs(matter: Matter, mine: MatterDossier, others: tuple[MatterDossier, ...]) -> Iterator[Pair]:
    """The dossiers of the same ``matter`` as ``mine``, and of twins, the earliest first."""
    found = 0
    for other in others:
        likeness = one_matter(matter, mine, other)
        if likeness is not OneMatter.OTHER and found < _MOST:
            found += 1
            seal = _seal(mine, other)
            yield Pair(other, TWIN if likeness is OneMatter.TWIN else _code(mine, other, seal), seal)


def doubles(
    matter: Matter, mine: MatterDossier, others: tuple[MatterDossier, ...], catalogue: Catalogue
) -> Iterator[Finding]:
    """A finding for each dossier of the same matter; a warning where this one is to wait."""
    for pair in pairs(matter, mine, others):
        severity = Severity.WARNING if pair.code == DOUBLE else Severity.INFO
        found = Writer(catalogue).finding(
            pair.code, severity, value=pair.other.id, other_value=partial(_standing, pair.other)
        )
        yield replace(found, fingerprint=pair.seal, pair=pair.seal, other_dossier=pair.other.id)


def _code(mine: MatterDossier, other: MatterDossier, seal: str) -> str:
    if other.told.get(seal):
        return DOUBLE_SETTLED
    waits = not mine.sent and (other.sent or other.came_before(mine))
    return DOUBLE if waits else DOUBLE_LATER


def _seal(one: MatterDossier, other: MatterDossier) -> str:
    told = sorted(
        (dossier.id, sorted((key, value.value) for key, value in dossier.form.items() if value.value))
        for dossier in (one, other)
    )
    return sha256(repr(told).encode()).hexdigest()


def _standing(other: MatterDossier) -> str:
    """When it came and where it stands; of its people nothing."""
    state = state_word(other.state)
    if other.number:
        state = _("{state}, number {number}").format(state=state, number=other.number)
    return _("received {day}, {state}").format(day=f"{local_day(other.received_at):%d/%m/%Y}", state=state)
