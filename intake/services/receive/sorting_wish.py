# SPDX-License-Identifier: Apache-2.0
"""What is wished of sorting by cover sheets: who is told of what goes nowhere, and which dossier is meant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from intake.capture.refusals import CaptureError
from intake.services.fill_and_check import PROGRAM
from intake.services.receive.separator_sheet import CoverOf

Unparted = Callable[[Path, CaptureError], None]


class SheetTrouble(StrEnum):
    """What a person has to know of a cover sheet, as ``--json`` prints it."""

    ELSEWHERE = "cover-of-elsewhere"
    UNSAID = "cover-of-earlier-version"
    ALONE = "cover-alone"
    OF_PROCEDURE_ALONE = "procedure-cover-alone"


TROUBLES = {CoverOf.ELSEWHERE: SheetTrouble.ELSEWHERE, CoverOf.UNSAID: SheetTrouble.UNSAID}


@dataclass(frozen=True, slots=True)
class SheetFound:
    """Trouble with a cover sheet of ``dossier`` (of a procedure's sheet its code): in which of the ``files``
    it lies, and then those under it that were not taken in.
    """

    trouble: SheetTrouble
    dossier: str
    files: tuple[str, ...]


def _refused(_path: Path, error: CaptureError) -> None:
    raise error


def _unheard(_found: SheetFound) -> None:
    """Who adds files by hand asks for the covers that were found instead."""


@dataclass(frozen=True, slots=True)
class SortingWish:
    """Who is told of a file with cover sheets that can't be cut apart (nothing of it goes anywhere), and of
    trouble with a sheet; the ``dossier`` that a person means, "" where the sheets alone say it. Dossiers that
    begin at sheets of procedures are made by ``who``; of ``procedure`` where there is none as the sheet says.
    """

    unparted: Unparted = _refused
    tell: Callable[[SheetFound], None] = _unheard
    dossier: str = ""
    who: str = PROGRAM
    procedure: str = ""
