# SPDX-License-Identifier: Apache-2.0
"""What is printed is safe for a terminal, whatever a store or a name holds: the last of the two doors of
:mod:`templates.language.outside_text`. The console of the rooms above is made of it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from templates.language.outside_text import clean

if TYPE_CHECKING:
    from rich.console import Console


def safe_console(**options: Any) -> Console:
    """A Rich console on which no text from outside is a command; ``options`` are Rich's."""
    return _safe_class()(highlight=False, emoji=False, **options)


@cache
def _safe_class() -> type[Console]:
    """Made when first asked for: Rich takes a tenth of a second to import."""
    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.segment import Segment

    class SafeConsole(Console):
        def render(
            self, renderable: RenderableType, options: ConsoleOptions | None = None
        ) -> Iterable[Segment]:
            for segment in super().render(renderable, options):
                if segment.control or segment.text.isprintable() or segment.text == "\n":
                    yield segment
                else:
                    yield Segment(clean(segment.text), segment.style)

    return SafeConsole


def safe_json(value: Any, **options: Any) -> str:
    """UTF-8 JSON, diacritics as they are; signs that command are escaped, so that programs still get them."""
    text = json.dumps(value, ensure_ascii=False, **options)
    return text if text.isprintable() else "".join(map(_escaped, text))


def _escaped(sign: str) -> str:
    return sign if sign.isprintable() or sign == "\n" else json.dumps(sign)[1:-1]


def print_lines(*lines: Any, error: bool = False) -> None:
    """Texts and tables on standard output, or standard error. Rich honours NO_COLOR and is 80 columns
    wide off a terminal.
    """
    console = safe_console(stderr=error)
    for line in lines:
        console.print(line, markup=False)


def print_json(value: object) -> None:
    """A result for programs: UTF-8 JSON, diacritics as they are."""
    sys.stdout.write(safe_json(value, indent=2, default=str) + "\n")
