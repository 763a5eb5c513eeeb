# SPDX-License-Identifier: Apache-2.0
"""The figures as tables, a column a size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bench.scale.one_dossier import spread
from bench.tables import Table

BySize = Mapping[str, Mapping[str, Any]]
"""Size of the store → figures by name."""

START = "start"
"""The command that stands for what each costs on an empty store."""


def commands_table(found: Mapping[str, BySize], before: Mapping[str, BySize]) -> Table:
    """Seconds and MB of each command; an arrow leads from the figures before."""
    headings = ("command", *_headings(found.values()))
    rows = [
        (
            name,
            *(_seconds(by_size.get(size), before.get(name, {}).get(size)) for size in _sizes(found.values())),
        )
        for name, by_size in found.items()
    ]
    return Table("Seconds of processor time, start-up included; MB at the peak", headings, rows)


def acts_table(found: Mapping[str, BySize], *, on_server: bool) -> Table:
    """Milliseconds of each act (medians), and by how much the dearest size is above the cheapest turn by
    turn; on a server also with its own, and those that are spent waiting for it.
    """
    served = {"both_ms": "ms with the server's", "waited_ms": "ms waiting"}
    told = {"cpu_ms": "ms"} | (served if on_server else {})
    sizes = _sizes(found.values())
    headings = ["one dossier"]
    for unit in told.values():
        headings += [*(f"{int(size):,}: {unit}" for size in sizes), "spread"]
    rows = [
        (
            name,
            *(
                cell
                for what in told
                for cell in (
                    *(f"{by_size[size][what]:.1f}" for size in sizes),
                    f"{100 * spread(by_size, f'{what}_beside'):.0f} %",
                )
            ),
        )
        for name, by_size in found.items()
    ]
    return Table("Processor time of one dossier, by dossiers in the store", tuple(headings), rows)


def work_table(found: Mapping[str, BySize]) -> Table:
    """Statements of each act, and rows that a server reads for them."""
    sizes = _sizes(found.values())
    told = {"statements": "statements", "rows": "rows read"}
    headings = ["one dossier", *(f"{int(size):,}: {unit}" for unit in told.values() for size in sizes)]
    rows = [
        (name, *(f"{by_size[size][what]:,}" for what in told for size in sizes))
        for name, by_size in found.items()
    ]
    return Table("What one dossier has the database do", tuple(headings), rows)


def disk_table(found: BySize) -> Table:
    """Room on the disk, a column a size."""
    names = list(next(iter(found.values()), {}))
    rows = [(name.replace("_", " "), *(f"{by_size[name]:,}" for by_size in found.values())) for name in names]
    return Table("On the disk", ("what", *(f"{int(size):,} dossiers" for size in found)), rows)


def _sizes(figures: Iterable[BySize]) -> list[str]:
    return sorted({size for by_size in figures for size in by_size}, key=int)


def _headings(figures: Iterable[BySize]) -> list[str]:
    return [f"{int(size):,} dossiers" for size in _sizes(figures)]


def _seconds(now: Mapping[str, Any] | None, before: Mapping[str, Any] | None) -> str:
    told = [f"{each['cpu_s']:.2f} s, {each['peak_mb']} MB" for each in (before, now) if each]
    return " → ".join(told) or "–"
