# SPDX-License-Identifier: Apache-2.0
"""The lists behind all numbers of a period, as a workbook shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from batch.report.indicators import IndicatorSheet, behind
from batch.store.indicator_rows import ListedDossier
from intake.store.store import Store

MOST_ON_A_SHEET = 500
"""So many dossiers of a list stand on a sheet of a workbook; below a longer one stands how many there are."""


def lists_behind(
    store: Store, sheet: IndicatorSheet, procedure: str = "", most: int | None = MOST_ON_A_SHEET
) -> Mapping[str, Sequence[ListedDossier]]:
    """By number the dossiers that each indicator counts, at most so many each; None: all."""
    return {
        one.indicator.number: behind(
            store, one.indicator.number, sheet.period, sheet.as_of, procedure=procedure, most=most
        )
        for one in sheet.counted
        if one.indicator.undecided is None
    }
