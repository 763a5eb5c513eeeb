# SPDX-License-Identifier: Apache-2.0
"""What a run needs of the computer, looked at before it begins."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from batch.night.beforehand import disk_need, workers_for
from batch.night.inbox import lying_in
from batch.night.remarks import RemarkCode
from intake.settings.settings import NightSettings, Settings

pytestmark = pytest.mark.of_sqlite  # no store is opened


def test_more_scans_than_room_is_short(tmp_path: Path) -> None:
    scan = tmp_path / "large.pdf"
    free = shutil.disk_usage(tmp_path).free
    with scan.open("wb") as file:
        file.truncate(free)  # sparse: it takes no room itself
    need = disk_need([scan, tmp_path / "gone.pdf"], tmp_path / "not" / "there" / "yet")
    assert need.short and need.needed > 2 * free and need.free > 0


@pytest.mark.parametrize(("named", "told"), [(True, [RemarkCode.INBOX_AWAY]), (False, [])])
def test_an_inbox_that_the_settings_name_and_that_is_away_wants_a_person(
    tmp_path: Path, named: bool, told: list[RemarkCode]
) -> None:
    inbox = tmp_path / "share"
    settings = Settings(home=tmp_path, night=NightSettings(inbox=str(inbox) if named else ""))
    night: Any = SimpleNamespace(settings=settings, remarks=[], run_id=0)
    assert lying_in(night, inbox) == [] and [remark.code for remark in night.remarks] == told
    assert all(remark.needs_person and str(inbox) in remark.sentence for remark in night.remarks)
    inbox.mkdir()
    (inbox / "scan.pdf").write_bytes(b"")
    assert len(lying_in(night, inbox)) == 1 and len(night.remarks) == len(told)


def test_nothing_to_take_in_needs_nothing(tmp_path: Path) -> None:
    assert not disk_need([], tmp_path).short


@pytest.mark.parametrize(("free", "workers"), [(None, 8), (100_000, 8), (2000, 3), (950, 1), (10, 1)])
def test_there_are_as_many_workers_as_memory_has_room_for(free: int | None, workers: int) -> None:
    assert workers_for(8, free and free << 20) == workers
