# SPDX-License-Identifier: Apache-2.0
"""What keeps a scanner from going on, in the clerk's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from templates.language.messages import _


class TroubleCode(StrEnum):
    """The kinds, as ``--json`` prints them."""

    EMPTY = "empty"
    JAM = "jam"
    COVER_OPEN = "cover-open"
    BUSY = "busy"
    NOT_THERE = "not-there"
    NO_RIGHT = "no-right"
    NO_MEMORY = "no-memory"
    NO_ANSWER = "no-answer"
    NO_PAGE = "no-page"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why it stopped; ``said`` is what the scanner's program said of it, for the log and whoever mends it."""

    code: TroubleCode
    said: str = ""

    @property
    def sentence(self) -> str:
        return _WORDS[self.code]()[0]

    @property
    def advice(self) -> str:
        return _WORDS[self.code]()[1]


_WORDS: Mapping[TroubleCode, Callable[[], tuple[str, str]]] = {
    TroubleCode.EMPTY: lambda: (
        _("The feeder is empty, or does not grip the paper."),
        _("Lay the papers in up to the stop, or take the glass (sohoa scan --source glass)."),
    ),
    TroubleCode.JAM: lambda: (
        _("Paper is jammed, or two sheets went in at once."),
        _("Open it, take the sheets out, smooth them, lay them in again from the first missing one."),
    ),
    TroubleCode.COVER_OPEN: lambda: (_("The scanner's cover is open."), _("Close it.")),
    TroubleCode.BUSY: lambda: (
        _("The scanner is busy with something else."),
        _("Wait a little; if it goes on, close other scanning programs, switch it off and on."),
    ),
    TroubleCode.NOT_THERE: lambda: (
        _("The scanner does not answer at its place."),
        _("Is it switched on, its cable or network connected, and is it the one meant (sohoa scan --list)?"),
    ),
    TroubleCode.NO_RIGHT: lambda: (
        _("Your account may not use the scanner."),
        _("On Linux it must be in the group scanner; log in anew after that."),
    ),
    TroubleCode.NO_MEMORY: lambda: (
        _("The scanner has too little memory for such a page."),
        _("Take a lower resolution or gray (sohoa scan --dpi 200 --colour gray)."),
    ),
    TroubleCode.NO_ANSWER: lambda: (
        _("For minutes no page came from the scanner."),
        _("Switch it off and on, then go on."),
    ),
    TroubleCode.NO_PAGE: lambda: (
        _("The scanner ended without a page and without a word."),
        _("Lay the papers in anew, then go on; if it stays so, switch it off and on."),
    ),
    TroubleCode.FAILED: lambda: (
        _("The scanner could not go on."),
        _("Switch it off and on, then go on; the log has what its program said."),
    ),
}
