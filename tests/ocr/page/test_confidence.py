# SPDX-License-Identifier: Apache-2.0
"""What makes a value more and less believed. A clerk need not look at what is believed at 0.9 or more."""

from __future__ import annotations

import pytest

from ocr.page.confidence import printed_confidence
from ocr.recognise.rover import Reading, vote
from ocr.values.normalised import Normalised

_SOUND = Normalised("Trần Thị Mộng", 1.0)
_SURE = 0.9


def _looks(*texts: str, sure: float | tuple[float, ...] = 0.99) -> list[Reading]:
    """One line's readings, each as sure as ``sure`` says for it."""
    each = sure if isinstance(sure, tuple) else (sure,) * len(texts)
    return [
        Reading(tuple(text.split()), (certain,) * len(text.split()))
        for text, certain in zip(texts, each, strict=True)
    ]


def _of_lines(*lines: list[Reading], value: Normalised = _SOUND, mark_risk: bool = False) -> float:
    return printed_confidence(lines, [vote(line) for line in lines], value, mark_risk=mark_risk)


def _believed(
    *texts: str, sure: float | tuple[float, ...] = 0.99, value: Normalised = _SOUND, mark_risk: bool = False
) -> float:
    return _of_lines(_looks(*texts, sure=sure), value=value, mark_risk=mark_risk)


GOOD = _looks("thôn Đồng Tâm,", "thôn Đồng Tâm,")
UNLIKE = _looks("xã Mỹ Lệ", "xã Mỹ Lê")
HARDLY_SEEN = _looks("xã Mỹ Lệ", "xã Mỹ Lệ", sure=(0.2, 0.99))
HARDLY_SEEN_AGAIN = _looks("xã Mỹ Lệ", "xã Mỹ Lệ", sure=(0.99, 0.2))


def test_readings_that_agree_are_believed() -> None:
    assert _believed("Trần Thị Mộng", "Trần Thị Mộng") >= _SURE


def test_readings_that_differ_are_left_for_a_look() -> None:
    assert _believed("Trần Thị Mộng", "Trần Thi Mộng", "Trần Thị Mong") < _SURE


def test_unsure_letters_lower_the_confidence() -> None:
    same = ("Trần Thị Mộng", "Trần Thị Mộng")
    assert _believed(*same, sure=0.4) < _SURE < _believed(*same, sure=0.99)


def test_a_value_that_does_not_fit_its_type_is_left_for_a_look() -> None:
    assert _believed("Mộng", "Mộng", value=Normalised("Mộng", 0.2)) < _SURE


def test_a_leader_where_marks_stand_lowers_the_confidence() -> None:
    same = ("Trần Thị Mộng", "Trần Thị Mộng")
    assert _believed(*same, mark_risk=True) < _believed(*same)


def test_a_line_nobody_could_read_is_not_believed() -> None:
    assert _believed("", "", value=Normalised("x", 0.5)) < 0.5


def test_two_well_read_lines_are_believed() -> None:
    assert _of_lines(GOOD, GOOD) >= _SURE


@pytest.mark.parametrize("weak", [UNLIKE, HARDLY_SEEN], ids=["unlike", "hardly seen"])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_well_read_line_does_not_make_its_neighbour_sure(weak: list[Reading], place: int) -> None:
    lines = [GOOD, GOOD, GOOD]
    lines[place] = weak
    assert _of_lines(*lines) < _SURE


@pytest.mark.parametrize("weak", [UNLIKE, HARDLY_SEEN, HARDLY_SEEN_AGAIN], ids=["unlike", "first", "second"])
def test_lines_are_as_sure_as_the_least_sure_of_them_whatever_their_order(weak: list[Reading]) -> None:
    assert _of_lines(GOOD, weak) == _of_lines(weak, GOOD) < _of_lines(GOOD, GOOD)


def test_the_line_that_fewest_readings_agree_on_says_how_sure_the_value_is() -> None:
    of_three, of_four = _looks("Mỹ Lệ", "Mỹ Lệ", "Mỹ Lê"), _looks("Mỹ Lệ", "Mỹ Lệ", "Mỹ Lê", "Mỹ Le")
    assert _of_lines(of_three, of_four) == _of_lines(of_four, of_three) < _of_lines(of_three, of_three)


def test_one_word_hardly_seen_makes_its_line_unsure() -> None:
    clear, blurred = Reading(("xã", "Mỹ"), (0.99, 0.99)), Reading(("xã", "Mỹ"), (0.99, 0.2))
    assert _of_lines([blurred, clear]) < _SURE <= _of_lines([clear, clear])
    assert _of_lines([blurred, clear]) < _of_lines([clear, blurred]) < _of_lines([clear, clear])


def test_a_word_that_fewer_readings_gave_is_less_sure() -> None:
    two_of_three = _believed("Mỹ Lệ", "Mỹ Lệ", "Mỹ Lê", value=_SOUND)
    two_of_four = _believed("Mỹ Lệ", "Mỹ Lệ", "Mỹ Lê", "Mỹ Le", value=_SOUND)
    assert two_of_four < two_of_three < _believed("Mỹ Lệ", "Mỹ Lệ", "Mỹ Lệ")


def test_a_value_that_fits_its_type_but_in_part_is_left_for_a_look() -> None:
    by_fit = [_believed("5/4/24", "5/4/24", value=Normalised("05/04/2024", fit)) for fit in (0.4, 0.7, 1.0)]
    assert by_fit[0] < by_fit[1] < _SURE <= by_fit[2]


def test_a_value_with_the_least_flaw_is_less_sure_than_one_without() -> None:
    flaw = [_believed("Kinh", "Kinh", value=Normalised("Kinh", fit)) for fit in (0.998, 0.999, 1.0)]
    assert flaw[1] - flaw[0] > 10 * (flaw[2] - flaw[1])


def test_what_is_just_below_sure_is_not_rounded_up_to_it() -> None:
    # every certainty from 0 to 1, so that some value comes to lie just under the bar, as 0.895 does
    steps = [_believed("Mỹ Lệ", "Mỹ Lệ", sure=n / 1000) for n in range(1001)]
    assert any(0.89 < step < _SURE for step in steps)
    assert steps == sorted(steps)


@pytest.mark.parametrize("sure", [0.0, 1.0])
def test_a_reading_that_is_quite_sure_or_not_at_all_counts_like_the_nearest_ever_seen(sure: float) -> None:
    nearest = 0.05 if sure == 0.0 else 0.998
    assert _believed("Mỹ Lệ", "Mỹ Lệ", sure=sure) == _believed("Mỹ Lệ", "Mỹ Lệ", sure=nearest)


def test_a_value_of_no_line_is_not_believed() -> None:
    assert printed_confidence([], [], _SOUND, mark_risk=False) < 0.5


@pytest.mark.parametrize(
    ("lines", "fit", "risk", "believed"),
    [
        ((GOOD,), 1.0, False, 0.967),
        ((GOOD,), 1.0, True, 0.943),
        ((GOOD, HARDLY_SEEN), 1.0, False, 0.774),
        ((GOOD, HARDLY_SEEN_AGAIN), 1.0, False, 0.939),
        ((UNLIKE,), 1.0, False, 0.781),
        ((GOOD,), 0.7, False, 0.855),
        ((GOOD,), 0.0, False, 0.476),
    ],
)
def test_the_model_is_the_one_that_was_fitted(
    lines: tuple[list[Reading], ...], fit: float, risk: bool, believed: float
) -> None:
    """Reckoned by hand from the fitted weights: docs and thresholds elsewhere rest on these figures."""
    assert _of_lines(*lines, value=Normalised("Mỹ Lệ", fit), mark_risk=risk) == pytest.approx(
        believed, abs=0.002
    )


def test_a_line_in_which_a_reading_saw_no_word_is_as_unsure_as_can_be() -> None:
    nothing = Reading((), ())
    unsure = _looks("xã Mỹ Lệ", sure=0.0)[0]
    for first, second in ((nothing, GOOD[1]), (GOOD[0], nothing)):
        worst = [unsure if one is nothing else one for one in (first, second)]
        votes = [vote(GOOD)]
        told, expected = (
            printed_confidence([line], votes, _SOUND, mark_risk=False) for line in ([first, second], worst)
        )
        assert told == expected < printed_confidence([GOOD], votes, _SOUND, mark_risk=False)
