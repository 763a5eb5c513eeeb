# SPDX-License-Identifier: Apache-2.0
"""The numbers of offices that a home reserved, beside its mark: a province's hundred offices, with a series
for each register and each kind of slip, have no room in a slot of the mark.

The small file is written anew for each block of a series, whole or not at all. Only the last years are kept:
those that are over give out no numbers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from intake.store.objects import telling_of_full_disk
from intake.store.synced import write_synced
from templates.system import move_into_place, sync_folder

FILE_NAME = "sohoa.numbers"
OF_OFFICE = "/"
"""Stands in the name of an office's series (``register-2026/H34.11``), and in no other."""
YEARS = 3
"""A clock that was once a year ahead must not push out the year that it is."""


def reserved(home: Path) -> dict[str, int]:
    """By series the highest number reserved; nothing where none was, or the file is damaged: numbers are also
    known from the rows, the mark only adds what those may have lost.
    """
    try:
        told = json.loads((home / FILE_NAME).read_bytes())
        return {str(series): int(number) for series, number in told.items()}
    except (FileNotFoundError, ValueError, AttributeError, TypeError):
        return {}


def keep_reserved(home: Path, numbers: Mapping[str, int]) -> None:
    """Have the disk hold them. Raises ``StorageFullError``."""
    years = sorted({_year(series) for series in numbers})[-YEARS:]
    kept = {series: number for series, number in sorted(numbers.items()) if _year(series) in years}
    aside = home / f".{FILE_NAME}.part"
    with telling_of_full_disk():
        write_synced(aside, json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode())
        move_into_place(aside, home / FILE_NAME)
        sync_folder(home)


def _year(series: str) -> str:
    return series.partition(OF_OFFICE)[0].rpartition("-")[2]
