# SPDX-License-Identifier: Apache-2.0
"""What can go wrong before a scanner is asked for its first page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from intake.errors.root import IntakeError
from templates.language.messages import _


class NoScannerError(IntakeError):
    """No scanner can be asked, or it is not clear which."""

    @classmethod
    def no_program(cls) -> Self:
        return cls(
            _("No program that talks to scanners is installed on this computer."),
            _("Linux: apt install sane-utils sane-airscan. Windows: NAPS2. Another: [scan] program."),
        )

    @classmethod
    def own_program(cls) -> Self:
        return cls(
            _("The scanning program of the settings is not asked for scanners."),
            _("Name the device in its command: [scan] program"),
        )

    @classmethod
    def one_sided(cls) -> Self:
        return cls(
            _("The scanner tells of no way to scan both sides by itself."),
            _("Scan one side (sohoa scan --one-sided), or from the glass (sohoa scan --source glass)."),
        )

    @classmethod
    def none_or_several(cls, names: Sequence[str]) -> Self:
        if names:
            return cls(
                _("There are several scanners: {names}").format(names="; ".join(names)),
                _("Choose one; it is remembered (sohoa scan --device NAME, as sohoa scan --list shows it)."),
            )
        return cls(
            _("No scanner was found."),
            _("Is it switched on, its cable or network connected? Then look once more (sohoa scan --list)."),
        )
