# SPDX-License-Identifier: Apache-2.0
"""The reports that the night writes and mails by itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from batch.errors import ReportFileError
from batch.report.regular import RegularReport, ReportNotMailedError, regular_reports, write_due
from intake.settings.settings import MailSettings, ReportsSettings, Settings, UnitSettings
from intake.store.store import Store
from tests.support.servers.mail_server import mail_server

OFFICE = UnitSettings(code="H26.01", name="UBND xã Hồng Quang")


def settings(home: Path, mail: MailSettings | None = None, *kinds: str) -> Settings:
    told = ReportsSettings(regular=kinds or ("month",), mail_to="lanh-dao@xa.example" if mail else "")
    return Settings(home=home, unit=OFFICE, reports=told, mail=mail or MailSettings())


def test_each_kind_is_told_of_the_period_that_ended_last(tmp_path: Path) -> None:
    wanted = settings(tmp_path, None, "week", "month", "quarter", "year")
    for day, periods in (
        (date(2026, 11, 30), ["2026-W48", "2026-10", "2026-Q3", "2025"]),
        (date(2027, 1, 1), ["2026-W52", "2026-12", "2026-Q4", "2026"]),
    ):
        assert [one.period.address for one in regular_reports(wanted, day)] == periods
    assert regular_reports(Settings(home=tmp_path), date(2026, 11, 30)) == []


def test_a_report_is_written_once_and_not_over_one_that_was_signed(sixty: Store, tmp_path: Path) -> None:
    wanted = settings(tmp_path)
    (made,) = write_due(sixty, wanted)
    assert isinstance(made, RegularReport) and made.workbook.exists() and not made.mailed
    made.document.write_bytes(b"signed")
    assert list(write_due(sixty, wanted)) == []
    assert made.document.read_bytes() == b"signed"
    made.document.unlink()  # killed between the two files
    assert list(write_due(sixty, wanted)) == [made]


def test_it_is_mailed_once_and_again_only_after_it_failed(sixty: Store, tmp_path: Path) -> None:
    with mail_server() as (postbox, mail):
        wanted = settings(tmp_path, mail)
        postbox.answer = "451 later"
        made, error = write_due(sixty, wanted)
        assert isinstance(made, RegularReport) and isinstance(error, ReportNotMailedError)
        postbox.answer = "250 kept"
        assert list(write_due(sixty, wanted)) == [] and list(write_due(sixty, wanted)) == []
        (letter,) = postbox.mails
    assert made.mailed and letter["To"] == "lanh-dao@xa.example"
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
