# SPDX-License-Identifier: Apache-2.0
"""A dossier on which a step of the night fails each time: left alone, named, taken up again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from batch.night import night as night_steps
from batch.night import pack_dossiers
from batch.night.summary import DossierLine, summary
from batch.package.pack_work import how_to_pack
from batch.services.doctor.health import Fitness
from batch.services.doctor.queue_diagnoses import check_queues
from batch.services.packaging import package_dossiers
from intake.dossier.paging import Paging
from intake.services.dossier_list import dossier_list
from intake.services.dossier_view import dossier_shown
from intake.services.judging import check_dossier
from intake.settings.settings import Settings
from intake.store.queue import nights
from intake.store.queue.nights import MOST_NIGHTS
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from tests.support.desks.night_desk import desk, run_night
from tests.support.dossiers.fake_dossiers import dossier
from tests.support.programs.examples import some_of

pytestmark = pytest.mark.long


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    for number in (1, 2):
        dossier(tmp_path / "scans" / f"d{number}", number)
    return desk(tmp_path / "store")


class Step:
    """A step of the night that fails on the dossier of the folder d2 as long as it is ``broken``."""

    def __init__(self, does: Callable[..., Any]) -> None:
        self._does = does
        self.broken = True
        self.tried = 0

    def __call__(self, store: Store, dossier_id: str, *args: object, **kwargs: object) -> Any:
        with store.read() as session:
            mine = store.get(session, dossier_id).folder == "d2"
        self.tried += mine
        if mine and self.broken:
            raise KeyError("a fault in the program")
        return self._does(store, dossier_id, *args, **kwargs)


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch) -> Step:
    step = Step(night_steps.check)
    monkeypatch.setattr(night_steps, "check", step)
    return step


@pytest.fixture
def plan(monkeypatch: pytest.MonkeyPatch) -> Step:
    step = Step(pack_dossiers.plan_ready)
    monkeypatch.setattr(pack_dossiers, "plan_ready", step)
    return step


def lines(settings: Settings, scans: Path) -> dict[str, DossierLine]:
    """One night; the lines of its dossiers by their folders."""
    store = Store.open(settings.home)
    try:
        done = replace(run_night(settings, scans, workers=1), store=store)
        return {line.folder: line for line in summary(done)}
    finally:
        store.close()


@contextmanager
def opened(settings: Settings) -> Iterator[Store]:
    store = Store.open(settings.home)
    yield store
    store.close()


def listed(settings: Settings) -> dict[str, str]:
    """What the list says of dossiers that runs leave alone, by folder."""
    with opened(settings) as store, dossier_list(store, Paging()) as found:
        return {line["folder"]: line["left_alone"] for part in found.parts for line in part}


def test_a_dossier_that_fails_night_after_night_is_left_alone_and_named_everywhere(
    settings: Settings, tmp_path: Path, check: Step
) -> None:
    for _night in range(MOST_NIGHTS):
        told = lines(settings, tmp_path / "scans")
        assert (told["d1"].state, told["d2"].trouble) == ("queued", "check")
    after = lines(settings, tmp_path / "scans")
    assert check.tried == MOST_NIGHTS
    assert (after["d2"].trouble, after["d2"].needs_person) == ("check", True)
    command = f"sohoa check {after['d2'].dossier}"
    assert command in after["d2"].note
    assert command in listed(settings)["d2"] and listed(settings)["d1"] == ""
    with opened(settings) as store:
        shown = dossier_shown(store, after["d2"].dossier, load_catalogue())
    assert command in shown["left_alone"]


@pytest.mark.of_sqlite  # the doctor is told where the database is
@pytest.mark.slow
def test_the_doctor_names_what_runs_leave_alone(settings: Settings, tmp_path: Path, check: Step) -> None:
    for _night in range(MOST_NIGHTS):
        left = lines(settings, tmp_path / "scans")["d2"].dossier
    found = check_queues(settings.home)
    assert found.health is Fitness.LOOK and left in found.found and "sohoa show" in found.mend
    assert check.tried == MOST_NIGHTS


@pytest.mark.slow
def test_once_a_person_has_checked_it_runs_take_it_up_again(
    settings: Settings, tmp_path: Path, check: Step
) -> None:
    for _night in range(MOST_NIGHTS):
        left = lines(settings, tmp_path / "scans")["d2"].dossier
    check.broken = False
    with opened(settings) as store:
        check_dossier(store, left, commune=settings.unit.commune)
    assert listed(settings)["d2"] == ""
    assert lines(settings, tmp_path / "scans")["d2"].state == "queued"


@pytest.mark.parametrize("change", some_of(["a paper comes", "a newer program"], always=["a paper comes"]))
def test_what_changes_it_or_the_program_lets_runs_try_it_again(
    settings: Settings, tmp_path: Path, check: Step, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _night in range(MOST_NIGHTS):
        lines(settings, tmp_path / "scans")
    check.broken = False
    assert lines(settings, tmp_path / "scans")["d2"].trouble == "check"
    if change == "a paper comes":
        (tmp_path / "scans" / "d2" / "3.png").write_bytes(b"nothing that can be read")
    else:
        monkeypatch.setattr(nights, "VERSION", "99")
    assert lines(settings, tmp_path / "scans")["d2"].trouble == ""
    assert check.tried == MOST_NIGHTS + 1


@pytest.mark.slow
def test_a_dossier_whose_files_can_t_be_made_waits_for_the_one_command_that_tries_again(
    settings: Settings, tmp_path: Path, plan: Step
) -> None:
    for _night in range(MOST_NIGHTS + 1):
        told = lines(settings, tmp_path / "scans")
        assert (told["d1"].state, told["d2"].trouble) == ("queued", "package")
    assert plan.tried == MOST_NIGHTS
    left = told["d2"].dossier
    assert f"sohoa package {left}" in told["d2"].note
    with opened(settings) as store:
        how = how_to_pack(settings)
        list(package_dossiers(store, [left], load_catalogue(), how, who="lan", asked_for=True))
    assert listed(settings)["d2"] == ""
