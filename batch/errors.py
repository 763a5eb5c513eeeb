# SPDX-License-Identifier: Apache-2.0
"""What can go wrong when many dossiers are worked on.

::

    SohoaError
    └── BatchError                 exit 3
        ├── PackageError           exit 3   the PDFs of a dossier can't be made or kept
        │   └── PackagingStoppedError exit 3  its papers stop what makes them
        ├── ReportFileError        exit 3   the report's file can't be written
        ├── ReturnFileError        exit 3   a unit's return can't be added to others
        ├── OneStopListError       exit 3   a list of the one-stop system can't be taken in, or counted by
        ├── DraftError             exit 3   no template can be drafted, or not written down
        ├── MorningNotToldError    exit 3   a mail server or webhook did not take what the night did
        ├── ScheduleError          exit 3   this computer's scheduler did not take the task
        ├── OfficeFailedError      exit 3   an office's part of a command for all met something unforeseen
        └── NoSuchRunError         exit 2   no run has this number
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

from templates.errors import SohoaError
from templates.language.messages import _, ngettext


class BatchError(SohoaError):
    """Root of this room's errors."""


class PackageError(BatchError):
    """The PDFs of a dossier can't be made or kept."""

    @classmethod
    def not_archivable(cls, findings: int) -> Self:
        return cls(
            ngettext(
                "A page could not be made into an archive PDF ({count} fault found).",
                "A page could not be made into an archive PDF ({count} faults found).",
                findings,
            ).format(count=findings),
            _("Scan the paper again as JPEG or PDF; if it happens again, send the log to the support."),
        )

    @classmethod
    def nothing_to_pack(cls, dossier: str) -> Self:
        return cls(
            _("Dossier {dossier} has no page that could be packaged.").format(dossier=dossier),
            _("Add the scanned papers with sohoa add, then package again."),
        )

    @classmethod
    def not_complete(cls, dossier: str) -> Self:
        return cls(
            _("Dossier {dossier} is not complete, so it is not packaged.").format(dossier=dossier),
            _("See what is missing with: sohoa check {dossier}").format(dossier=dossier),
        )

    @classmethod
    def held(cls, dossier: str, held: str) -> Self:
        """``held`` says by whom, and why."""
        return cls(
            _("Dossier {dossier} is not packaged: {held}").format(dossier=dossier, held=held),
            _("Once that was looked at: sohoa hold {dossier} --release --because “…”").format(
                dossier=dossier
            ),
        )

    @classmethod
    def to_review(cls, dossier: str, values: int) -> Self:
        return cls(
            _("Values of dossier {dossier} still to review: {count}; so it is not packaged.").format(
                dossier=dossier, count=values
            ),
            _("See them with: sohoa show {dossier}").format(dossier=dossier),
        )

    @classmethod
    def undecided(cls, dossier: str, finding: str, todo: str) -> Self:
        """``finding`` is the sentence of what waits for a decision, ``todo`` how to decide."""
        told = _("Dossier {dossier} is not packaged: {finding}")
        return cls(told.format(dossier=dossier, finding=finding), todo)

    @classmethod
    def unchecked(cls, dossier: str) -> Self:
        return cls(
            _("Dossier {dossier} was not checked since it changed, so it is not packaged.").format(
                dossier=dossier
            ),
            _("Check it, then package it again: sohoa check {dossier}").format(dossier=dossier),
        )

    @classmethod
    def unread(cls, dossier: str, pages: int) -> Self:
        return cls(
            _("Pages of dossier {dossier} not read yet: {count}; so it is not packaged.").format(
                dossier=dossier, count=pages
            ),
            _("Read them with: sohoa add {dossier}").format(dossier=dossier),
        )

    @classmethod
    def changed_meanwhile(cls, dossier: str) -> Self:
        return cls(
            _("Dossier {dossier} was changed while its files were made.").format(dossier=dossier),
            _("Check it, then package it again: sohoa check {dossier}").format(dossier=dossier),
        )

    @classmethod
    def already_sent(cls, dossier: str) -> Self:
        return cls(
            _("Dossier {dossier} is with the gateway, so its package can't be changed.").format(
                dossier=dossier
            ),
            _("See sohoa status for what the gateway says; a returned dossier can be packaged again."),
        )

    @classmethod
    def too_large(cls, dossier: str) -> Self:
        return cls(
            _("A paper of dossier {dossier} can't be made small enough for the portal.").format(
                dossier=dossier
            ),
            _("Scan it again at 200–300 dpi, or ask for a higher portal_limit_mb."),
        )

    @classmethod
    def name_template(cls, template: str) -> Self:
        return cls(
            _("The file name template {template} can't be used.").format(template=template),
            _("Use the fields dossier, nn (needed), component, kind, number; no folder; end with .pdf."),
        )


class PackagingStoppedError(PackageError):
    """A dossier's papers keep its PDFs from being made; ``reason`` says why (``Failure.reason``)."""

    def __init__(self, sentence: str, advice: str, *, reason: str) -> None:
        super().__init__(sentence, advice)
        self.reason = reason

    @classmethod
    def because(cls, dossier: str, reason: str) -> Self:
        sentence, advice = _STOPPED.get(reason, _stopped_otherwise)(reason)
        return cls(sentence.format(dossier=dossier), advice.format(dossier=dossier), reason=reason)


def _scan_again() -> str:
    return _(
        "Scan its papers again under their old names and add them: sohoa add {dossier} FILE…; after two "
        "tries it is left alone until then, or until you say: sohoa package {dossier}"
    )


def _stopped_otherwise(reason: str) -> tuple[str, str]:
    from intake.reading.worker_process import why_failed  # only here: few commands need it

    problem = why_failed(reason).replace("{", "{{").replace("}", "}}")
    told = _("The files of dossier {dossier} could not be made: {problem}")
    return told.replace("{problem}", problem), _scan_again()


_STOPPED: dict[str, Callable[[str], tuple[str, str]]] = {
    "timeout": lambda _reason: (
        _("Making the files of dossier {dossier} took too long and was stopped."),
        _scan_again(),
    ),
    "crash": lambda _reason: (
        _("A paper of dossier {dossier} makes the program that packages it break down."),
        _scan_again(),
    ),
    "memory": lambda _reason: (
        _("There is not enough memory to make the files of dossier {dossier}."),
        _(
            "Scan its papers again at 300 dpi, or allow more memory (reading.page_memory_mb); then: "
            "sohoa package {dossier}"
        ),
    ),
    "error": lambda _reason: (
        _("The files of dossier {dossier} could not be made because of an error in the program."),
        _("Report the error; the log holds its kind."),
    ),
}


class NoSuchRunError(BatchError):
    """No run has this number, or there was none yet."""

    exit_code = 2

    @classmethod
    def numbered(cls, run_id: int | None) -> Self:
        advice = _("Start one with: sohoa run FOLDER; or ask for a period with --from and --to.")
        if run_id is None:
            return cls(_("There was no run yet."), advice)
        return cls(_("There is no run {run}.").format(run=run_id), advice)


class ReportFileError(BatchError):
    """The report's file can't be written."""

    @classmethod
    def at(cls, path: object) -> Self:
        return cls(
            _("The report could not be written to {path}.").format(path=path),
            _("Close it if it is open in Excel, check the folder, and run the same command again."),
        )


class ReturnFileError(BatchError):
    """A unit's return can't be added to others."""


class OneStopListError(BatchError):
    """A list of the one-stop system can't be taken in, or a report can't count by one."""


class DraftError(BatchError):
    """No template can be drafted from a form, or it can't be written down."""

    @classmethod
    def no_form(cls) -> Self:
        return cls(
            _("There is no form on this page: no label with room for a value was found."),
            _("Choose the page with --page, or scan the blank form at 300 dpi."),
        )

    @classmethod
    def not_written(cls) -> Self:
        return cls(
            _("The draft could not be written."),
            _("Choose a file that does not exist yet, in a folder you may write to."),
        )


class OfficeFailedError(BatchError):
    """What was to be done for one of several offices met something that nobody foresaw."""

    @classmethod
    def unforeseen(cls, error: Exception) -> Self:
        return cls(
            _("Something unexpected went wrong ({kind}).").format(kind=type(error).__name__),
            _("The log says where."),
        )

    @classmethod
    def disk_full(cls) -> Self:
        return cls(
            _("The disk is full."), _("Make room (sohoa doctor shows how much is left), then run again.")
        )
