# SPDX-License-Identifier: Apache-2.0
"""Which values of a dossier may be printed as true: what a person decided, and readings nobody need doubt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from intake.dossier.thresholds import SURE
from intake.dossier.values import Agreement
from ocr.result import Source


class SureValue(Protocol):
    """What is asked of a row of the form (``intake.dossier.values.FormValue``), or of some of its
    columns.
    """

    @property
    def value(self) -> str: ...
    @property
    def confidence(self) -> float: ...
    @property
    def source(self) -> str: ...
    @property
    def agreement(self) -> str: ...
    @property
    def needs_review(self) -> bool: ...
    @property
    def corrected(self) -> bool: ...


def is_sure(row: SureValue) -> bool:
    """Whether the value may be printed: decided by a person, or read in print, surely and undisputed."""
    if row.corrected:
        return True
    doubted = row.needs_review or row.agreement == Agreement.DIFFERS or row.source == Source.HAND
    return not doubted and row.confidence >= SURE


def sure_values(rows: Mapping[str, SureValue]) -> dict[str, str]:
    """The values by key that may be printed; empty ones are left out."""
    return {key: row.value for key, row in rows.items() if row.value and is_sure(row)}


def doubtful_keys(rows: Mapping[str, SureValue]) -> list[str]:
    """The keys whose value is left out because nobody is sure of it."""
    return [key for key, row in rows.items() if row.value and not is_sure(row)]
