# SPDX-License-Identifier: Apache-2.0
"""What is wished of a scanner, in words of a clerk."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PaperSource(StrEnum):
    """Where the paper lies."""

    FEEDER = "feeder"
    GLASS = "glass"


class Colour(StrEnum):
    """How pages are taken."""

    COLOR = "color"
    GRAY = "gray"
    BW = "bw"


class PaperSize(StrEnum):
    """How large pages are; whatever the scanner takes where nothing is said."""

    A4 = "a4"
    A5 = "a5"
    WHOLE = "whole"


SIZES_MM = {PaperSize.A4: (210, 297), PaperSize.A5: (148, 210)}


@dataclass(frozen=True, slots=True)
class ScanWish:
    """``device`` as its program calls it; ``dpi`` in both directions; ``duplex``: both sides of a sheet."""

    device: str
    source: PaperSource = PaperSource.FEEDER
    duplex: bool = False
    dpi: int = 300
    colour: Colour = Colour.COLOR
    size: PaperSize = PaperSize.A4
    page_timeout_s: float = 120.0


@dataclass(frozen=True, slots=True)
class ScannerFound:
    """A scanner: ``device`` as its program calls it, ``name`` as people do."""

    device: str
    name: str
