# SPDX-License-Identifier: Apache-2.0
"""``sohoa list`` on a clerk's screen."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from intake.dossier.deadline.local_time import local_day, sunday_of
from intake.dossier.journal import EndedAs
from intake.dossier.state_words import state_meant, state_told, state_word
from intake.dossier.states import State
from templates.errors import UsageError
from templates.language.messages import speaking
from tests.support.desks.typed_commands import Desk


@pytest.mark.parametrize("state", State)
def test_a_state_is_called_by_its_word_in_either_language_or_by_its_name(state: State) -> None:
    for language in ("vi", "en"):
        with speaking(language):
            assert state_meant(state_word(state)) is state
    assert state_meant(state.value) is state


@pytest.mark.parametrize(("typed", "state"), [("cho gui", State.QUEUED), ("CHỜ RÀ SOÁT", State.READ)])
def test_a_part_of_a_states_word_is_enough(typed: str, state: State) -> None:
    assert state_meant(typed) is state


@pytest.mark.parametrize("typed", ["", "nowhere", "gửi"])
def test_what_names_no_state_or_several_is_answered_with_their_words(typed: str) -> None:
    with pytest.raises(UsageError) as told:
        state_meant(typed)
    assert state_word(State.QUEUED) in told.value.advice


@pytest.mark.parametrize("how", [each for each in EndedAs if each not in (EndedAs.RESULT, EndedAs.REFUSED)])
@pytest.mark.parametrize("of", ["", "HS-0001"])
def test_asked_for_a_way_of_ending_it_says_under_which_state_it_is_listed(how: EndedAs, of: str) -> None:
    with pytest.raises(UsageError) as told:
        state_meant(state_told(State.REJECTED, {"as": how, "of": of}))
    assert f"--state “{state_word(State.REJECTED)}”" in told.value.advice


def test_an_ending_in_an_unknown_word_or_as_a_double_of_nobody_known_reads_whole() -> None:
    assert state_told(State.REJECTED, {"as": "unknown", "of": ""}) == "đã kết thúc, không rõ thế nào"
    assert state_told(State.REJECTED, {"as": "double", "of": ""}) == "kết thúc vì trùng"
    assert state_told(State.REJECTED, {"as": "double", "of": "HS-0001"}) == "kết thúc vì trùng với HS-0001"


@pytest.mark.long
def test_a_line_says_procedure_who_it_is_about_who_asks_state_and_due_day(desk: Desk) -> None:
    made = desk.run("new", "--requester", "Phạm Thị Lan").stdout.strip()
    desk.run("edit", made, "họ tên trẻ=TRẦN GIA HÂN", code=1)
    shown = " ".join(desk.run("list", "--find", "gia han", "--state", "đã tiếp nhận").stdout.split())
    (line,) = desk.json("list")["dossiers"]
    due = date.fromisoformat(line["due_on"])  # of one that came after 15:00, or on a day off: a later day
    for told in (made, "khai sinh", "TRẦN GIA", "Phạm Thị", f"{due:%d/%m/%Y}"):
        assert told in shown, shown
    assert (line["id"], line["procedure_name"]) == (made, "Đăng ký khai sinh")
    assert line["procedure_short"] == "Đăng ký khai sinh"
    is_due = due <= local_day(datetime.now(UTC))
    assert desk.json("list", "--due")["total"] == is_due
    is_due_this_week = due <= sunday_of(local_day(datetime.now(UTC)))
    assert desk.json("list", "--due-week")["total"] == is_due_this_week
    assert desk.json("list", "--find", "nobody")["total"] == 0
