# SPDX-License-Identifier: Apache-2.0
"""A page to be printed as blocks, one model for both the PDF and the DOCX, so that there is one wording.

Lengths are points unless a name says otherwise; sizes are those of NĐ 30/2020/NĐ-CP, Phụ lục I (text 13 to
14 pt).
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import datetime
from typing import Any, Literal

from templates.language.outside_text import Longest, clean

Align = Literal["left", "center", "right", "justify"]

TEXT_SIZE = 13.0
SMALL_SIZE = 11.0
TITLE_SIZE = 14.0


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one style."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. ``indent`` moves its first line in by a centimetre; ``keep`` keeps it with what
    follows.
    """

    spans: tuple[Span, ...]
    align: Align = "justify"
    size: float = TEXT_SIZE
    indent: bool = False
    keep: bool = False


@dataclass(frozen=True, slots=True)
class ListItem:
    """A numbered point of a list."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Blank:
    """A label with its value; without one a leader takes its place, unless the label is only ``text``."""

    label: str
    value: str = ""
    text: bool = False

    @property
    def open(self) -> bool:
        """Whether something is to be written here by hand."""
        return not self.value and not self.text


@dataclass(frozen=True, slots=True)
class BlankLine:
    """Blanks side by side on a line; ``rows`` leader lines where a lone one has no value.

    Values that do not fit beside each other stand one below the other. ``bold`` sets the labels in bold.
    """

    blanks: tuple[Blank, ...]
    rows: int = 1
    align: Literal["left", "center", "right"] = "left"
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Ticks:
    """A label and boxes, each with its word and whether it is ticked."""

    label: str
    boxes: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The office on the left, the nation's name and motto on the right (NĐ 30/2020/NĐ-CP, Phụ lục I).

    ``office`` are lines of which the last is bold with a rule below; ``marks`` stand under it (number, code),
    ``dated`` (place and day) under the motto.
    """

    office: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    dated: str = ""


@dataclass(frozen=True, slots=True)
class Title:
    """The document's name; with ``qr`` (a text) its code stands at the left."""

    lines: tuple[str, ...]
    qr: str = ""


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A ruled table. ``widths`` are shares of the line, ``centred`` the columns (from 0) set in the middle.

    The heading is repeated on every page; a row is never torn unless it is longer than a page.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    centred: frozenset[int] = frozenset()
    row_height: float = 0.0


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs, how to sign, and the name printed below the space."""

    title: str
    hint: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """Signature blocks side by side, never torn from each other."""

    signers: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class Sides:
    """Two columns of blocks beside each other, as in the form of a marriage noted from abroad."""

    left: tuple[Block, ...]
    right: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class NewSheet:
    """What follows begins on a sheet of its own, as the first page does."""


Block = (
    Paragraph
    | ListItem
    | BlankLine
    | Ticks
    | Letterhead
    | Title
    | RuledTable
    | SignatureBlock
    | Sides
    | NewSheet
)


@dataclass(frozen=True, slots=True)
class PrintDocument:
    """What is printed: ``subject`` is its name in the file's properties, ``moment`` (aware) its date.

    ``dense`` sets the lines closer, for forms that should stay on one sheet.
    """

    subject: str
    moment: datetime
    blocks: tuple[Block, ...] = field(default_factory=tuple)
    dense: bool = False


def plain(text: str, *, bold: bool = False, italic: bool = False) -> tuple[Span, ...]:
    """A text in one style."""
    return (Span(text, bold, italic),)


_UNTORN = (Signature, Letterhead, Title, Ticks)
"""What never goes over a page's end, and so may not be as long as one."""


def printable(document: PrintDocument) -> PrintDocument:
    """The document with texts that no PDF and no word processor chokes on: without signs that command, and
    not longer than can be set. What is entered today is both; an old store may hold other things.
    """
    bounded: PrintDocument = _bounded(document, Longest.NOTE)
    return bounded


def _bounded(part: Any, longest: Longest) -> Any:
    if isinstance(part, str):
        return "\u00a0".join(map(clean, part.split("\u00a0"))).replace("\n", " ")[:longest]
    if isinstance(part, tuple):
        return tuple(_bounded(one, longest) for one in part)
    if is_dataclass(part) and not isinstance(part, type):
        inside = Longest.NAME if isinstance(part, _UNTORN) else longest
        values = {one.name: _bounded(getattr(part, one.name), inside) for one in fields(part)}
        return replace(part, **values)
    return part
