# SPDX-License-Identifier: Apache-2.0
"""What can go wrong with slips and their mails.

::

    BatchError
    ├── SlipError          exit 3   a slip can't be made or kept
    │   └── FontError      exit 3   no font has the letters
    ├── SlipRefusedError   exit 2   the dossier is not one for this slip, or something must be said first
    └── MailError          exit 3   mails can't be sent as things are set
        └── NoConsentError exit 2   the citizen has not agreed to e-mail
"""

from __future__ import annotations

from typing import Self

from batch.errors import BatchError
from templates.language.messages import _


class SlipError(BatchError):
    """A slip can't be made or kept."""

    @classmethod
    def not_written(cls, path: object) -> Self:
        return cls(
            _("The file {path} could not be written.").format(path=path),
            _("Close it if it is open, check the folder, and run the same command again: the number stays."),
        )


class FontError(SlipError):
    """No font has the letters."""

    @classmethod
    def none_found(cls) -> Self:
        return cls(
            _("There is no Times-like font with all Vietnamese letters on this computer."),
            _("Install one (Debian, Ubuntu: sudo apt install fonts-liberation2), or set SOHOA_FONTS."),
        )


class SlipRefusedError(BatchError):
    """The dossier is not one for this slip, or something must be said first."""

    exit_code = 2

    @classmethod
    def nothing_missing(cls, dossier: str) -> Self:
        return cls(
            _("The check finds nothing that the citizen of dossier {dossier} must bring.").format(
                dossier=dossier
            ),
            _("Say yourself what is wanted with --item “…”, or look at: sohoa check {dossier}").format(
                dossier=dossier
            ),
        )

    @classmethod
    def needs(cls, option: str) -> Self:
        return cls(
            _("This slip needs {option}.").format(option=option),
            _("See what each slip needs with: sohoa slip --help"),
        )

    @classmethod
    def waiting(cls, dossier: str) -> Self:
        return cls(
            _("Dossier {dossier} waits to be sent to the gateway.").format(dossier=dossier),
            _("Take it out of the queue first with: sohoa hold {dossier}").format(dossier=dossier),
        )

    @classmethod
    def with_gateway(cls, dossier: str) -> Self:
        return cls(
            _("Dossier {dossier} is with the gateway; only its answer can end it now.").format(
                dossier=dossier
            ),
            _("See what the gateway says with: sohoa status {dossier}").format(dossier=dossier),
        )

    @classmethod
    def closed(cls, dossier: str) -> Self:
        return cls(
            _("Dossier {dossier} is closed, so this slip is no longer issued.").format(dossier=dossier),
            _("See where it stands with: sohoa show {dossier}").format(dossier=dossier),
        )

    @classmethod
    def no_blank(cls, paper: str) -> Self:
        return cls(
            _("The program has no official blank of “{paper}”, so it does not print it.").format(paper=paper),
            _("Give the citizen the blank that your office uses; what it says is read and checked as ever."),
        )

    @classmethod
    def not_later(cls, day: str) -> Self:
        return cls(
            _("The new return date must be a working day after {day}.").format(day=day),
            _("Give another day with --until, for instance --until 2026-12-31."),
        )


class MailError(BatchError):
    """Mails can't be sent as things are set."""

    @classmethod
    def not_set_up(cls) -> Self:
        return cls(
            _("No mail server is set."),
            _("Set host and sender in the table [mail] of the settings; see sohoa config show."),
        )

    @classmethod
    def bare_password(cls) -> Self:
        return cls(
            _("The password would travel unencrypted to the mail server."),
            _("Set security in the table [mail] to starttls or tls."),
        )

    @classmethod
    def no_address(cls) -> Self:
        return cls(
            _("That is no e-mail address."),
            _("Ask the citizen to spell it, then type it again."),
        )


class NoConsentError(MailError):
    """The citizen has not agreed to e-mail."""

    exit_code = 2

    @classmethod
    def of(cls, dossier: str) -> Self:
        return cls(
            _("Nobody recorded that the citizen of dossier {dossier} agrees to e-mail.").format(
                dossier=dossier
            ),
            _("Ask them, then record it with: sohoa mail agree {dossier} ADDRESS").format(dossier=dossier),
        )
