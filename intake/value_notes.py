"""The lines beside a value on the screen: what may be meant, what confirms it, what the unit is today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def beside(value: Mapping[str, Any]) -> Iterator[str]:
    """Each as one line; nothing for a value that needs none."""
    units = value.get("units_now")
    if units and units["told"]:
        yield f"→ {units['told']}"
