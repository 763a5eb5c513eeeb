# SPDX-License-Identifier: Apache-2.0
"""A run without a folder: all that is open, until an hour, sending only when it may."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from batch.gateway.sandbox.server import RunningSandbox, running_sandbox
from batch.night.hours import Hours
from batch.night.inbox import not_kept
from batch.night.left_open import left_unread
from batch.night.remarks import RemarkCode
from batch.services.nightly.morning import morning_of
from intake.dossier.deadline.local_time import LOCAL
from intake.services.receive.ingest import ingest, plan, take_in
from intake.settings.settings import Settings
from intake.store.store import Store
from tests.support.desks.night_desk import PROCEDURE, desk, picture, run_all_open
from tests.support.dossiers.fake_dossiers import dossier

EVENING = datetime(2026, 11, 23, 18, tzinfo=LOCAL)
NIGHT_HOURS = Hours(time(22), time(5, 30))


@dataclass
class Clock:
    """Stands still but when somebody waits, and goes on a minute with each time it is looked at for that."""

    now: datetime = EVENING

    def __call__(self) -> datetime:
        return self.now

    def pause(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[RunningSandbox]:
    with running_sandbox(tmp_path / "gateway") as running:
        yield running


@pytest.fixture
def settings(tmp_path: Path, gateway: RunningSandbox, clock: Clock) -> Settings:
    """With a dossier taken in without being read, one of the counter, and one in the inbox."""
    settings = desk(tmp_path / "store", gateway.url)
    with closing(Store.open(settings.home, clock)) as store:
        (source,) = plan(dossier(tmp_path / "elsewhere" / "left", 1).parent)
        ingest(store, source, procedure=PROCEDURE, who="t")
        clock.now += timedelta(minutes=1)
        made = store.write(lambda session: store.create_dossier(session, procedure=PROCEDURE, who="t").id)
        take_in(store, made, sorted(dossier(tmp_path / "counter", 2).iterdir()), who="t")
        store.write(lambda session: store.create_dossier(session, procedure=PROCEDURE, who="t"))  # no papers
        assert left_unread(store)[0] == made and len(left_unread(store)) == 2
    dossier(settings.home / "scans" / "inbox", 3)
    return settings


def states(settings: Settings) -> dict[str, str]:
    return {name: told["state"] for name, told in picture(settings.home).items()}


def numbers(gateway: RunningSandbox) -> int:
    return gateway.sandbox.store.counters()["dossiers"]


def codes(night: object) -> list[str]:
    return [remark.code for remark in night.remarks]  # type: ignore[attr-defined]


@pytest.mark.long
def test_all_that_is_open_goes_as_far_as_it_goes_when_it_may(
    settings: Settings, clock: Clock, gateway: RunningSandbox
) -> None:
    """It begins at six in the evening and may send from ten on, so it waits for that hour."""
    night = run_all_open(settings, clock, hours=NIGHT_HOURS, pause=clock.pause)
    assert clock.now.astimezone(LOCAL).hour == 22 and numbers(gateway) == 3
    assert states(settings)["left"] == states(settings)["inbox"] == "pushed" and codes(night) == []
    with closing(Store.open(settings.home, clock)) as store:
        morning = morning_of(store)
    assert morning is not None and morning.ended is not None and not morning.waiting
    assert (morning.numbers.received, morning.numbers.pushed, morning.pages_read) == (3, 3, 6)
    what_stays_in_the_inbox_came_in_once(settings, clock)


def what_stays_in_the_inbox_came_in_once(settings: Settings, clock: Clock) -> None:
    """Also on the disk: the next night asks for no room for it. A paper that comes later makes it count."""
    scans = settings.home / "scans"
    with closing(Store.open(settings.home, clock)) as store:
        assert list(not_kept(store, plan(scans))) == []
        (scans / "inbox" / "late.png").write_bytes(b"")
        assert list(not_kept(store, plan(scans))) == [scans / "inbox" / "late.png"]
        (scans / "inbox" / "late.png").unlink()
    assert codes(run_all_open(settings, clock)) == [] and received(settings, clock) == 0
    (scans / "inbox" / "late.png").write_bytes(b"")
    run_all_open(settings, clock)
    assert received(settings, clock) == 1


def received(settings: Settings, clock: Clock) -> int:
    with closing(Store.open(settings.home, clock)) as store:
        morning = morning_of(store)
    assert morning is not None
    return morning.numbers.received


@pytest.mark.long
def test_a_run_that_ends_before_sending_is_allowed_packages_and_says_so(
    settings: Settings, clock: Clock, gateway: RunningSandbox
) -> None:
    until = EVENING.replace(hour=21)
    night = run_all_open(settings, clock, hours=NIGHT_HOURS, until=until, pause=clock.pause)
    assert numbers(gateway) == 0 and clock.now < until
    assert states(settings)["left"] == "queued" and codes(night) == [RemarkCode.NOT_THE_HOUR]


@pytest.mark.long
def test_nothing_is_begun_after_the_hour_and_the_next_run_does_it(
    settings: Settings, clock: Clock, gateway: RunningSandbox
) -> None:
    night = run_all_open(settings, clock, until=clock.now - timedelta(minutes=1))
    assert codes(night) == [RemarkCode.TIME_UP] and not night.untaken
    assert states(settings)["left"] == "captured" and "inbox" not in states(settings)
    assert not codes(run_all_open(settings, clock)) and numbers(gateway) == 3
