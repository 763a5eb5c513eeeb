# SPDX-License-Identifier: Apache-2.0
"""``sohoa status`` over all dossiers: what matters comes first, in pages, and only these are asked about."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import sohoa
from batch.gateway.registry import OfficeDoors
from batch.store.overview import ORDER, counts, page_of, standings_of
from intake.dossier.paging import Paging
from intake.dossier.states import State
from intake.settings.current import choose_settings
from intake.store.queue.standing import count_needing_person
from intake.store.store import Store
from intake.store.tables.model import DossierRow, PackageRow
from intake.store.tables.outbox_model import OutboxRow
from tests.support.desks.packing_desk import RECEIVED, WHO, Clock
from tests.support.servers.scripted_gateway import ScriptedGateway


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("SOHOA_HOME", str(tmp_path / "home"))
    opened = Store.open(tmp_path / "home", Clock(RECEIVED))
    yield opened
    opened.close()


def add(store: Store, state: State, sending: str = "sent", *, later: int = 0) -> str:
    """A packaged dossier standing in ``state``, received so many days later than the first."""
    moment = RECEIVED + timedelta(days=later)
    with store.write() as session:
        dossier = store.create_dossier(session, procedure="1.001193", who=WHO, received_at=moment)
        session.get_one(DossierRow, dossier.id).state = state
        package = PackageRow(dossier_id=dossier.id, number=1, folder="p", made_at=moment)
        session.add(package)
        session.flush()
        row = OutboxRow(dossier_id=dossier.id, package_id=package.id, state=sending, next_at=moment)
        row.queued_at = row.sent_at = moment
        row.progress = {"asked": True, "number": f"G09-{dossier.id}"}
        session.add(row)
        return dossier.id


def unpackaged(store: Store) -> str:
    with store.write() as session:
        return store.create_dossier(session, procedure="1.001193", who=WHO).id


def ids_of(store: Store, paging: Paging) -> list[str]:
    with store.read() as session:
        return page_of(session, counts(session), paging)


def status(capsys: pytest.CaptureFixture[str], words: str) -> tuple[int, str, str]:
    choose_settings(None)
    code = sohoa.run(["status", *shlex.split(words)])
    told = capsys.readouterr()
    return code, told.out, told.err


def told(capsys: pytest.CaptureFixture[str], words: str) -> Any:
    return json.loads(status(capsys, f"{words} --json")[1])


def test_every_state_has_its_place_in_the_order() -> None:
    assert sorted(ORDER) == sorted(State)


@pytest.mark.long
def test_what_came_back_comes_first_and_what_ended_last_the_newest_of_each_before_older_ones(
    store: Store,
) -> None:
    made = {state: [add(store, state, later=day) for day in (0, 2, 1)] for state in reversed(ORDER)}
    unpackaged(store)
    expected = [made[state][place] for state in ORDER for place in (1, 2, 0)]
    assert ids_of(store, Paging(everything=True)) == expected
    for length in (1, 2, 5, 100):
        pages = [ids_of(store, Paging(page, length)) for page in range(1, -(-len(expected) // length) + 2)]
        assert [dossier for page in pages for dossier in page] == expected
        assert pages[-1] == []


def test_counts_are_of_packaged_dossiers_in_the_order_of_the_pages(store: Store) -> None:
    for state in (State.ACCEPTED, State.ACCEPTED, State.RETURNED, State.QUEUED):
        add(store, state)
    unpackaged(store)
    with store.read() as session:
        found = counts(session)
    assert list(found.items()) == [(State.RETURNED, 1), (State.QUEUED, 1), (State.ACCEPTED, 2)]


@pytest.mark.parametrize(
    ("state", "sending", "needs"),
    [
        (State.RETURNED, "sent", True),
        (State.QUEUED, "refused", True),
        (State.PUSHED, "lost", True),
        (State.QUEUED, "queued", False),
        (State.QUEUED, "failed-retry", False),
        (State.ACCEPTED, "sent", False),
        (State.RESULT_ATTACHED, "sent", False),
    ],
)
def test_those_of_which_nothing_goes_on_by_itself_are_counted_as_each_says_of_itself(
    store: Store, state: State, sending: str, needs: bool
) -> None:
    dossier = add(store, state, sending)
    with store.read() as session:
        (standing,) = standings_of(session, [dossier], RECEIVED)
        assert (count_needing_person(session), standing.needs_person) == (int(needs), needs)


def test_a_page_says_how_many_more_there_are_and_the_last_says_nothing(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    made = [add(store, State.ACCEPTED, later=day) for day in range(5)]
    code, out, err = status(capsys, "--offline --length 2")
    assert (code, "Còn 3 hồ sơ nữa: thêm --page 2" in err) == (0, True)
    assert [one in out for one in made] == [False, False, False, True, True]
    assert "Còn" not in status(capsys, "--offline --length 2 --page 3")[2]
    code, out, err = status(capsys, "--offline --all")
    assert all(one in out for one in made) and "Còn" not in err


def test_json_tells_the_whole_beside_the_page(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    back = add(store, State.RETURNED)
    for _each in range(3):
        add(store, State.ACCEPTED)
    page = told(capsys, "--offline --length 2")
    assert (page["total"], page["page"], page["needing_person"]) == (4, 1, 1)
    assert page["states"] == {"returned": 1, "accepted": 3}
    assert [row["dossier"] == back for row in page["dossiers"]] == [True, False]
    assert len(told(capsys, "--offline --all")["dossiers"]) == 4


def test_somebody_is_needed_even_if_the_page_does_not_show_for_whom(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    add(store, State.RETURNED)
    add(store, State.ACCEPTED)
    code, _out, err = status(capsys, "--offline --length 1 --page 2")
    assert (code, "Số hồ sơ cần người xử lý: 1" in err) == (1, True)


def test_the_gateway_is_asked_about_what_is_shown_alone(
    store: Store, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [add(store, State.ACCEPTED, later=day) for day in range(6)]
    gateway = ScriptedGateway()
    monkeypatch.setattr(OfficeDoors, "open", lambda _doors, _name: gateway)
    for words, expected in (
        ("--length 2", made[:3:-1]),
        ("--length 2 --page 3", made[1::-1]),
        (made[2], [made[2]]),
    ):
        gateway.asked.clear()
        status(capsys, words)
        assert sorted(gateway.asked) == sorted(f"G09-{one}" for one in expected)


def test_a_dossier_that_was_never_packaged_is_told_so(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    dossier = unpackaged(store)
    code, _out, err = status(capsys, f"{dossier} --offline")
    assert (code, f"Hồ sơ {dossier} chưa được đóng gói." in err) == (0, True)
    assert told(capsys, f"{dossier} --offline") == {"dossiers": []}
    assert "chưa" in status(capsys, "--offline")[2].casefold()
