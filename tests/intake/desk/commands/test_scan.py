# SPDX-License-Identifier: Apache-2.0
"""``sohoa scan`` where a scan was broken off, as a clerk types it; no scanner is asked."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from intake.errors import CoverSheetError
from intake.services.receive.scanner import laying_in
from intake.services.receive.scanner.job import ScanJob, begin_job, drop, unfinished
from templates.errors import UsageError
from tests.support.desks.typed_commands import Desk
from tests.support.dossiers.fake_pages import shaded

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def broken_off(desk: Desk, dossier: str) -> ScanJob:
    job = begin_job(desk.home / "scans", dossier, NOW)
    shaded(job.folder / "0001.png", 200)
    return job


def test_pages_of_one_dossier_are_not_laid_into_another_that_is_named_later(desk: Desk) -> None:
    first, other = desk.new(), desk.new()
    inbox = desk.home / "scans"
    job = broken_off(desk, first)
    for how in ("--finish", "--go-on"):
        with pytest.raises(UsageError) as refused:
            desk.run("scan", other, how)
        assert first in refused.value.sentence
    assert unfinished(inbox) == job and job.pages
    drop(job)
    job = broken_off(desk, "")
    with pytest.raises(UsageError):
        desk.run("scan", other, "--finish")
    assert unfinished(inbox) == job and job.pages


def test_papers_that_their_dossier_will_never_take_do_not_bar_the_scanner(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_args: object, **_named: object) -> None:
        raise CoverSheetError.of_another("261123-002X", dossier)

    dossier = desk.new()
    inbox = desk.home / "scans"
    broken_off(desk, "261123-001X")  # no such dossier is kept (any more)
    assert "261123-001X" in desk.run("scan", "261123-001X", "--finish").stderr
    (folder,) = inbox.iterdir()
    assert [file.name for file in folder.iterdir()] == ["0001.png"] and not folder.name.startswith(".")
    monkeypatch.setattr(laying_in, "add_papers", refuses)
    broken_off(desk, dossier)
    assert "261123-002X" in desk.run("scan", dossier, "--finish").stderr
    assert unfinished(inbox) is None and len([*inbox.iterdir()]) == 2
