# SPDX-License-Identifier: Apache-2.0
"""A dossier that came back from the gateway goes on unchanged by a person's word, with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from intake.dossier.journal import What
from intake.dossier.states import State
from intake.services.judging import judged
from intake.store.store import Store
from tests.support.desks.web_desk import changed
from tests.support.dossiers.led_dossiers import state_of
from tests.support.dossiers.station_dossiers import typed_dossier

BUTTON = "Giữ nguyên, gửi lại"


@pytest.fixture
def returned(store: Store, tmp_path: Path) -> str:
    made = typed_dossier(store, tmp_path, {})
    with store.write() as session:
        for step in (State.PACKAGED, State.QUEUED, State.PUSHED, State.RETURNED):
            store.advance(session, made, step, who="sohoa")
    return made


def seen(clerk: TestClient, dossier: str) -> str:
    return str(clerk.get(f"/dossier/{dossier}/sheet").json()["version"])


def test_it_waits_for_a_person_however_often_it_is_judged(store: Store, returned: str) -> None:
    judged(store, returned, commune="")
    assert state_of(store, returned) is State.RETURNED


@pytest.mark.long
def test_who_finds_nothing_to_change_says_why_and_may_package_it_again(
    clerk: TestClient, store: Store, returned: str
) -> None:
    assert BUTTON in clerk.get(f"/dossier/{returned}/check").text
    told = {"seen": seen(clerk, returned), "reason": "cổng báo nhầm, đã gọi hỏi"}
    assert changed(clerk, f"/dossier/{returned}/take-up", **told).status_code == 200
    assert state_of(store, returned) is State.COMPLETE
    with store.read() as session:
        events = [event for event in store.journal(session, returned) if event.what == What.STATE]
    (word,) = [event for event in events if event.data.get("reason")]
    assert (word.who, word.data["reason"]) == ("hoa", "cổng báo nhầm, đã gọi hỏi")
    shown = clerk.get(f"/dossier/{returned}/check").text
    assert "Đóng gói" in shown and BUTTON not in shown


@pytest.mark.long
def test_nothing_goes_on_without_a_reason_or_twice(clerk: TestClient, store: Store, returned: str) -> None:
    at = f"/dossier/{returned}/take-up"
    assert changed(clerk, at, seen=seen(clerk, returned), reason=" ").status_code == 422
    assert state_of(store, returned) is State.RETURNED
    assert changed(clerk, at, seen=seen(clerk, returned), reason="đã xem").status_code == 200
    assert changed(clerk, at, seen=seen(clerk, returned), reason="đã xem").status_code == 422
    assert state_of(store, returned) is State.COMPLETE
