# SPDX-License-Identifier: Apache-2.0
"""What a commune, a province and the country need: tables and a picture, from what was measured and assumed.

    python -m bench.capacity [--measured FILE] [--assumed FILE] [--write]

``--write`` puts the tables into docs/capacity.md and the picture beside it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from bench.capacity.draw import drawn, share_told
from bench.capacity.figures import ASSUMED, MEASURED, Figures, read_figures
from bench.capacity.needs import Need, backlog_of, need_of, scenarios
from bench.capacity.week import Week, fewest_cores, simulated
from bench.tables import Table, placed

PAGE, PICTURE = Path("docs/capacity.md"), Path("docs/capacity.svg")
_CORES = (10, 20, 50, 100)


def weeks_of_a_province(figures: Figures) -> list[Week]:
    """A province with many pages an office: too few cores, just enough, twice as many."""
    pages = figures("offices_of_a_province") * figures("pages_of_an_office_high")
    enough = fewest_cores(pages, figures)
    return [simulated(pages, cores, figures) for cores in (max(1, enough // 2), enough, 2 * enough)]


def needs_table(needs: list[Need]) -> Table:
    """What each scenario needs, a column each."""
    rows: list[tuple[str, ...]] = [
        ("dossiers a day", *(f"{need.dossiers:,.0f}" for need in needs)),
        ("processor hours a day", *(f"{need.core_hours:,.1f}" for need in needs)),
        ("cores, all read in the night after a Monday", *(f"{need.cores:,}" for need in needs)),
        ("database, minutes a day", *(f"{60 * need.database_hours:,.1f}" for need in needs)),
        ("database, GB a year", *(f"{need.database_gb_a_year:,.1f}" for need in needs)),
        ("disk with backups, GB a year", *(f"{need.disk_gb_a_year:,.0f}" for need in needs)),
        ("to the gateway, GB a day", *(f"{need.to_gateway_gb:,.3g}" for need in needs)),
        ("people: hours to scan, a day", *(f"{need.scan_hours:,.1f}" for need in needs)),
        ("people: hours for what waits, a day", *(f"{need.review_hours:,.1f}" for need in needs)),
        ("machines and disk, million đồng a year", *(f"{need.machines_money:,.0f}" for need in needs)),
        ("people for both, million đồng a year", *(f"{need.people_money:,.0f}" for need in needs)),
        ("used up first", *(f"{need.first} ({share_told(need.used[need.first])})" for need in needs)),
        ("then", *(_second(need) for need in needs)),
    ]
    return Table("Needs", ("", *(need.scenario.name for need in needs)), rows)


def _second(need: Need) -> str:
    name, share = sorted(need.used.items(), key=lambda item: -item[1])[1]
    return f"{name} ({share_told(share)})"


def backlog_table(figures: Figures) -> Table:
    """The backlog in the time wanted, and with fewer and more cores."""
    wanted = backlog_of(figures)
    told = [wanted, *(backlog_of(figures, cores) for cores in _CORES)]
    rows = [
        (
            f"{one.cores:,}",
            f"{one.months:,.1f}",
            f"{one.core_years:,.0f}",
            f"{one.disk_tb:,.0f}",
            f"{one.people_years:,.0f}",
            f"{one.money:,.0f}",
        )
        for one in told
    ]
    headings = ("cores", "months", "core-years", "TB", "person-years", "million đồng")
    return Table(f"A backlog of {wanted.pages:,.0f} pages", headings, rows)


def figures_tables(figures: Figures) -> Iterator[Table]:
    """Every number that went in, and where it comes from."""
    measured = [
        (name, f"{one.value:g}", one.unit, f"`{one.command}`", one.day, one.note)
        for name, one in figures.measured.items()
    ]
    yield Table("Measured", ("", "value", "unit", "command", "day", "note"), measured)
    assumed = [(name, f"{one.value:g}", one.unit, one.source) for name, one in figures.assumed.items()]
    yield Table("Assumed", ("", "value", "unit", "source"), assumed)


def main() -> int:
    """Reckon, show, write."""
    parser = argparse.ArgumentParser(prog="bench.capacity", description="What offices need")
    parser.add_argument("--measured", type=Path, default=MEASURED)
    parser.add_argument("--assumed", type=Path, default=ASSUMED)
    parser.add_argument("--write", action="store_true", help=f"into {PAGE} and {PICTURE}")
    args = parser.parse_args()
    figures = read_figures(args.measured, args.assumed)
    needs = [need_of(one, figures) for one in scenarios(figures)]
    parts = {
        "needs": [needs_table(needs)],
        "backlog": [backlog_table(figures)],
        "figures": list(figures_tables(figures)),
    }
    console = Console(width=None if sys.stdout.isatty() else 150)
    for table in (table for tables in parts.values() for table in tables):
        console.print(table.rich())
    if args.write:
        _write(parts, drawn(needs, weeks_of_a_province(figures), _by_cores(figures)))
    return 0


def _by_cores(figures: Figures) -> list[tuple[int, float]]:
    return [(cores, backlog_of(figures, cores).months) for cores in _CORES]


def _write(parts: dict[str, list[Table]], picture: str) -> None:
    page = PAGE.read_text("utf-8")
    for part, tables in parts.items():
        page = placed(page, part, "\n\n".join(table.markdown() for table in tables))
    PAGE.write_text(page, "utf-8")
    PICTURE.write_text(picture, "utf-8")


if __name__ == "__main__":
    sys.exit(main())
