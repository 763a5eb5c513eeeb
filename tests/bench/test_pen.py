# SPDX-License-Identifier: Apache-2.0
"""The bench of handwriting counts what was read against what stands there, with case and signs or without."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from bench.pen import Reader, _figures, by_tesseract
from bench.pen_reader.alphabet import ALPHABET, spelt
from bench.pen_reader.between import between
from bench.pen_reader.calibrate import fitted
from bench.pen_reader.lines import PenLine, kept_apart, learnt, pen_lines, tuned_on, untouched
from bench.pen_reader.verify import nearly
from ocr.pen.beam import Weights
from ocr.pen.knowledge import Knowledge
from ocr.pen.language import NgramLanguage
from templates.model.document_types import FieldType
from tests.support.pages.drawn_pen import TEXTS, pen_folder


class FakeWeight(np.ndarray):
    """An array that answers as PyTorch's tensors do."""

    def __new__(cls, values: np.ndarray) -> FakeWeight:
        return np.asarray(values).view(cls)

    def is_floating_point(self) -> bool:
        return self.dtype.kind == "f"


@dataclass
class Saying:
    """A network that says ``text`` of any line, between two letters of one place undecided."""

    text: str
    alphabet: str = ALPHABET

    def log_probs(self, _strip: np.ndarray) -> np.ndarray:
        told = np.full((2 * len(self.text), len(self.alphabet) + 1), 1e-6)
        told[:, 0] = 0.99
        for place, cls in enumerate(spelt(self.text)):
            told[2 * place] = 1e-6
            told[2 * place, cls] = 0.99
        told[0, spelt("X")] = 1.01
        return np.asarray(np.log(told / told.sum(axis=1, keepdims=True)))


def test_what_is_read_comes_freely_and_with_the_lexicon(tmp_path: Path) -> None:
    line = pen_lines(pen_folder(tmp_path))[1]
    language = NgramLanguage.of(["Lò Thị Mẩy"] * 9)
    read = Reader(Saying("Lò Thị Mẩy"), Knowledge(language), Weights(0.5, 0.5)).read(line)  # type: ignore[arg-type]
    assert (read.text, read.lexicon_text) == ("Xò Thị Mẩy", "Lò Thị Mẩy")
    assert "Xò Thị Mẩy" in read.alternatives and read.file.endswith("/1.png")


def test_a_line_in_a_field_is_read_with_what_is_known_of_the_field(tmp_path: Path) -> None:
    folder = pen_folder(tmp_path)
    (folder / "labels.tsv").write_text("file\ttext\tType\n1.png\tKinh\tethnicity\n0.png\tx\t\n", "utf-8")
    line, plain = pen_lines(folder)
    assert (line.kind, plain.kind) == (FieldType.ETHNICITY, None)
    read = Reader(Saying("Xơ-đăng"), None).read(line)  # type: ignore[arg-type]
    assert read.lexicon_text == "Xơ-Đăng" and "Xơ-đăng" in (read.text, *read.alternatives)


def test_labels_without_columns_and_fields_of_no_type_are_refused(tmp_path: Path) -> None:
    for labels, what in (
        ("1.png\tKinh\n", "names the columns"),
        ("file\ttext\ttype\n1.png\tKinh\ttribe\n", "tribe"),
    ):
        (tmp_path / "labels.tsv").write_text(labels, "utf-8")
        with pytest.raises(ValueError, match=what):
            pen_lines(tmp_path)


def test_case_and_signs_count_for_whole_texts_only() -> None:
    pairs = [("Tổ 7, Yên Thế", "tổ 7 Yên Thế", 0.95), ("Trà Vinh", "Trà Vinh", 0.95)]
    whole, loose = _figures(pairs, loose=False), _figures(pairs, loose=True)
    assert whole == ("9.5 %", "0.0 %", "0.0 %", "50.0 %", "2", "1")
    assert loose[3:] == ("100.0 %", "2", "0")


def test_a_writer_is_learnt_from_or_measured_on_and_never_both(tmp_path: Path) -> None:
    lines = pen_lines(pen_folder(tmp_path))
    assert [line.text for line in lines if not line.writer] == list(TEXTS[::2])
    assert {*learnt(lines)} | {*kept_apart(lines)} == {*lines}
    assert not {line.writer for line in learnt(lines) if line.writer} & {
        line.writer for line in kept_apart(lines)
    }


def test_nothing_is_tuned_on_the_lines_that_are_told_of(tmp_path: Path) -> None:
    lines = tuple(PenLine(tmp_path / f"{number}.png", "a", f"w{number}") for number in range(300))
    halves = tuned_on(lines), untouched(lines)
    assert not {*halves[0]} & {*halves[1]}
    assert {*halves[0]} | {*halves[1]} == {*kept_apart(lines)}


def test_a_fitted_confidence_is_the_share_that_is_right() -> None:
    dice = np.random.default_rng(1)
    seen = np.column_stack([np.ones(4000), dice.normal(0, 2, 4000)])
    right = dice.random(4000) < 1 / (1 + np.exp(-(seen @ [0.5, 1.5])))
    assert fitted(seen, right) == pytest.approx([0.5, 1.5], abs=0.15)


@pytest.mark.long
def test_tesseract_reads_the_same_lines(tmp_path: Path) -> None:
    line = pen_lines(pen_folder(tmp_path))[0]
    assert "12" in by_tesseract(line).text


def test_between_two_weights_lie_those_of_a_share_and_counters_stay() -> None:
    one = {"w": FakeWeight(np.array([1.0, 3.0])), "n": FakeWeight(np.array(4))}
    other = {"w": FakeWeight(np.array([3.0, 3.0])), "n": FakeWeight(np.array(9))}
    made = between(one, other, 0.25)
    assert made["w"].tolist() == [1.5, 3.0] and made["n"].tolist() == 4
    with pytest.raises(ValueError, match="two networks"):
        between(one, {"w": other["w"]}, 0.5)


def test_a_like_name_is_another_syllable_of_a_name() -> None:
    found = nearly("Bùi Thị Hồng", random.Random(2))
    like, tone = found["a like name"], found["a tone or mark changed"]
    assert like != "Bùi Thị Hồng" and len(like.split()) == 3
    assert sum(a != b for a, b in zip(tone, "Bùi Thị Hồng", strict=True)) == 1
