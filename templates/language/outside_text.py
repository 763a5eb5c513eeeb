# SPDX-License-Identifier: Apache-2.0
"""The door for text from outside: names typed at the counter, file names, values read, a server's answers.

What comes in is cleaned once here, and what goes out to a screen or a page passes here again, since a store
may hold text from before. After it a text is NFC and holds no sign that a terminal, a PDF, a spreadsheet or a
reader's eye takes for a command: no controls and escape sequences (ECMA-48), no direction marks and other
invisible signs (Unicode categories Cc, Cf, Cs, Co, Cn; UAX #9, UTS #39), no separators but blank and line
break. The 8-bit forms of escapes are only dropped themselves, not what follows: in a text that was decoded
wrongly they are mere letters.
"""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum

_SEQUENCE = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor, clearing
    r"|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)"  # OSC, DCS and other strings, if they end
    r"|\x1b[ -/]*[0-~]?"  # any other escape
)
_BREAK = re.compile("\r\n?|[\n\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = frozenset({"Cf", "Cs", "Co", "Cn"})
_UNSEEN = re.compile(r"[^\S \n\r]|[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_ODD_BLANK = re.compile("^ | $|(?<= ) | (?= )")
_BLANK = "\N{OPEN BOX}"
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"
CUT = "…"


class Longest(IntEnum):
    """How many signs a text of each kind may have. The longest name in a Vietnamese register has 34."""

    NAME = 120
    """A person, an office, a folder."""
    FILE_NAME = 255
    """As file systems limit it."""
    VALUE = 1000
    """A field of a form."""
    NOTE = 2000
    """A reason or a remark that a person writes."""
    ANSWER = 500
    """A sentence of another system."""


def clean(text: str) -> str:
    """``text`` in NFC without signs that command; line breaks stay, as ``\\n``, all other blanks are blanks.

    Signs that only steer the display are dropped; a letter that can't be shown (a lone surrogate, private or
    unassigned) becomes U+FFFD, so that its lack is seen.
    """
    if text.isprintable():
        return unicodedata.normalize("NFC", text)
    told = _BREAK.sub("\n", _SEQUENCE.sub("", text))
    return unicodedata.normalize("NFC", "".join(map(_sign, told)))


def one_line(text: str, longest: int | None = None) -> str:
    """``text`` cleaned, on one line with single blanks; cut to ``longest`` signs, the last of them ``…``."""
    line = " ".join(clean(text).split())
    if longest is None or len(line) <= longest:
        return line
    return line[: longest - 1].rstrip() + CUT


def unlike(name: str) -> str:
    """A name with signs in place of what the eye can't tell from nothing or from one blank, so that no two
    different names of files look alike: ``␣`` for a blank at an end or beside another, ``‹200B›`` for a
    sign without a shape or a blank of another kind.
    """
    shown = _UNSEEN.sub(lambda found: f"‹{ord(found[0]):04X}›", _SEQUENCE.sub("", name))
    return _ODD_BLANK.sub(_BLANK, shown)


def is_clean(text: str) -> bool:
    """Whether ``clean`` has nothing to do."""
    return clean(text) == text


def _sign(sign: str) -> str:
    if sign == "\n" or " " <= sign <= "~":
        return sign
    category = unicodedata.category(sign)
    if category in ("Cc", "Zs"):
        return " " if sign == "\t" or category == "Zs" else ""
    if category in _INVISIBLE:
        return "" if category == "Cf" else _UNKNOWN
    return sign
