# SPDX-License-Identifier: Apache-2.0
"""After an update all due days are worked out at once: whoever waits for that sees how far it has come."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest

import intake.desk.progress
import sohoa
from intake.dossier.paging import ALL
from intake.services.deadline.due_days import reckon_due_days
from intake.services.dossier_list import dossier_list
from intake.store.dossier.due_days import count_unknown
from intake.store.progress import Advance, Hands
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from tests.support.desks.intake_desk import PROCEDURE
from tests.support.programs.watching import Watching
from tests.support.stores.earlier_store import put_first_store

LABEL = "Đang tính ngày hẹn trả"
UPDATE = "Đang cập nhật kho"


@pytest.fixture
def unknown(store: Store) -> int:
    for _number in range(3):
        store.write(lambda session: store.create_dossier(session, procedure=PROCEDURE, who="lan"))
    with store.read() as session:
        return count_unknown(session)


def test_it_is_told_once_and_for_every_dossier(store: Store, unknown: int) -> None:
    watching = Watching()
    with dossier_list(store, ALL, progress=watching) as listed:
        assert listed.total == unknown == 3
    assert watching.seen == {LABEL: [3, 3]}
    again = Watching()
    with dossier_list(store, ALL, progress=again):
        assert again.seen == {}


def test_parts_are_counted_as_they_are_kept(
    store: Store, unknown: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intake.services.deadline.due_days.PART", 2)
    left: list[int] = []

    def advance(_count: int) -> None:
        with store.read() as session:
            left.append(count_unknown(session))

    def watch(
        _label: str, _total: int | None, *, unit: str | None = None, hands: Hands | None = None
    ) -> nullcontext[Advance]:
        assert unit and hands is None
        return nullcontext(advance)

    reckon_due_days(store, load_catalogue(), watch)
    assert unknown == 3 and left == [1, 0]


@pytest.mark.of_sqlite
def test_the_list_hands_in_its_bar(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put_first_store(tmp_path / "home")
    watching = Watching()
    monkeypatch.setattr(intake.desk.progress, "progress", watching)
    assert sohoa.run(["--home", str(tmp_path / "home"), "list"]) == 0
    assert "2233" in capsys.readouterr().out
    assert list(watching.seen) == [UPDATE, LABEL]
    steps, done = watching.seen[UPDATE]
    assert steps == done and steps is not None and steps > 10


def test_a_store_that_is_made_or_up_to_date_is_opened_without_a_word(store: Store, tmp_path: Path) -> None:
    watching = Watching()
    for _turn in range(2):
        Store.open(tmp_path / "other", progress=watching).close()
    assert watching.seen == {}
    assert store.home != tmp_path / "other"
