# SPDX-License-Identifier: Apache-2.0
"""The list of dossiers as a page: looked through, looked for, and nothing of it in an address."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import date, timedelta

import pytest
from starlette.testclient import TestClient

from batch.web import searches
from batch.web.searches import Searches
from intake.dossier.deadline.local_time import local_day
from intake.dossier.facts import Finding, Severity
from intake.dossier.requester import Requester, Visit
from intake.dossier.search.sought import Sought
from intake.dossier.states import State
from intake.services.counter.reception import open_dossier
from intake.services.deadline.events import move
from intake.services.dossier_list import later_this_week
from intake.store.store import Store
from tests.support.desks.intake_desk import PROCEDURE
from tests.support.desks.web_desk import changed
from tests.support.dossiers.led_dossiers import led_to

WHO = "lan"


def opened(store: Store, name: str, days: int = 5, state: State = State.CAPTURED) -> str:
    """A dossier that is due in so many days."""
    made = open_dossier(store, Visit(PROCEDURE, Requester(name)), who=WHO)
    with store.write() as session:
        move(store, session, made, local_day(store.clock()) + timedelta(days=days), who=WHO, slip=1)
    return led_to(store, made, state)


def shown(text: str) -> list[str]:
    return re.findall(r'href="/dossier/([^/"]+)"', text)


def sought(clerk: TestClient, typed: str) -> str:
    """The address at which what was typed is found."""
    answer = changed(clerk, "/find", find=typed)
    assert answer.status_code == 303
    return str(answer.headers["location"])


def test_a_row_says_procedure_whose_it_is_state_and_due_day(clerk: TestClient, store: Store) -> None:
    made = opened(store, "Phạm Thị Lan", days=-3)
    text = clerk.get("/").text
    assert shown(text) == [made]
    for told in ("Đăng ký khai sinh", "Phạm Thị Lan", "Đã nhận giấy tờ", "26/11/2026", "quá 3 ngày"):
        assert told in text, told


def test_a_row_says_that_only_a_question_is_left(clerk: TestClient, store: Store) -> None:
    made, asks = opened(store, "Phạm Thị Lan", state=State.READ), Finding("a.question", Severity.WARNING, "?")
    with store.write() as session:
        store.set_findings(session, made, [asdict(asks)], who=WHO)
    assert "Chỉ còn 1 câu hỏi chưa trả lời" in clerk.get("/").text


def test_what_is_due_overdue_and_left_is_counted_and_shown_by_itself(clerk: TestClient, store: Store) -> None:
    late, now = opened(store, "A", -1), opened(store, "B", 0)
    left = opened(store, "C", 5, State.READ)
    text = clerk.get("/").text
    assert re.findall(r"<b>(\d+)</b>", text) == ["1", "0", "1", "1"]  # a Sunday: the week is over
    assert shown(clerk.get("/?only=overdue").text) == [late]
    assert shown(clerk.get("/?only=due").text) == [now]
    assert shown(clerk.get("/?only=week").text) == []
    wednesday = date(2026, 12, 2)
    assert later_this_week(wednesday) == Sought(due_since=date(2026, 12, 3), due_until=date(2026, 12, 6))
    assert shown(clerk.get("/?only=left").text) == [left]
    assert shown(clerk.get("/?state=read").text) == [left]


def test_what_is_typed_is_found_at_an_address_that_does_not_say_it(clerk: TestClient, store: Store) -> None:
    made, _other = opened(store, "NGUYỄN VĂN AN"), opened(store, "TRẦN VĂN BÌNH")
    address = sought(clerk, "nguyen van a")
    assert re.fullmatch(r"/found/[\w-]{12}", address)
    text = clerk.get(address).text
    assert shown(text) == [made]
    assert 'value="nguyen van a"' in text
    assert not [link for link in re.findall(r'(?:href|action)="([^"]*)"', text) if "nguyen" in link]
    assert shown(clerk.get(f"{address}?only=left").text) == []


def test_nothing_typed_leads_to_all(clerk: TestClient) -> None:
    assert sought(clerk, "  ") == "/"


def test_a_search_that_the_desk_forgot_is_told_and_can_be_made_again(clerk: TestClient) -> None:
    answer = clerk.get("/found/elsewhere")
    assert answer.status_code == 404
    assert 'role="alert"' in answer.text


def test_hostile_words_stay_words(clerk: TestClient) -> None:
    text = clerk.get(sought(clerk, '"><script>alert(1)</script>')).text
    assert "<script>alert" not in text


@pytest.mark.parametrize("query", ["page=0", "page=x", "page=99999999", "page=-1", "state=moon", "only='"])
def test_what_no_page_of_ours_asks_for_shows_the_list(clerk: TestClient, store: Store, query: str) -> None:
    made = opened(store, "A")
    assert shown(clerk.get(f"/?{query}").text) == [made]


@pytest.mark.long
def test_a_long_list_has_pages_that_lead_to_each_other(clerk: TestClient, store: Store) -> None:
    made = [opened(store, "A", state=State.READ) for _ in range(31)]
    first, second = clerk.get("/?only=left").text, clerk.get("/?only=left&page=2").text
    assert shown(first) + shown(second) == made[::-1]
    assert 'href="/?only=left&amp;page=2"' in first
    assert 'href="/?only=left&amp;page=1"' in second


def test_only_the_last_searches_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searches, "MOST", 2)
    kept = Searches()
    keys = [kept.key(text) for text in ("a", "b", "c")]
    assert [kept.text(key) for key in keys] == [None, "b", "c"]
