"""Setting a paper: printed text, leaders and values onto one A4 page.

Coordinates are points from the top left corner of the page, as in :mod:`bench.slots`.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from samples.layout import Blank, Fill, Mark, Text, Tick, Token
from samples.style import Style, font_name, width_of

WIDTH, HEIGHT = A4
_PARTS = {"d": slice(0, 2), "m": slice(3, 5), "y": slice(6, 10), "H": slice(0, 2), "M": slice(3, 5)}
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
    """The page being set; ``y`` is the baseline of the last line."""

    style: Style
    values: Mapping[str, str]
    pen: bool = False
    strict: bool = True
    y: float = 0.0
    buffer: io.BytesIO = field(default_factory=io.BytesIO)
    placed: set[str] = field(default_factory=set)
    dropped: set[str] = field(default_factory=set)
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
            self.placed.add(fill.key)
            self.write(text.text, x, self.y, self.font(text), size)

    def blank(self, blank: Blank, x: float, end: float, x0: float, x1: float) -> int:
        """Leaders and value of one blank; returns how many further lines it takes."""
        spans = [(x, end, self.y)]
        spans += [(x0, x1, self.y + self.style.leading * n) for n in range(1, blank.lines)]
        text, lines, size = self.fitted(blank.key, [b - a for a, b, _ in spans])
        for (a, b, base), line in zip(spans, [*lines, *[""] * len(spans)], strict=False):
            self.leader_line(line, a, b, base, size, bool(text) and len(line) < 12 and ":" in blank.key)
        if text:
            self.placed.add(blank.key.partition(":")[0])
        return blank.lines - 1

    def text_of(self, key: str) -> str:
        """The value of a key or of a part of it, empty where there is none."""
        name, _, part = key.partition(":")
        value = self.values.get(name, "")
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
        if not line:
            return
        if self.pen:
            self.penned.append(Penned(line, start, base - self.style.rise, b - start, size))
            return
        self.canvas.setFillColorRGB(*self.style.value_ink)
        self.write(line, start, base - self.style.rise, self.value_font(), size)
        self.canvas.setFillColorRGB(0, 0, 0)

    def dots(self, a: float, b: float, base: float) -> None:
        """Leader dots as a word processor sets them: as many as fit."""
        unit = width_of(self.style.leader, self.font(), self.style.size)
        count = int((b - a) / unit)
        if count > 0:
            self.write(self.style.leader * count, a, base, self.font(), self.style.size)

    def tick(self, tick: Tick, x: float, size: float) -> None:
        """A box, crossed where it is the answer."""
        side, top = size * 0.85, HEIGHT - self.y - 1
        self.canvas.setLineWidth(0.6)
        self.canvas.rect(x, top, side, side)
        if self.values.get(tick.key) == tick.answer:
            self.placed.add(tick.key)
            self.canvas.setLineWidth(1.1)
            self.canvas.line(x + 2, top + 2, x + side - 2, top + side - 2)
            self.canvas.line(x + 2, top + side - 2, x + side - 2, top + 2)


def break_words(text: str, widths: list[float], font: str, size: float, indent: float) -> list[str] | None:
    """``text`` over lines of these widths, or None where it does not fit."""
    lines: list[str] = []
    words = text.split()
    for width in widths:
        line = ""
        room = width - (indent if width > 100 else 0.5)
        while words and width_of(f"{line} {words[0]}".strip(), font, size) <= room:
            line = f"{line} {words.pop(0)}".strip()
        lines.append(line)
    return None if words else lines
