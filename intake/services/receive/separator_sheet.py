# SPDX-License-Identifier: Apache-2.0
"""Cover sheets: the page with a dossier's id in a QR code that leads a scan into its dossier.

A stack scanned in one go is parted at its cover sheets: the pages after one belong to its dossier, up to the
next. The sheets themselves are no papers of a dossier. Only the codes of this store's own covers count.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from intake.dossier.dossier_id import is_well_formed

PREFIX = "sohoa:"


@dataclass(frozen=True, slots=True)
class ScanPart:
    """Pages of one file that belong together, from 1; ``dossier`` is "" for those before any cover sheet."""

    dossier: str
    pages: tuple[int, ...]


def cover_text(dossier_id: str) -> str:
    """What the code on a dossier's cover sheet says."""
    return f"{PREFIX}{dossier_id}"


def dossier_named(text: str) -> str:
    """The dossier that a code names; "" where it is no cover sheet's."""
    if not text.startswith(PREFIX):
        return ""
    named = text.removeprefix(PREFIX).strip().upper()
    return named if is_well_formed(named) else ""


def parts(covers: Sequence[str]) -> tuple[ScanPart, ...]:
    """How a file falls apart; ``covers`` holds for each page the dossier its cover sheet names, or "".

    A cover sheet without pages after it gives a part without pages. A file without cover sheets is one part.
    """
    found: list[tuple[str, list[int]]] = [("", [])]
    for number, named in enumerate(covers, start=1):
        if named:
            found.append((named, []))
        else:
            found[-1][1].append(number)
    return tuple(ScanPart(named, tuple(pages)) for named, pages in found if named or pages)


def merged(found: Sequence[ScanPart]) -> tuple[ScanPart, ...]:
    """The parts with those of one dossier put together, in the order in which dossiers first come."""
    pages: dict[str, list[int]] = {}
    for part in found:
        pages.setdefault(part.dossier, []).extend(part.pages)
    return tuple(ScanPart(named, tuple(numbers)) for named, numbers in pages.items())


def covers_of(
    pages: int, codes_on: Callable[[int], Sequence[str]], known: Callable[[str], bool]
) -> list[str]:
    """For each page from 1 the known dossier whose cover sheet it is, or ""."""
    found = []
    for number in range(1, pages + 1):
        named = (dossier_named(text) for text in codes_on(number))
        found.append(next((one for one in named if one and known(one)), ""))
    return found
