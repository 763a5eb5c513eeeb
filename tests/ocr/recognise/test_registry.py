# SPDX-License-Identifier: Apache-2.0
"""What every recogniser keeps to, ours and those of other packages, and how one is chosen."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.metadata import EntryPoint, EntryPoints
from types import ModuleType

import numpy as np
import pytest
from PIL import Image

from ocr.errors import RecogniserFailedError, RecogniserMissingError
from ocr.layout.prepare import Prepared, lit_copy, prepared_copies
from ocr.lines.recogniser import LineImage, LineRecogniser, LineWord, RawWord, Recogniser
from ocr.page.reading import read_page
from ocr.recognise import registry
from ocr.recognise.choice import BUILT_IN, Chosen
from ocr.recognise.line_engine import LineReader
from ocr.recognise.pen_engine import PenReader
from ocr.recognise.registry import GROUP, Recognisers, known_names, recognisers
from ocr.recognise.tesseract_engine import Tesseract
from ocr.result import Source
from templates.catalogue.loading import load_catalogue
from tests.support.pages.drawn_forms import birth_rows, form, write

_LETTER_PX = 23
_FORM = birth_rows("Bút")


class Parrot:
    """A recogniser of another package: reads lines as it was told, whole pages as the line reader."""

    def __init__(self, says: str = "Đỗ Văn Bút") -> None:
        self.says = says
        self.asked = 0

    def words(self, page: Prepared) -> Sequence[RawWord]:
        return LineReader().words(page)

    def lines(self, lines: Sequence[LineImage]) -> list[tuple[LineWord, ...]]:
        self.asked += len(lines)
        words = tuple(LineWord(word, 0.97) for word in self.says.split())
        return [words if line.pixels().min() < 128 else () for line in lines]


class Broken(Parrot):
    """Its engine does not start."""

    def __init__(self) -> None:
        raise OSError("no such model")


class Scribe:
    """Reads lines only."""

    def lines(self, lines: Sequence[LineImage]) -> list[tuple[LineWord, ...]]:
        return Parrot().lines(lines)


@pytest.fixture
def _offered(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("a_package_with_recognisers")
    module.Parrot, module.Scribe, module.Nothing = Parrot, Scribe, object  # type: ignore[attr-defined]
    module.Broken, module.Faulty = Broken, Faulty  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    names = {"parrot": "Parrot", "scribe": "Scribe", "nothing": "Nothing", "gone": "Gone"}
    names |= {"broken": "Broken", "faulty": "Faulty"}
    entries = [EntryPoint(name, f"{module.__name__}:{what}", GROUP) for name, what in names.items()]
    entries.append(EntryPoint("line-reader", f"{module.__name__}:Parrot", GROUP))
    monkeypatch.setattr(registry, "entry_points", lambda **wanted: EntryPoints(entries).select(**wanted))
    recognisers.cache_clear()


def _line(text: str) -> LineImage:
    page = Image.new("L", (1200, 200), 250)
    end = write(page, 60, 120, text) if text else 900
    return LineImage(np.asarray(page), 60, end, 120, _LETTER_PX)


@pytest.mark.parametrize("recogniser", [LineReader(), Tesseract(), Parrot()], ids=lambda r: type(r).__name__)
class TestContract:
    def test_it_is_a_recogniser(self, recogniser: Recogniser) -> None:
        assert isinstance(recogniser, Recogniser)

    def test_there_is_an_answer_for_each_line_in_order(self, recogniser: Recogniser) -> None:
        seen = recogniser.lines([_line("Đỗ Văn Bút"), _line(""), _line("Đỗ Văn Bút")])
        assert [" ".join(word.text for word in words) for words in seen] == ["Đỗ Văn Bút", "", "Đỗ Văn Bút"]

    def test_words_have_no_blanks_and_a_confidence(self, recogniser: Recogniser) -> None:
        (words,) = recogniser.lines([_line("Đỗ Văn Bút")])
        assert all(word.text.strip() and " " not in word.text for word in words)
        assert all(0 <= word.confidence <= 1 for word in words)

    def test_no_lines_are_no_answers(self, recogniser: Recogniser) -> None:
        assert list(recogniser.lines([])) == []

    def test_the_words_of_a_page_lie_on_their_ink(self, recogniser: Recogniser) -> None:
        page = form([[("Họ, chữ đệm, tên:", "")], [("Quê quán xã Đại Mỗ", "")]] * 4)
        prepared = next(prepared_copies(lit_copy(page), None))
        words = [word for word in recogniser.words(prepared) if len(word.text) > 2]
        assert {"chữ", "quán"} <= {word.text.strip(",:").lower() for word in words}
        for word in words:
            cut = prepared.copy.gray[word.y : word.y + word.h, word.x : word.x + word.w]
            assert (cut < 128).any()


def test_the_built_in_ones_are_chosen_unless_others_are() -> None:
    chosen = recognisers(BUILT_IN)
    made = chosen.page.made, chosen.second.made  # type: ignore[attr-defined]
    assert (*map(type, made), chosen.pen) == (LineReader, Tesseract, None)
    pen = recognisers(Chosen(pen="pen-reader")).pen
    assert isinstance(pen.made, PenReader)  # type: ignore[union-attr]
    assert chosen is recognisers(BUILT_IN)


@pytest.mark.usefixtures("_offered")
def test_other_packages_offer_recognisers_by_entry_point() -> None:
    others = ["broken", "faulty", "gone", "nothing", "parrot", "scribe"]
    assert known_names() == ["line-reader", "pen-reader", "tesseract", *others]
    chosen = recognisers(Chosen("parrot", "tesseract", "scribe"))
    assert isinstance(chosen.page.made, Parrot)  # type: ignore[attr-defined]
    assert isinstance(chosen.pen, LineRecogniser)


@pytest.mark.usefixtures("_offered")
def test_no_package_takes_over_a_name_of_ours() -> None:
    assert isinstance(recognisers(Chosen("line-reader")).page.made, LineReader)  # type: ignore[attr-defined]


@pytest.mark.usefixtures("_offered")
@pytest.mark.parametrize("name", ["pen-reader", "scribe", "nothing", "gone", "broken", "no-such"])
def test_what_can_not_read_pages_is_refused_by_name(name: str) -> None:
    with pytest.raises(RecogniserMissingError, match=name):
        recognisers(Chosen(page=name))


def test_a_second_opinion_of_another_package_is_asked_for_doubtful_lines() -> None:
    parrot = Parrot()
    doubter = Recognisers(_Forgetful(), parrot)
    read_page(form(_FORM), load_catalogue(), by=doubter)
    assert parrot.asked > 0


class _Forgetful(LineReader):
    """Reads pages well and lines not at all, so that every value is in doubt."""

    def lines(self, lines: Sequence[LineImage]) -> list[tuple[LineWord, ...]]:
        return [() for _line in lines]


class _PenSeer(LineReader):
    """Takes one name on the page for handwriting."""

    def words(self, page: Prepared) -> tuple[RawWord, ...]:
        found = super().words(page)
        return tuple(_penned(word) if word.text in ("Bút", "Bút.") else word for word in found)


def _penned(word: RawWord) -> RawWord:
    return RawWord("✎", 0.0, word.x, word.y, word.w, word.h, word.block, word.par, word.line)


def test_what_a_recogniser_for_pen_reads_is_shown_and_never_sure() -> None:
    by = Recognisers(_PenSeer(), Tesseract(), Parrot("Đỗ Văn Bút"))
    name = read_page(form(_FORM), load_catalogue(), by=by).value("child.full_name")
    assert name is not None
    assert (name.value, name.source) == ("Đỗ Văn Bút", Source.HAND)
    assert name.confidence <= 0.1


class _LastStrokesSeer(_PenSeer):
    """Passes over all of the name but its end, as the line reader often does with pen."""

    def words(self, page: Prepared) -> tuple[RawWord, ...]:
        return tuple(word for word in super().words(page) if word.text not in ("Hoàng", "Khánh"))


@pytest.mark.long
def test_the_place_of_a_penned_value_is_round_all_its_strokes() -> None:
    page = form(birth_rows("Hoàng Khánh Bút"))
    printed = read_page(page, load_catalogue()).value("child.full_name")
    seer = Recognisers(_LastStrokesSeer(), Tesseract())
    penned = read_page(page, load_catalogue(), by=seer).value("child.full_name")
    assert printed is not None and penned is not None
    assert (printed.source, penned.source) == (Source.PRINT, Source.HAND)
    assert abs(penned.box.x - printed.box.x) <= 20
    assert abs(penned.box.x + penned.box.w - printed.box.x - printed.box.w) <= 20


@pytest.mark.parametrize("given", ["Đa\u0323i", "\u00d0ại", "Đại"])
def test_words_are_composed_whatever_a_recogniser_gives(given: str) -> None:
    assert LineWord(given, 0.9).text == "Đại"
    assert RawWord(given, 0.9, 0, 0, 9, 9, 0, 0, 0).text == "Đại"


class Faulty(Parrot):
    """Starts well and breaks down over every page."""

    def words(self, page: Prepared) -> Sequence[RawWord]:
        raise KeyError("what the page says", page.letter_px)

    def lines(self, lines: Sequence[LineImage]) -> list[tuple[LineWord, ...]]:
        return super().lines(lines)[1:]


@pytest.mark.usefixtures("_offered")
def test_a_recogniser_that_breaks_down_is_named_and_the_page_s_words_are_not() -> None:
    with pytest.raises(RecogniserFailedError, match="faulty") as caught:
        read_page(form(_FORM), load_catalogue(), by=recognisers(Chosen(page="faulty")))
    assert "what the page says" not in f"{caught.value.sentence} {caught.value.advice}"
    assert caught.value.advice


@pytest.mark.usefixtures("_offered")
def test_a_recogniser_that_answers_too_few_lines_is_named() -> None:
    with pytest.raises(RecogniserFailedError, match="faulty"):
        recognisers(Chosen(second="faulty")).second.lines([_line("Đỗ Văn Bút")])
