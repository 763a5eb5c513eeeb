# SPDX-License-Identifier: Apache-2.0
"""Reports that are written and mailed once their week, month, quarter or year is over.

What was written stands in the folder, what was mailed has a mark beside it: so a night that was killed or did
not run is made up for by the next, as long as no later period of the kind has ended, and none writes over a
report that somebody signed. A mail that went out just before the computer lost its power may go out twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage
from pathlib import Path

from batch.errors import BatchError, ReportFileError
from batch.report.indicators import indicator_sheet
from batch.report.outputs.files import put_report
from batch.report.outputs.printed import report_pdf
from batch.report.outputs.workbook import workbook_of
from batch.report.periods import PeriodKind, ReportPeriod, around
from batch.slips.mail.postman import PostError, Postman, require_settings
from intake.dossier.deadline.local_time import local_day
from intake.settings.log import log
from intake.settings.night import file_name_of
from intake.settings.settings import MailSettings, Settings, UnitSettings
from intake.store.store import Store
from templates.errors import SohoaError
from templates.language.messages import _

FOLDER = "reports"


class ReportNotMailedError(BatchError):
    """A regular report was written and could not be mailed."""

    @classmethod
    def to(cls, address: str, folder: Path) -> ReportNotMailedError:
        return cls(
            _("The report could not be mailed to {address}; it is tried again after the next run.").format(
                address=address
            ),
            _("Look at [mail] in the settings; the files are in {folder}.").format(folder=folder),
        )


@dataclass(frozen=True, slots=True)
class RegularReport:
    """The report of the ``period`` that ended last of its kind, and its files in a folder."""

    period: ReportPeriod
    folder: Path

    @property
    def workbook(self) -> Path:
        return self.folder / f"bao-cao-{self.period.address}.xlsx"

    @property
    def document(self) -> Path:
        return self.folder / f"bao-cao-{self.period.address}.pdf"

    @property
    def mark(self) -> Path:
        """Stands there once it was mailed; a name with a dot would be left out of copies of the home."""
        return self.folder / f"bao-cao-{self.period.address}.mailed"

    @property
    def written(self) -> bool:
        return self.document.exists()  # written last

    @property
    def mailed(self) -> bool:
        return self.mark.exists()


def folder_of(settings: Settings) -> Path:
    """Where the reports of the office lie: in a folder of its own, where there are several offices."""
    wanted = settings.reports.folder
    folder = Path(wanted).expanduser() if wanted else settings.home / FOLDER
    return folder / file_name_of(settings.unit.code) if settings.units else folder


def regular_reports(settings: Settings, today: date) -> list[RegularReport]:
    """Of each kind of period that the settings name, the one that ended last before ``today``."""
    ended = (around(PeriodKind(kind), today).before() for kind in settings.reports.regular)
    return [RegularReport(period, folder_of(settings)) for period in ended if period]


def write_due(store: Store, settings: Settings, unfolded: int = 0) -> Iterator[RegularReport | SohoaError]:
    """Write the reports that are due and mail those that were not yet; gives what was written, and why one
    could not be written or mailed. ``unfolded``: see :func:`batch.report.indicators.indicator_sheet`.
    """
    for due in regular_reports(settings, local_day(store.clock())):
        try:
            if not due.written:
                _write(store, due, settings.unit, unfolded)
                yield due
            if settings.reports.mail_to and not due.mailed:
                _mail(store, due, settings)
        except SohoaError as error:
            log().warning("report-not-made", code=type(error).__name__)
            yield error


def _write(store: Store, due: RegularReport, office: UnitSettings, unfolded: int) -> None:
    sheet = indicator_sheet(store, due.period, unfolded=unfolded)
    try:
        due.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ReportFileError.at(due.folder) from error
    put_report(due.workbook, workbook_of(sheet, office))
    put_report(due.document, report_pdf(sheet, office))


def _mail(store: Store, due: RegularReport, settings: Settings) -> None:
    """What leaves is the PDF alone: its counts are the whole unit's."""
    address = settings.reports.mail_to
    try:
        require_settings(settings.mail)
        with Postman(settings.mail) as postman:
            postman.send(_letter(due, address, settings.mail, settings.unit))
    except (PostError, OSError) as error:
        raise ReportNotMailedError.to(address, due.folder) from error
    put_report(due.mark, f"{store.clock().isoformat()}\n".encode())


def _letter(due: RegularReport, to: str, mail: MailSettings, office: UnitSettings) -> EmailMessage:
    letter = EmailMessage()
    title = _("sohoa, {office}: report of {period}")
    letter["Subject"] = title.format(office=office.name or "sohoa", period=due.period.title())
    letter["From"], letter["To"] = mail.sender, to
    letter.set_content(_("The report is attached. The dossiers behind each number stand in sohoa alone."))
    letter.add_attachment(
        due.document.read_bytes(), maintype="application", subtype="pdf", filename=due.document.name
    )
    return letter
