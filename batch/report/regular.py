# SPDX-License-Identifier: Apache-2.0
"""Reports that are written and mailed once their week, month, quarter or year is over: once a store, however
many computers share it.

Whose turn it is says a row of the store, leased as those of the outbox are; it says too what was written, on
which computer, and mailed. So a night that was killed or did not run is made up for by the next, as long as
no later period of the kind has ended, and none writes over a report that somebody signed. A mail that went
out just before the computer lost its power may go out twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import partial
from pathlib import Path

from batch.errors import BatchError, ReportFileError
from batch.report.indicators import indicator_sheet
from batch.report.outputs.files import put_report
from batch.report.outputs.printed import report_pdf
from batch.report.outputs.workbook import workbook_of
from batch.report.periods import PeriodKind, ReportPeriod, around
from batch.slips.mail.postman import PostError, Postman, require_settings
from batch.store.regular_reports import (
    QUEUE,
    RegularDone,
    TakenReport,
    note_report,
    reports_done,
    take_report,
)
from intake.dossier.deadline.local_time import local_day
from intake.settings.log import log
from intake.settings.night import file_name_of
from intake.settings.settings import MailSettings, Settings, UnitSettings
from intake.settings.whereabouts import computer
from intake.store.queue.lease_owner import new_owner
from intake.store.queue.leases import Lease, moment
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.errors import SohoaError
from templates.language.messages import _
from templates.model.reports.denominators import OutOf

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


ELSEWHERE_FOR = timedelta(days=1)
"""So long another computer may leave a report unmailed that it wrote, before this one writes and mails it."""


class ReportTakenError(BatchError):
    """Another computer took a report over while this one was at it."""

    @classmethod
    def by_another(cls) -> ReportTakenError:
        return cls(
            _("Another computer writes this report by now."),
            _("See: {command}").format(command="sohoa report schedule"),
        )


@dataclass(frozen=True, slots=True)
class RegularReport:
    """The report of the ``period`` that ended last of its kind, its files in a folder of this computer, and
    what the store knows was ``done`` of it.
    """

    period: ReportPeriod
    folder: Path
    done: RegularDone = field(default_factory=RegularDone)

    @property
    def workbook(self) -> Path:
        return self.folder / f"bao-cao-{self.period.address}.xlsx"

    @property
    def document(self) -> Path:
        return self.folder / f"bao-cao-{self.period.address}.pdf"

    @property
    def mark(self) -> Path:
        """Stands there where a version before this one mailed it; now the store says so."""
        return self.folder / f"bao-cao-{self.period.address}.mailed"

    @property
    def elsewhere(self) -> str:
        """The other computer on which it lies; "" where that is this one, or none."""
        return "" if self.done.written_at is None or self.done.computer == computer() else self.done.computer

    @property
    def written(self) -> bool:
        return bool(self.elsewhere) or self.document.exists()  # written last

    @property
    def mailed(self) -> bool:
        return self.done.mailed_at is not None or self.mark.exists()

    def is_left(self, now: datetime, *, mailing: bool) -> bool:
        """Whether this computer has something to do about it."""
        if not self.written:
            return True
        if not mailing or self.mailed:
            return False
        at = self.done.written_at
        return not self.elsewhere or (at is not None and now - at > ELSEWHERE_FOR)


def folder_of(settings: Settings) -> Path:
    """Where the reports of the office lie: in a folder of its own, where there are several offices."""
    wanted = settings.reports.folder
    folder = Path(wanted).expanduser() if wanted else settings.home / FOLDER
    return folder / file_name_of(settings.unit.code) if settings.units else folder


def regular_reports(store: Store, settings: Settings) -> list[RegularReport]:
    """Of each kind of period that the settings name, the one that ended last before today."""
    today, folder = local_day(store.clock()), folder_of(settings)
    ended = [p for kind in settings.reports.regular if (p := around(PeriodKind(kind), today).before())]
    with store.read() as session:
        done = reports_done(session, settings.unit.code, [period.address for period in ended])
    return [RegularReport(period, folder, done.get(period.address, RegularDone())) for period in ended]


def write_due(store: Store, settings: Settings, unfolded: int = 0) -> Iterator[RegularReport | SohoaError]:
    """Write the reports that are due and mail those that were not yet; gives what was written, and why one
    could not be written or mailed. ``unfolded``: see :func:`batch.report.indicators.indicator_sheet`.
    """
    owner, mailing = new_owner(), bool(settings.reports.mail_to)
    for one in regular_reports(store, settings):
        if not one.is_left(store.clock(), mailing=mailing):
            continue
        taken = store.write(partial(_taken, store=store, unit=settings.unit.code, of=one.period, owner=owner))
        due = replace(one, done=taken.done) if taken else one
        if taken is None or not due.is_left(store.clock(), mailing=mailing):  # another was quicker
            store.write(partial(QUEUE.let_go, owner=owner))
            continue
        try:
            yield from _made(store, due, taken.lease, settings, unfolded)
        except SohoaError as error:
            log().warning("report-not-made", code=type(error).__name__)
            store.write(partial(QUEUE.let_go, owner=owner))
            yield error


def _taken(session: Transaction, store: Store, unit: str, of: ReportPeriod, owner: str) -> TakenReport | None:
    return take_report(session, unit, of.address, owner, moment(session, store.clock))


def _made(
    store: Store, due: RegularReport, lease: Lease, settings: Settings, unfolded: int
) -> Iterator[RegularReport]:
    """Write and mail one that is in hand; what each step did is noted before the next."""
    done: dict[str, object] = {}
    if due.elsewhere or not due.document.exists():
        _write(store, due, settings, unfolded)
        yield due
    if due.elsewhere or due.done.written_at is None:
        done = {"computer": computer(), "written_at": store.clock()}
    _note(store, lease, done)
    if settings.reports.mail_to and not due.mailed:
        _mail(due, settings)
        done["mailed_at"] = store.clock()
    elif due.done.mailed_at is None and due.mailed:  # by an earlier version
        done["mailed_at"] = datetime.fromtimestamp(due.mark.stat().st_mtime, UTC)
    store.write(partial(QUEUE.finish, lease=lease, values=done))


def _note(store: Store, lease: Lease, done: Mapping[str, object]) -> None:
    """What was written so far; raises where another took the report over meanwhile."""

    def note(session: Transaction) -> bool:
        return note_report(session, lease, moment(session, store.clock), **done)

    if not store.write(note):
        raise ReportTakenError.by_another()


def _write(store: Store, due: RegularReport, settings: Settings, unfolded: int) -> None:
    office, out_of = settings.unit, OutOf(settings.reports.out_of)
    sheet = indicator_sheet(store, due.period, unfolded=unfolded, out_of=out_of)
    try:
        due.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ReportFileError.at(due.folder) from error
    put_report(due.workbook, workbook_of(sheet, office))
    put_report(due.document, report_pdf(sheet, office))


def _mail(due: RegularReport, settings: Settings) -> None:
    """What leaves is the PDF alone: its counts are the whole unit's."""
    address = settings.reports.mail_to
    try:
        require_settings(settings.mail)
        with Postman(settings.mail) as postman:
            postman.send(_letter(due, address, settings.mail, settings.unit))
    except (PostError, OSError) as error:
        raise ReportNotMailedError.to(address, due.folder) from error


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
