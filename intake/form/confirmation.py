# SPDX-License-Identifier: Apache-2.0
"""What the other papers of a dossier say to a doubtful value: they confirm it, or propose a spelling.

A paper only speaks for a person whose it is: which card belongs to whom is settled before
(``intake.form.owners``, by number, else by name). Nothing here changes a value; pen confirms nothing, and the
toneless MRZ proposes no spelling.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from intake.dossier.thresholds import SURE, USABLE
from intake.dossier.values import Statement, Witness
from intake.form.agreement import ValueAgreement, values_agree
from ocr.result import Proposal, Source
from ocr.text.folding import text_key
from templates.model.codelists import Codes
from templates.model.document_types import FieldType

SPELT = frozenset(
    {FieldType.NAME, FieldType.ADDRESS, FieldType.TEXT, FieldType.ETHNICITY, FieldType.NATIONALITY}
)
"""Types of which a spelling can be proposed: numbers and dates that differ are simply others."""


def confirmed_by(best: Statement, alike: Sequence[Statement]) -> tuple[Witness, ...]:
    """The papers that made a doubtful reading believed; none for one that was sure by itself."""
    if best.confidence >= SURE or best.confidence < USABLE or best.source == Source.HAND:
        return ()
    return tuple(dict.fromkeys(Witness(c.paper, c.source, c.document_id, c.page) for c in alike))


def spellings(
    best: Statement, others: Iterable[Statement], kind: FieldType, codes: Codes
) -> tuple[Proposal, ...]:
    """How other papers spell a doubtful value where only diacritics differ, the surest first."""
    if best.confidence >= SURE or kind not in SPELT or best.source == Source.HAND:
        return ()
    found: dict[str, Proposal] = {}
    for other in sorted(others, key=lambda c: -c.confidence):
        if _may_speak(best, other) and values_agree(best.value, other.value, codes) is ValueAgreement.MARKS:
            proposal = Proposal(
                other.value, f"paper:{other.paper}:{other.source}", round(other.confidence, 2)
            )
            found.setdefault(text_key(other.value), proposal)
    return tuple(found.values())


def _may_speak(best: Statement, other: Statement) -> bool:
    """A surer reading of another paper that writes diacritics."""
    elsewhere = (other.document_id, other.page) != (best.document_id, best.page) or other.paper != best.paper
    return elsewhere and other.source not in (Source.MRZ, Source.HAND) and other.confidence > best.confidence
