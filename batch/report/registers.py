# SPDX-License-Identifier: Apache-2.0
"""Lines of the registers of certified copies beside dossiers: as cells that indicators count, as lists."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from batch.store.counted.certified_lines import CertifiedLine, count_lines, list_lines
from batch.store.counted.counted_rows import FigureScope
from batch.store.indicator_rows import FigureCell, ListedDossier
from intake.store.transaction import Transaction
from templates.model.reports.indicators import FACTS, UNKNOWN, Holds, PeriodOf

_ENDED = {of.value: of is PeriodOf.ENDED for of in PeriodOf}
_UNKNOWN = dict.fromkeys(UNKNOWN, False)


def line_cells(session: Transaction, scope: FigureScope) -> Iterator[FigureCell]:
    """The lines of the days of a scope as cells: each ended, with a result, the day it was certified."""
    for line in count_lines(session, scope):
        yield FigureCell(
            line.unit, line.procedure, None, line.lines, 0, _facts(line), _UNKNOWN, _ENDED, register=True
        )


def lines_listed(
    session: Transaction, scope: FigureScope, wanted: Collection[Holds], unwanted: Collection[Holds]
) -> list[ListedDossier]:
    """The lines of which all of ``wanted`` and none of ``unwanted`` holds."""
    return [
        _listed(line)
        for line in list_lines(session, scope)
        if all(each.among(_facts(line), _UNKNOWN) for each in wanted)
        and not any(each.among(_facts(line), _UNKNOWN) for each in unwanted)
    ]


def _listed(line: CertifiedLine) -> ListedDossier:
    day = line.certified_on
    assert day is not None
    return ListedDossier(
        "", "", line.procedure, line.unit, line.clerk, day, None, day, "result", 0, "", line.sign
    )


def _facts(line: CertifiedLine) -> dict[str, bool]:
    so = {"everything", "certified-copy", "ended", "with-result"}
    told = dict.fromkeys(FACTS, False) | dict.fromkeys(so, True)
    return told | {"result": line.electronic, "void": line.void}
