"""Printing for the commands of this room, which stands below the console of the rooms above."""

from __future__ import annotations

import json
import sys
from typing import Any


def print_lines(*lines: Any, error: bool = False) -> None:
    """Texts and tables on standard output, or standard error. Rich honours NO_COLOR and is 80 columns
    wide off a terminal.
    """
    from rich.console import Console

    console = Console(highlight=False, emoji=False, stderr=error)
    for line in lines:
        console.print(line, markup=False)


def print_json(value: object) -> None:
    """A result for programs: UTF-8 JSON, diacritics as they are."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")
