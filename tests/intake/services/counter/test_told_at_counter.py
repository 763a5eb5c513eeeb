# SPDX-License-Identifier: Apache-2.0
"""A number and a day of birth typed at the counter are answered at once."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from intake.dossier.requester import CopySort, Requester
from intake.errors import InvalidValueError
from intake.services.counter.interview import interview_about
from intake.services.counter.visit import checked_birth, checked_number, number_says, papers_typed
from templates.catalogue.loading import load_catalogue

pytestmark = pytest.mark.of_sqlite
"""Nothing is kept."""
TODAY = date(2026, 11, 18)


def test_a_number_says_who_has_it() -> None:
    assert (
        number_says("001190012345")
        == "Số này là của: Nữ, sinh năm 1990, nơi đăng ký khai sinh đầu tiên: Hà Nội."
    )
    assert "nước ngoài" in number_says("128090012345")
    assert number_says("012345678") == number_says("") == ""


@pytest.mark.parametrize("wrong", ["099190012345", "001290012345", "001890012345", "00119001234"])
def test_a_number_of_no_place_or_no_year_is_refused(wrong: str) -> None:
    """2990, 2890 and a place no province had."""
    with pytest.raises(InvalidValueError):
        checked_number(wrong, TODAY)


@pytest.mark.parametrize(
    ("typed", "kept"), [("4/2/1990", "04/02/1990"), ("1990", "1990"), ("02/1990", "02/1990"), ("", "")]
)
def test_a_day_of_birth_is_kept_as_dates_are(typed: str, kept: str) -> None:
    assert checked_birth(typed, TODAY, "001190012345") == kept


@pytest.mark.parametrize(
    ("typed", "number"),
    [("04/02/2027", ""), ("31/02/1990", ""), ("1890", ""), ("x", ""), ("1991", "001190012345")],
)
def test_a_day_that_can_be_nobodys_is_refused(typed: str, number: str) -> None:
    with pytest.raises(InvalidValueError):
        checked_birth(typed, TODAY, number)


def test_papers_are_typed_with_what_they_are_handed_in_as() -> None:
    kinds, copies = papers_typed(["birth-notice", "court-decision=s", "id-card=PHOTO"])
    assert kinds == ("birth-notice", "court-decision", "id-card")
    assert copies == {"court-decision": CopySort.CERTIFIED, "id-card": CopySort.PHOTO}
    with pytest.raises(InvalidValueError):
        papers_typed(["court-decision=x"])


def test_what_somebody_does_not_know_is_not_their_word() -> None:
    """Though the program goes on with what it takes for granted."""
    talk = interview_about("1.001193", load_catalogue(), datetime(2026, 11, 18, 2, tzinfo=UTC), {})
    name = next(each.question.name for each in talk.assumed() if not each.question.infer)
    assert name in talk.visit(Requester()).answers
    assert name not in talk.left_open(name).visit(Requester()).answers
