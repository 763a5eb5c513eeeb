# SPDX-License-Identifier: Apache-2.0
"""Cover sheets: the page with a dossier's id in a QR code that leads a scan into its dossier.

A stack scanned in one go is parted at its cover sheets: the pages after one belong to its dossier, up to the
next. The sheets themselves are no papers of a dossier. Ids of the first dossiers of a day are the same at
every desk, so the code also bears a mark of this one dossier; what another store printed leads nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from intake.dossier.dossier_id import SIGNS, is_well_formed

PREFIX = "sohoa:"
_MARK_SIGNS = 7
"""One in 17 billion dossiers of an id has another's mark; the code stays as coarse as with the id alone."""


class CoverOf(StrEnum):
    """Whose cover sheet it is, by its code."""

    HERE = "here"
    ELSEWHERE = "elsewhere"  # another store's or office's, or of a dossier that is no more
    UNSAID = "unsaid"  # of an earlier version, which did not say
    PROCEDURE = "procedure"  # of no dossier: what lies under it becomes a new one


@dataclass(frozen=True, slots=True)
class Cover:
    """A cover sheet that was found, and the dossier it names; or the ``procedure``, and then on which
    ``page`` of its file it stands (from 1), for two such sheets are never of one dossier.
    """

    dossier: str
    of: CoverOf = CoverOf.HERE
    procedure: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class CoverCode:
    """What a cover sheet's code says; ``mark`` is "" on those of earlier versions."""

    dossier: str
    mark: str


@dataclass(frozen=True, slots=True)
class ScanPart:
    """Pages of one file that belong together, from 1; ``cover`` is None for those before any cover sheet."""

    cover: Cover | None
    pages: tuple[int, ...]


def mark_of(born: str) -> str:
    """The mark of a dossier whose first event has the hash ``born`` (hexadecimal): no other store has that
    event, and it goes with the store into copies and other databases.
    """
    number, signs = int(born, 16), ""
    for _sign in range(_MARK_SIGNS):
        number, last = divmod(number, len(SIGNS))
        signs += SIGNS[last]
    return signs


def cover_text(dossier_id: str, mark: str) -> str:
    """What the code on a dossier's cover sheet says."""
    return f"{PREFIX}{dossier_id}:{mark}"


def cover_code(text: str) -> CoverCode | None:
    """What a code says, None where it is no cover sheet's."""
    if not text.startswith(PREFIX):
        return None
    named, _colon, rest = text.removeprefix(PREFIX).strip().upper().partition(":")
    return CoverCode(named, rest.partition(":")[0]) if is_well_formed(named) else None


def parts(covers: Sequence[Cover | None]) -> tuple[ScanPart, ...]:
    """How a file falls apart; ``covers`` holds for each page the cover sheet that it is, or None.

    A cover sheet without pages after it gives a part without pages. A file without cover sheets is one part.
    """
    found: list[tuple[Cover | None, list[int]]] = [(None, [])]
    for number, cover in enumerate(covers, start=1):
        if cover:
            found.append((cover, []))
        else:
            found[-1][1].append(number)
    return tuple(ScanPart(cover, tuple(pages)) for cover, pages in found if cover or pages)


def merged(found: Sequence[ScanPart]) -> tuple[ScanPart, ...]:
    """The parts with those of one dossier put together, in the order in which dossiers first come."""
    pages: dict[Cover | None, list[int]] = {}
    for part in found:
        pages.setdefault(part.cover, []).extend(part.pages)
    return tuple(ScanPart(cover, tuple(numbers)) for cover, numbers in pages.items())


def covers_of(
    pages: int, codes_on: Callable[[int], Sequence[str]], cover_named: Callable[[str], Cover | None]
) -> list[Cover | None]:
    """For each page from 1 the cover sheet that it is, or None; one of this store is found first."""
    found = []
    for number in range(1, pages + 1):
        named = [cover for text in codes_on(number) if (cover := cover_named(text))]
        first = min(named, key=lambda cover: cover.of is not CoverOf.HERE, default=None)
        found.append(replace(first, page=number) if first and first.procedure else first)
    return found
