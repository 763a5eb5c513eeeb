# SPDX-License-Identifier: Apache-2.0
"""Pen that nobody wrote: texts of forms in a script font, and lines put together from words of real lines."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from bench.blanks.penned import rows, seen
from bench.pen_reader.alphabet import CLASSES, spelt
from bench.pen_reader.examples import Kind, Makings, PenDrawer, measured_on
from bench.pen_reader.lines import PenLine, pen_lines
from bench.pen_reader.pieces import CutPiece, Pieces, columns, composed
from bench.pen_reader.scripts import fonts_kept_apart, learnt_fonts, script_fonts
from bench.pen_reader.texts import text
from bench.pen_reader.values import values
from ocr.pen.strip import HEIGHT, STRIDE
from templates.model.document_types import FieldType
from tests.support.pages.drawn_forms import FONT
from tests.support.pages.drawn_pen import pen_folder, strokes_of


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> tuple[PenLine, ...]:
    return pen_lines(pen_folder(tmp_path_factory.mktemp("pen")))


def test_what_forms_hold_is_spelt_in_the_network_s_letters() -> None:
    rng = random.Random(7)
    texts = [text(rng) for _ in range(200)]
    lost = sum(len(one) - len(spelt(one)) for one in texts)
    assert lost < 0.01 * sum(map(len, texts))
    assert max(map(len, texts)) <= 70 and len(set(texts)) > 150


def test_a_share_of_the_lines_is_made_up_and_the_same_for_the_same_seed(lines: tuple[PenLine, ...]) -> None:
    drawer = PenDrawer(lines, Makings((FONT,)), made=0.5, count=12)
    drawn, again = drawer(random.Random(3)), drawer(random.Random(3))
    kinds = {example.kind for example in drawn}
    assert Kind.SCRIPT in kinds and kinds & {Kind.LINE, Kind.ROW}
    assert all(np.array_equal(one.ink, other.ink) for one, other in zip(drawn, again, strict=True))
    assert {example.ink.shape[0] for example in drawn} == {HEIGHT}
    assert all(example.ink.shape[1] / STRIDE > len(example.classes) for example in drawn)


def test_lines_put_together_say_what_their_pieces_say() -> None:
    ink = np.full((HEIGHT, 12), 200, np.uint8)
    words = tuple(CutPiece(ink, word, loose=False) for word in ("Lan", "Hạ", "Mẩy"))
    figures = tuple(CutPiece(ink, figure, loose=False) for figure in "012345/")
    rng = random.Random(1)
    made = [composed([Pieces(words, figures)], rng) for _ in range(40)]
    said = [one.text for one in made if one is not None]
    assert any("/" in one for one in said) and any(one.isdigit() and len(one) == 12 for one in said)
    assert any(set(one.split()) <= {"Lan", "Hạ", "Mẩy"} for one in said)
    inked = [(one.ink.max(0) > 0).sum() / 12 for one in made if one is not None and one.text.isdigit()]
    assert inked == [len(one) for one in said if one.isdigit()]


def test_values_of_fields_say_what_their_pieces_say_and_none_is_made_of_what_lacks() -> None:
    ink = np.full((HEIGHT, 12), 200, np.uint8)
    words = tuple(CutPiece(ink, word, loose=True) for word in ("Nguyễn", "Hải", "Anh", "Phường"))
    figures = tuple(CutPiece(ink, figure, loose=False) for figure in "0123456789")
    made = list(values([Pieces(words, figures)], random.Random(4), each=8))
    names = [one.text for kind, one in made if kind is FieldType.NAME]
    numbers = [one.text for kind, one in made if kind is FieldType.PERSONAL_ID]
    assert len(names) == len({*names}) == 4 and all(
        {*name.split()} <= {"Nguyễn", "Hải", "Anh"} for name in names
    )
    assert [len(number) for number in numbers] == [12] * 4
    assert all(one.text.count("/") == 2 for kind, one in made if kind is FieldType.DATE)
    assert {kind for kind, one in made if one.loose} == {FieldType.NAME}
    inked = {one.text: (one.ink.max(0) == 200).sum() / 12 for kind, one in made if kind is not FieldType.DATE}
    assert all(pieces == (len(said.split()) if " " in said else len(said)) for said, pieces in inked.items())


def test_letters_are_found_where_the_network_sees_them() -> None:
    strokes = strokes_of("Hạ 7")
    classes = [CLASSES[char] for char in "Hạ 7"]
    assert columns(strokes.log_probs, classes, 4 * len(strokes.log_probs)) == [0, 2, 10, 18]
    assert columns(strokes.log_probs, [CLASSES[char] for char in "Mo 3"], 40) is None


def test_fonts_are_learnt_from_or_measured_on(tmp_path: Path) -> None:
    for number in range(9):
        (tmp_path / f"{number}.ttf").touch()
    fonts = script_fonts(tmp_path)
    assert [font.stem for font in fonts_kept_apart(fonts)] == ["1"]
    assert {*learnt_fonts(fonts)} | {*fonts_kept_apart(fonts)} == {*fonts}
    with pytest.raises(ValueError, match="no fonts"):
        script_fonts(tmp_path / "none")


def test_what_is_measured_on_is_the_lines_and_some_made_up_ones(lines: tuple[PenLine, ...]) -> None:
    held = measured_on(lines, Makings((FONT,)), 2)
    assert [one.kind for one in held[-2:]] == [Kind.SCRIPT, Kind.SCRIPT]
    assert len(held) == len(lines) + 2 and len(measured_on(lines, Makings(), 2)) == len(lines)


def test_a_penned_field_counts_as_exact_whatever_its_case_and_stops() -> None:
    truth = {
        "1.png": {
            "kind": "birth-registration",
            "fields": {"child.full_name": "Lò Thị Mẩy", "father.full_name": "Lò Hạ"},
        }
    }
    given = {
        "value": "",
        "confidence": 0.1,
        "proposals": [{"text": "LÒ THỊ MẨY.", "source": "pen", "score": 0.4}],
    }
    proposed, missing = seen(truth, {"1.png": {"child.full_name": given}})
    assert (proposed.exact, proposed.offered, missing.given) == (False, True, None)
    wrong = seen(truth, {"1.png": {"father.full_name": {"value": "Lò Hà", "confidence": 0.95}}})
    assert rows(wrong)[-1] == ("all", "2", "50.0 %", "0.0 %", "0.0 %", "1", "1")
