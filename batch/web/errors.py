# SPDX-License-Identifier: Apache-2.0
"""What can go wrong at the web desk.

::

    SohoaError
    ├── BatchError
    │   ├── DeskPortError          exit 3   the port that was asked for is another program's
    │   └── PhoneDoorError         exit 3   phones can't be answered where the settings say
    └── UsageError
        ├── NoSuchPageError        exit 2   nothing is at this address
        ├── NotFromOurPageError    exit 2   a change that none of our own pages asked for
        └── TooLargeError          exit 2   more was sent than is taken in one go
"""

from __future__ import annotations

from typing import Self

from batch.errors import BatchError
from templates.errors import UsageError
from templates.language.messages import _


class DeskPortError(BatchError):
    """The port is another program's."""

    @classmethod
    def taken(cls, port: int) -> Self:
        return cls(
            _("The port {port} is taken by another program.").format(port=port),
            _("Choose another with --port, or 0 for any free one."),
        )


class PhoneDoorError(BatchError):
    """Phones can't be answered on this computer as the settings are."""

    @classmethod
    def taken(cls, port: int) -> Self:
        return cls(
            _("The port {port}, to which phones would send, is taken by another program.").format(port=port),
            _("Whoever looks after this program sets another one: port in [phones] of the settings."),
        )

    @classmethod
    def not_ours(cls, address: str) -> Self:
        return cls(
            _("{address}, to which phones would send, is no address of this computer.").format(
                address=address
            ),
            _("Whoever looks after this program sets the right one: address in [phones] of the settings."),
        )

    @classmethod
    def offline(cls) -> Self:
        return cls(
            _("This computer is in no network, so no phone reaches it."),
            _(
                "Connect it to the office's network, then do it again. If it is connected: address in "
                "[phones] of the settings, by whoever looks after this program."
            ),
        )


class NoSuchPageError(UsageError):
    """Nothing is at this address."""

    @classmethod
    def of(cls) -> Self:
        return cls(_("There is no such page."), _("Go back, or begin at the start page."))


class NotFromOurPageError(UsageError):
    """A change that none of our own pages asked for, or one of yesterday's."""

    @classmethod
    def of(cls) -> Self:
        return cls(
            _("This change did not come from a page of this desk, so nothing was changed."),
            _("Load the page again, then do it once more."),
        )


class TooLargeError(UsageError):
    """More was sent than is taken in one go."""

    @classmethod
    def of(cls, most_mb: float) -> Self:
        return cls(
            _("That is more than {count} MB in one go, so nothing was taken in.").format(count=int(most_mb)),
            _("Send fewer files at once, or scan with a lower resolution (300 dpi is enough)."),
        )
