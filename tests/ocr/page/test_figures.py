# SPDX-License-Identifier: Apache-2.0
"""Pages whose figures are hard to tell."""

from __future__ import annotations

from ocr.page.figures import FIGURES_CONFIDENCE, doubting_figures
from ocr.result import Box, FieldReading, Source


def _read(key: str, value: str, confidence: float, source: Source = Source.PRINT) -> FieldReading:
    return FieldReading(key, value, value, confidence, source, Box(0, 0, 1, 1))


_SOUND = [_read("d.time", "19:28", 0.95), _read("d.name", "LÊ AN", 0.95)]
_BROKEN = [_read(f"x.{n}", "411/2997", 0.2) for n in range(3)]


def test_an_hour_beside_broken_numbers_is_not_sure() -> None:
    found = {one.key: one.confidence for one in doubting_figures([*_SOUND, *_BROKEN])}
    assert found["d.time"] == FIGURES_CONFIDENCE
    assert found["d.name"] == 0.95


def test_a_few_broken_numbers_say_nothing_of_the_others() -> None:
    many = [_read(f"y.{n}", "01/02/2020", 0.95) for n in range(9)]
    for found in (doubting_figures([*_SOUND, *_BROKEN[:2]]), doubting_figures([*many, *_SOUND, *_BROKEN])):
        assert {one.key: one.confidence for one in found}["d.time"] == 0.95


def test_what_was_not_printed_is_left_as_it_is() -> None:
    tick = _read("copies.count", "12", 0.95, Source.MARK)
    assert tick in doubting_figures([tick, *_BROKEN])
