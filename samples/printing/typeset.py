# SPDX-License-Identifier: Apache-2.0
"""Setting a paper: printed text, leaders and values onto one A4 page.

Coordinates are points from the top left corner of the page, as in :mod:`bench.blanks.slots`.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from samples.printing.ink import draw_box, draw_comb, draw_leader
from samples.printing.layout import Blank, Fill, Mark, Text, Tick, Token
from samples.printing.style import Style, font_name, width_of

WIDTH, HEIGHT = A4
_PARTS = {"d": slice(0, 2), "m": slice(3, 5), "y": slice(6, 10), "H": slice(0, 2), "M": slice(3, 5)}
_TURN = " Thành: "
_LEAST_SIZE = 8.5


class DoesNotFitError(ValueError):
    """A value is too long for its leaders."""


@dataclass(frozen=True, slots=True)
class Penned:
    """A line of a value left to the pen: where its baseline starts, in points."""

    text: str
    x: float
    base: float
    width: float
    size: float


@dataclass(frozen=True, slots=True)
class Printed:
    """One set page: PDF, keys whose values stand on it, lines for the pen, places to sign and stamp."""

    pdf: bytes
    placed: frozenset[str]
    penned: tuple[Penned, ...]
    signatures: tuple[tuple[float, float], ...]
    stamps: tuple[tuple[float, float], ...]


@dataclass(slots=True)
class Sheet:
    """The page being set; ``y`` is the baseline of the last line, ``edge`` where the rightmost words end.

    ``rests`` are the ends of values that run on, ``cut`` the keys of those that found no room in the end.
    """

    style: Style
    values: Mapping[str, str]
    pen: bool = False
    strict: bool = True
    y: float = 0.0
    edge: float = 0.0
    buffer: io.BytesIO = field(default_factory=io.BytesIO)
    placed: set[str] = field(default_factory=set)
    dropped: set[str] = field(default_factory=set)
    rests: dict[str, str] = field(default_factory=dict)
    cut: set[str] = field(default_factory=set)
    penned: list[Penned] = field(default_factory=list)
    signatures: list[tuple[float, float]] = field(default_factory=list)
    stamps: list[tuple[float, float]] = field(default_factory=list)
    canvas: Canvas = field(init=False)

    def __post_init__(self) -> None:
        self.canvas = Canvas(self.buffer, pagesize=A4, invariant=1, pageCompression=1)
        self.y = self.style.top

    @property
    def left(self) -> float:
        return self.style.left

    @property
    def right(self) -> float:
        return float(WIDTH) - self.style.right

    def finish(self) -> Printed:
        """Close the page."""
        self.canvas.showPage()
        self.canvas.save()
        return Printed(
            self.buffer.getvalue(),
            frozenset(self.placed - self.dropped),
            tuple(self.penned),
            tuple(self.signatures),
            tuple(self.stamps),
        )

    def write(self, text: str, x: float, base: float, font: str, size: float) -> None:
        """Words at a place; ``base`` is the baseline from the top."""
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, HEIGHT - base, text)
        self.edge = max(self.edge, x + width_of(text, font, size))

    def font(self, token: Text | None = None) -> str:
        variant = (
            "regular" if token is None else "bold" if token.bold else "italic" if token.italic else "regular"
        )
        return font_name(self.style.face, variant)

    def width(self, token: Token, size: float) -> float:
        """The width a token takes by itself; a blank without one takes none."""
        if isinstance(token, Text):
            return width_of(token.text, self.font(token), size)
        if isinstance(token, Fill):
            return self.width(Text(self.text_of(token.key), token.bold), size)
        if isinstance(token, Mark):
            return width_of(token.text, self.font(), size * 0.62) + 1
        if isinstance(token, Tick):
            return size
        if token.boxes:
            return token.boxes * self.comb_side() + 2
        return (token.width or 0.0) * (self.right - self.left)

    def row(self, tokens: tuple[Token, ...], x0: float, x1: float, size: float) -> int:
        """Set tokens on the current baseline from ``x0`` to ``x1``; returns how many leader lines follow."""
        spare = x1 - x0 - sum(self.width(token, size) for token in tokens)
        x, more = x0, 0
        for token in tokens:
            wide = self.width(token, size)
            if isinstance(token, Text):
                self.write(token.text, x, self.y, self.font(token), size)
            elif isinstance(token, Fill):
                self.fill(token, x, size)
            elif isinstance(token, Mark):
                self.write(token.text, x, self.y - size * 0.33, self.font(), size * 0.62)
            elif isinstance(token, Tick):
                self.tick(token, x, size)
            else:
                wide = wide or max(spare, 20.0)
                more = max(more, self.blank(token, x, x + wide, x0, x1))
            x += wide
        return more

    def fill(self, fill: Fill, x: float, size: float) -> None:
        """Print a value as if it were text."""
        text = Text(self.text_of(fill.key), fill.bold)
        if text.text:
            self.placed.add(fill.key.partition(":")[0])
            self.write(text.text, x, self.y, self.font(text), size)

    def blank(self, blank: Blank, x: float, end: float, x0: float, x1: float) -> int:
        """Leaders and value of one blank; returns how many further lines it takes."""
        if blank.boxes:
            return self.comb(blank, x)
        if blank.open or blank.rest:
            return self.run_on(blank, x, end)
        spans = [(x, end, self.y)] if end <= x1 + 1 or blank.lines == 1 else []
        spans += [(x0, x1, self.y + self.style.leading * n) for n in range(1, blank.lines)]
        past = self.style.overrun if end >= self.right - 1 else 0.0
        text, lines, size = self.fitted(blank.key, [b - a + past for a, b, _ in spans])
        for (a, b, base), line in zip(spans, [*lines, *[""] * len(spans)], strict=False):
            self.leader_line(line, a, b, base, size, bool(text) and len(line) < 12 and ":" in blank.key)
        if text:
            self.placed.add(blank.key.partition(":")[0])
        return blank.lines - 1

    def run_on(self, blank: Blank, x: float, end: float) -> int:
        """A blank on which a value begins that ends on a later one, or that one; takes no further line."""
        text = self.rests.pop(blank.key, "") if blank.rest else self.text_of(blank.key)
        size, words = self.style.value_size, text.split()
        taken = first_line(words, end - x - self.style.indent, self.value_font(), size)
        line, rest = " ".join(taken), " ".join(words[len(taken) :])
        if blank.rest and rest:
            if self.strict:
                raise DoesNotFitError(
                    f"a value of {len(self.text_of(blank.key))} letters is longer than its leaders"
                )
            self.cut.add(blank.key)
        self.rests[blank.key] = rest
        self.leader_line(line, x, end, self.y, size, centred=False)
        if line:
            self.placed.add(blank.key)
        return 0

    def text_of(self, key: str) -> str:
        """The value of a key or of a part of it, empty where there is none."""
        name, _, part = key.partition(":")
        value = self.values.get(name, "")
        if part in ("f", "t") and value:
            before, _, after = value.partition(_TURN)
            return before.removeprefix("Từ: ") if part == "f" else after
        return value[_PARTS[part]] if part and value else value

    def fitted(self, key: str, widths: list[float]) -> tuple[str, list[str], float]:
        """A value, its lines and its size; where it must not, a value that does not fit is left out."""
        text = self.text_of(key)
        try:
            return text, *self.broken(text, widths)
        except DoesNotFitError:
            if self.strict:
                raise
            self.dropped.add(key.partition(":")[0])
            return "", [""], self.style.value_size

    def broken(self, text: str, widths: list[float]) -> tuple[list[str], float]:
        """The lines of a value and the size at which they fit."""
        size = self.style.value_size
        while size >= _LEAST_SIZE:
            lines = break_words(text, widths, self.value_font(), size, self.style.indent)
            if lines is not None:
                return lines, size
            size -= 0.5
        raise DoesNotFitError(f"a value of {len(text)} letters is longer than its leaders")

    def value_font(self) -> str:
        return font_name(self.style.value_face, self.style.value_variant)

    def leader_line(self, line: str, a: float, b: float, base: float, size: float, centred: bool) -> None:
        """One leader from ``a`` to ``b`` with the piece of the value that lies on it."""
        wide = width_of(line, self.value_font(), size)
        start = a + (
            max(0.0, b - a - wide) / 2 if centred else min(self.style.indent, max(0.0, b - a - wide))
        )
        if not line or self.style.dots == "through":
            self.dots(a, b, base)
        elif self.style.dots == "under":
            self.dots(a, start, base)
            self.dots(start + wide + 1, b, base)
        if line:
            self.put(line, start, base - self.style.rise, size, b - start)

    def put(self, line: str, x: float, base: float, size: float, room: float) -> None:
        """One line of a value, typed or left to the pen, which has ``room`` for it."""
        if self.pen:
            self.penned.append(Penned(line, x, base, room, size))
            return
        self.canvas.setFillColorRGB(*self.style.value_ink)
        self.write(line, x, base, self.value_font(), size)
        self.canvas.setFillColorRGB(0, 0, 0)

    def dots(self, a: float, b: float, base: float) -> None:
        """The leader from ``a`` to ``b``."""
        draw_leader(self.canvas, self.style, a, b, HEIGHT - base)

    def comb_side(self) -> float:
        """The width of one box of a comb."""
        return self.style.leading * 0.86

    def comb(self, blank: Blank, x: float) -> int:
        """A comb with one letter a box, empty where the value has another length; takes no further line."""
        side = self.comb_side()
        middles = draw_comb(self.canvas, x, HEIGHT - self.y - side * 0.28, side, blank.boxes)
        text = self.text_of(blank.key)
        if len(text) != blank.boxes:
            if text:
                self.dropped.add(blank.key)
            return 0
        size = min(self.style.value_size, side * 0.95)
        for middle, letter in zip(middles, text, strict=True):
            wide = width_of(letter, self.value_font(), size)
            self.write(letter, middle - wide / 2, self.y, self.value_font(), size)
        self.placed.add(blank.key)
        return 0

    def tick(self, tick: Tick, x: float, size: float) -> None:
        """A box, marked where it is the answer."""
        answered = self.values.get(tick.key) == tick.answer
        if answered:
            self.placed.add(tick.key)
        draw_box(self.canvas, x, HEIGHT - self.y - 1, size * 0.85, self.style.mark if answered else "")


def break_words(text: str, widths: list[float], font: str, size: float, indent: float) -> list[str] | None:
    """``text`` over lines of these widths, or None where it does not fit."""
    lines: list[str] = []
    words = text.split()
    for width in widths:
        line = first_line(words, width - (indent if width > 100 else 0.5), font, size)
        words = words[len(line) :]
        lines.append(" ".join(line))
    return None if words else lines


def first_line(words: list[str], room: float, font: str, size: float) -> list[str]:
    """As many of the words as fit on one line."""
    taken = 0
    while taken < len(words) and width_of(" ".join(words[: taken + 1]), font, size) <= room:
        taken += 1
    return words[:taken]
