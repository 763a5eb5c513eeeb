# SPDX-License-Identifier: Apache-2.0
"""A full stop is missed only in an address, and only where a dot stands or one look saw it."""

from __future__ import annotations

import numpy as np
import pytest

from ocr.forms.fields import RawField
from ocr.page.lost_stops import lost_a_stop
from ocr.recognise.rover import Reading
from templates.model.document_types import FieldType, LabelSpec
from tests.support.pages.typed_forms import LETTER_PX, typed_line

_TOWN, _STOPPED = "TP Nha Trang", "TP. Nha Trang"


@pytest.mark.parametrize(
    ("text", "type", "dot", "other", "lost"),
    [
        (_TOWN, FieldType.ADDRESS, 0, _TOWN, False),
        (_TOWN, FieldType.ADDRESS, 4, _TOWN, True),
        (_TOWN, FieldType.ADDRESS, 0, _STOPPED, True),
        (_STOPPED, FieldType.ADDRESS, 4, _STOPPED, False),
        ("12 Lê Lợi", FieldType.ADDRESS, 4, "12 Lê Lợi", False),
        ("P 1234567", FieldType.ID_DOCUMENT, 4, "P 1234567", False),
        ("lớp 12 T 3", FieldType.TEXT, 4, "lớp 12 T 3", False),
        ("H Nguyên Êban", FieldType.NAME, 4, "H Nguyên Êban", False),
    ],
)
def test_a_stop_is_missed_only_in_an_address_and_where_something_shows_it(
    text: str, type: FieldType, dot: int, other: str, lost: bool
) -> None:
    line = typed_line(text, 0)
    piece = line.piece(0, len(text))
    raw = RawField(LabelSpec(label="x", field="a.b", type=type), "a.b", (piece,), (0, 0, 1, 1), 0, 0)
    ink = np.zeros((200, 600), np.uint8)
    for word in line.words:
        ink[word.y : word.y + word.h, word.x : word.x + word.w] = 255
    gap = line.words[0].x + line.words[0].w + 4
    ink[122 - dot : 122, gap : gap + dot] = 255
    looks = [Reading(tuple(read.split()), (0.9,) * len(read.split())) for read in (text, other)]
    assert lost_a_stop(raw, text, [looks], ink, LETTER_PX) is lost
