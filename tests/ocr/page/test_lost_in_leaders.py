# SPDX-License-Identifier: Apache-2.0
"""A full stop is missed only where a leader's dots run at the letters of a value."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from ocr.forms.fields import RawField
from ocr.layout.leaders import Leader
from ocr.page.extract import RAISED_ZONE, _lost_in_a_leader
from templates.model.document_types import FieldType, LabelSpec
from tests.support.pages.typed_forms import LETTER_PX, typed_line

_TOWN = "TP Nha Trang"


@pytest.mark.parametrize(
    ("text", "type", "leader", "lost"),
    [
        (_TOWN, FieldType.ADDRESS, True, True),
        (_TOWN, FieldType.ADDRESS, False, True),
        ("H Nguyên Êban", FieldType.NAME, True, False),
    ],
)
def test_a_stop_of_an_abbreviation_is_missed_with_a_leader_and_without(
    text: str, type: FieldType, leader: bool, lost: bool
) -> None:
    line = typed_line(text, 0)
    piece = line.piece(0, len(text))
    raw = RawField(LabelSpec(label="x", field="a.b", type=type), "a.b", (piece,), (0, 0, 1, 1), 0, 0)
    y = 122 + round(sum(RAISED_ZONE) / 2 * LETTER_PX)
    prepared: Any = SimpleNamespace(letter_px=LETTER_PX, leaders=[_leader(y)] if leader else [])
    assert _lost_in_a_leader(raw, text, prepared) is lost


def _leader(y: int) -> Leader:
    return Leader(x0=90, x1=900, y=y, thickness=2)
