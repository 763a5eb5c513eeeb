# SPDX-License-Identifier: Apache-2.0
"""Pictures in a terminal: which way this one takes them, and how they are said in it."""

from __future__ import annotations

import base64
import os
import sys
from enum import StrEnum

from intake.reading.zone_picture import ZoneForm
from templates.system import ask_terminal

_CHUNK = 4096
_ATTRIBUTES = b"\x1b[c"
"""Asks what the terminal can (DA1, ECMA-48 8.3.24); one with sixels answers with a 4 among other numbers."""


class TerminalPictures(StrEnum):
    """Ways in which terminals take pictures."""

    KITTY = "kitty"
    ITERM = "iterm"
    SIXEL = "sixel"

    @property
    def form(self) -> ZoneForm:
        return ZoneForm.SIXEL if self is TerminalPictures.SIXEL else ZoneForm.PNG


def way_of_terminal() -> TerminalPictures | None:
    """The way of the terminal on standard output; None where it is no terminal or shows no pictures."""
    if not sys.stdout.isatty():
        return None
    program, term = os.environ.get("TERM_PROGRAM", ""), os.environ.get("TERM", "")
    # Inside of tmux or screen what the terminal around it can is of no use.
    if os.environ.get("TMUX") or term.startswith("screen"):
        return TerminalPictures.SIXEL if _has_sixels() else None
    if os.environ.get("KITTY_WINDOW_ID") or term == "xterm-kitty" or program in ("ghostty", "WezTerm"):
        return TerminalPictures.KITTY
    if program == "iTerm.app" or os.environ.get("LC_TERMINAL") == "iTerm2":
        return TerminalPictures.ITERM
    return TerminalPictures.SIXEL if _has_sixels() else None


def _has_sixels() -> bool:
    answer = ask_terminal(_ATTRIBUTES, b"c")
    return b"4" in answer.removeprefix(b"\x1b[?").removesuffix(b"c").split(b";")[1:]


def print_picture(picture: bytes, way: TerminalPictures) -> None:
    """The picture, made in the way's form, where the cursor stands."""
    sys.stdout.flush()
    sys.stdout.buffer.write(said(picture, way))
    sys.stdout.buffer.flush()


def said(picture: bytes, way: TerminalPictures) -> bytes:
    """What is written to the terminal for a picture of the way's form."""
    match way:
        case TerminalPictures.KITTY:
            return _kitty(base64.b64encode(picture))
        case TerminalPictures.ITERM:
            told = base64.b64encode(picture)
            return b"\x1b]1337;File=inline=1;size=%d:%b\x07\n" % (len(picture), told)
    return picture + b"\n"


def _kitty(told: bytes) -> bytes:
    """Kitty's graphics protocol: a PNG (f=100) that is shown at once (a=T), in pieces of 4096 signs."""
    pieces = [told[start : start + _CHUNK] for start in range(0, len(told), _CHUNK)]
    made = b""
    for number, piece in enumerate(pieces):
        head = b"a=T,f=100,q=2," if number == 0 else b""
        made += b"\x1b_G%bm=%d;%b\x1b\\" % (head, number + 1 < len(pieces), piece)
    return made + b"\n"
