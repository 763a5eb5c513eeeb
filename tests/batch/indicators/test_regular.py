# SPDX-License-Identifier: Apache-2.0
"""The reports that the night writes and mails by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import delete

from batch.errors import ReportFileError
from batch.report.regular import RegularReport, ReportNotMailedError, regular_reports, write_due
from batch.store.regular_reports import note_report, take_report
from batch.store.tables.regular_report_model import RegularReportRow
from intake.settings.settings import MailSettings, ReportsSettings, Settings, UnitSettings
from intake.settings.whereabouts import computer
from intake.store.queue.lease_owner import LEASE, new_owner
from intake.store.store import Store
from tests.support.servers.mail_server import mail_server
from tests.support.stores.sixty_dossiers import TODAY, SetClock

OFFICE = UnitSettings(code="H26.01", name="UBND xã Hồng Quang")


def settings(home: Path, mail: MailSettings | None = None, *kinds: str) -> Settings:
    told = ReportsSettings(regular=kinds or ("month",), mail_to="lanh-dao@xa.example" if mail else "")
    return Settings(home=home, unit=OFFICE, reports=told, mail=mail or MailSettings())


@pytest.fixture(autouse=True)
def first_run(sixty: Store) -> None:
    """Nothing was written in this store yet."""
    with sixty.write() as session:
        session.execute(delete(RegularReportRow))


def test_each_kind_is_told_of_the_period_that_ended_last(sixty: Store, tmp_path: Path) -> None:
    wanted = settings(tmp_path, None, "week", "month", "quarter", "year")
    for day, periods in (
        (datetime(2026, 11, 30, tzinfo=UTC), ["2026-W48", "2026-10", "2026-Q3", "2025"]),
        (datetime(2027, 1, 1, tzinfo=UTC), ["2026-W52", "2026-12", "2026-Q4", "2026"]),
    ):
        with at(sixty, day):
            assert [one.period.address for one in regular_reports(sixty, wanted)] == periods
            assert regular_reports(sixty, Settings(home=tmp_path)) == []


@contextmanager
def at(store: Store, moment: datetime) -> Iterator[None]:
    clock = cast("SetClock", store.clock)
    clock.now = moment
    yield
    clock.now = TODAY


def test_of_computers_with_one_store_the_first_writes_and_mails_it(
    sixty: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mail_server() as (postbox, mail):
        here, there = (settings(tmp_path / name, mail) for name in ("here", "there"))
        postbox.answer = "451 later"
        made, _error = write_due(sixty, here)
        postbox.answer = "250 kept"
        monkeypatch.setattr("batch.report.regular.computer", lambda: "another-desk")
        assert list(write_due(sixty, there)) == [] and not (tmp_path / "there").exists()
        (told,) = regular_reports(sixty, there)
        assert told.elsewhere == computer() and told.written and not told.mailed
        assert postbox.mails == []

        with at(sixty, TODAY + timedelta(days=1, minutes=1)):  # the first computer never came back
            (again,) = write_due(sixty, there)
        assert isinstance(again, RegularReport) and again.document.exists() and len(postbox.mails) == 1
        monkeypatch.undo()
        assert list(write_due(sixty, here)) == [] and len(postbox.mails) == 1
    assert isinstance(made, RegularReport) and regular_reports(sixty, here)[0].mailed


def test_what_another_computer_has_in_hand_is_left_to_it(sixty: Store, tmp_path: Path) -> None:
    owner = new_owner()
    with sixty.write() as session:
        taken = take_report(session, OFFICE.code, "2026-11", owner, sixty.clock())
    assert taken is not None
    assert list(write_due(sixty, settings(tmp_path))) == [] and not list(tmp_path.iterdir())
    with at(sixty, TODAY + 2 * LEASE):  # it never came back
        assert len(list(write_due(sixty, settings(tmp_path)))) == 1
        with sixty.write() as session:  # and comes too late now
            assert not note_report(session, taken.lease, sixty.clock(), computer="late")


def test_what_an_earlier_version_wrote_and_mailed_is_not_made_again(sixty: Store, tmp_path: Path) -> None:
    with mail_server() as (postbox, mail):
        wanted = settings(tmp_path, mail)
        (one,) = regular_reports(sixty, wanted)
        one.folder.mkdir()
        for file in (one.workbook, one.document, one.mark):
            file.write_bytes(b"signed")
        assert list(write_due(sixty, wanted)) == [] and postbox.mails == []
    assert one.document.read_bytes() == b"signed"


def test_a_report_is_written_once_and_not_over_one_that_was_signed(sixty: Store, tmp_path: Path) -> None:
    wanted = settings(tmp_path)
    (made,) = write_due(sixty, wanted)
    assert isinstance(made, RegularReport) and made.workbook.exists() and not made.mailed
    made.document.write_bytes(b"signed")
    assert list(write_due(sixty, wanted)) == []
    assert made.document.read_bytes() == b"signed"
    made.document.unlink()  # killed between the two files
    (again,) = write_due(sixty, wanted)
    assert isinstance(again, RegularReport) and again.document == made.document and made.written


def test_it_is_mailed_once_and_again_only_after_it_failed(sixty: Store, tmp_path: Path) -> None:
    with mail_server() as (postbox, mail):
        wanted = settings(tmp_path, mail)
        postbox.answer = "451 later"
        made, error = write_due(sixty, wanted)
        assert isinstance(made, RegularReport) and isinstance(error, ReportNotMailedError)
        postbox.answer = "250 kept"
        assert list(write_due(sixty, wanted)) == [] and list(write_due(sixty, wanted)) == []
        (letter,) = postbox.mails
    assert regular_reports(sixty, wanted)[0].mailed and letter["To"] == "lanh-dao@xa.example"
    (attached,) = letter.iter_attachments()
    assert attached.get_content() == made.document.read_bytes()


def test_one_that_cannot_be_written_is_told(sixty: Store, tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("in the way", encoding="utf-8")
    (error,) = write_due(sixty, settings(tmp_path))
    assert isinstance(error, ReportFileError)


@pytest.mark.parametrize("kind", ["day", ""])
def test_no_other_period_is_taken(kind: str) -> None:
    with pytest.raises(ValueError, match="regular"):
        ReportsSettings(regular=(kind,))  # type: ignore[arg-type]
