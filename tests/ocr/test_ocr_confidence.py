"""What makes a value more and less believed."""

from __future__ import annotations

from ocr.confidence import printed_confidence
from ocr.normalised import Normalised
from ocr.vote import Reading, vote

_SOUND = Normalised("Trần Thị Mộng", 1.0)


def _believed(*texts: str, sure: float = 0.99, value: Normalised = _SOUND, mark_risk: bool = False) -> float:
    line = [Reading(tuple(text.split()), (sure,) * len(text.split())) for text in texts]
    return printed_confidence([line], [vote(line)], value, mark_risk=mark_risk)


def test_readings_that_agree_are_believed() -> None:
    assert _believed("Trần Thị Mộng", "Trần Thị Mộng") >= 0.9


def test_readings_that_differ_are_left_for_a_look() -> None:
    assert _believed("Trần Thị Mộng", "Trần Thi Mộng", "Trần Thị Mong") < 0.9


def test_unsure_letters_lower_the_confidence() -> None:
    same = ("Trần Thị Mộng", "Trần Thị Mộng")
    assert _believed(*same, sure=0.4) < 0.9 < _believed(*same, sure=0.99)


def test_a_value_that_does_not_fit_its_type_is_left_for_a_look() -> None:
    assert _believed("Mộng", "Mộng", value=Normalised("Mộng", 0.2)) < 0.9


def test_a_leader_where_marks_stand_lowers_the_confidence() -> None:
    same = ("Trần Thị Mộng", "Trần Thị Mộng")
    assert _believed(*same, mark_risk=True) < _believed(*same)


def test_a_line_nobody_could_read_is_not_believed() -> None:
    assert _believed("", "", value=Normalised("x", 0.5)) < 0.5
