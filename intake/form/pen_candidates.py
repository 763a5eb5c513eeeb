# SPDX-License-Identifier: Apache-2.0
"""What is written by hand, held against what the dossier's other papers say of the same field.

Where the strokes say it, the handwriting confirms the value; where they plainly say something else, what they
seem to say is offered beside it, for a person to decide. Nothing is filled in or overwritten by that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from intake.dossier.thresholds import USABLE
from intake.dossier.values import FormValue, Statement, Witness
from ocr.pen.standing import Standing, Weighed
from ocr.result import PEN_OTHER, PEN_SAME, Proposal, Source
from templates.model.document_types import FieldType

_TOLD = frozenset({FieldType.NAME, FieldType.DATE, FieldType.PERSONAL_ID})
"""Types of which two ways of writing say the same hardly ever: only of these strokes may say otherwise."""

_HELD = _TOLD | {FieldType.SEX, FieldType.ETHNICITY, FieldType.NATIONALITY, FieldType.ADDRESS, FieldType.TEXT}
"""Types whose values people write as other papers print them."""

_KEPT = 4096


def held_against(value: FormValue, witnesses: Iterable[Statement], kind: FieldType) -> FormValue:
    """``value`` with what the pen says to it; ``witnesses`` are papers that say the same of the field's
    person though it is not taken from them.
    """
    stated = (value.said, *value.alternatives)
    pens = [one for one in stated if one.strokes]
    if not pens or kind not in _HELD:
        return value
    if value.value and not value.said.hand:
        return _told(value, pens[0], _judged(pens[0].strokes, value.value, kind), kind)
    return _proposed(value, pens[0], [*stated, *witnesses], kind)


def _told(value: FormValue, pen: Statement, found: Weighed, kind: FieldType) -> FormValue:
    """A value of another paper: confirmed by the pen on this one, or doubted."""
    if found.standing is Standing.SAME:
        witness = Witness(pen.paper, pen.source, pen.document_id, pen.page)
        return replace(value, confirmed=(*value.confirmed, witness))
    if found.standing is Standing.OTHER and kind in _TOLD:
        read = next((one.text for one in pen.proposals), pen.value)
        doubt = Proposal(read, PEN_OTHER, 0.0)
        said = replace(value.said, proposals=(doubt, *value.said.proposals))
        return replace(value, said=said, needs_review=True)
    return value


def _proposed(value: FormValue, pen: Statement, others: Sequence[Statement], kind: FieldType) -> FormValue:
    """An empty value, or one in pen: what another paper says and the strokes say too stands first."""
    papers = [one for one in others if one.value and one.confidence >= USABLE and one.source != Source.HAND]
    texts = dict.fromkeys(one.value for one in papers)
    same = [text for text in texts if _judged(pen.strokes, text, kind).standing is Standing.SAME]
    if len(same) != 1:
        return value
    (paper,) = [one for one in papers if one.value == same[0]][:1]
    found = Proposal(same[0], f"{PEN_SAME}:{paper.paper}:{paper.source}", round(paper.confidence, 2))
    said = replace(value.said, proposals=(found, *value.said.proposals))
    return replace(value, said=said)


@lru_cache(_KEPT)
def _judged(strokes: str, text: str, kind: FieldType) -> Weighed:
    """Kept, since a dossier is filled in anew with each change."""
    # Only a dossier with pen needs numbers in arrays.
    from ocr.pen.candidates import judged
    from ocr.pen.strokes import Strokes

    read = Strokes.of_field(strokes)
    return judged(read, [text], kind)[0] if read else Weighed(text, Standing.OPEN, 0.0, 0.0, 0.0)
