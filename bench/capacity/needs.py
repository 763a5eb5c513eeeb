# SPDX-License-Identifier: Apache-2.0
"""What so many pages a day need of everything, and which of it is used up first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import ceil

from bench.capacity.figures import Figures

_HOUR_S = 3600
_GB = 1_000_000  # kB
_MEGABIT = 125  # kB


@dataclass(frozen=True, slots=True)
class Scenario:
    """So many offices with so many pages a working day each."""

    name: str
    offices: int
    pages: float

    @property
    def pages_a_day(self) -> float:
        """Of all offices together."""
        return self.offices * self.pages


@dataclass(frozen=True, slots=True)
class Need:
    """What a scenario needs: a day unless it says otherwise; money in millions of đồng a year.

    ``used`` says of each thing which share (1 = all) of what one of it holds is taken.
    """

    scenario: Scenario
    dossiers: float
    core_hours: float
    cores: int
    database_hours: float
    database_gb_a_year: float
    disk_gb_a_year: float
    to_gateway_gb: float
    review_hours: float
    scan_hours: float
    machines_money: float
    people_money: float
    used: Mapping[str, float]

    @property
    def first(self) -> str:
        """What breaks first."""
        return max(self.used, key=lambda name: self.used[name])


def scenarios(figures: Figures) -> list[Scenario]:
    """A commune, a province and the country, with few and with many pages."""
    sizes = {
        "commune": 1,
        "province": figures("offices_of_a_province"),
        "country": figures("offices_of_the_country"),
    }
    return [
        Scenario(f"{name}, {figures(pages):.0f} pages an office", round(offices), figures(pages))
        for name, offices in sizes.items()
        for pages in ("pages_of_an_office_low", "pages_of_an_office_high")
    ]


def need_of(scenario: Scenario, figures: Figures) -> Need:
    """What the scenario needs, by what was measured."""
    dossiers = scenario.pages_a_day / figures("pages_a_dossier")
    core_s = scenario.pages_a_day * page_s(figures)
    night_s = figures("night") * _HOUR_S * figures("busy")
    database_s = dossiers * figures("database_ms_a_dossier") / 1000
    papers_kb = scenario.pages_a_day * figures("scan_kb")
    packages_kb = papers_kb * figures("packages_to_papers")
    database_kb = dossiers * figures("database_kb_a_dossier")
    year = figures("days_a_year")
    disk_gb = (papers_kb + packages_kb + database_kb) * year / _GB * (1 + figures("copies"))
    need = Need(
        scenario,
        dossiers=dossiers,
        core_hours=core_s / _HOUR_S,
        cores=ceil(core_s * figures("monday") / night_s),
        database_hours=database_s / _HOUR_S,
        database_gb_a_year=database_kb * year / _GB,
        disk_gb_a_year=disk_gb,
        to_gateway_gb=papers_kb * figures("portal_to_papers") / _GB,
        review_hours=dossiers * figures("to_review") * figures("review_minutes") / 60,
        scan_hours=scenario.pages_a_day / figures("scanned") / 60,
        machines_money=0,
        people_money=0,
        used={},
    )
    return _priced(need, figures)


def page_s(figures: Figures) -> float:
    """Processor seconds of a page: read, and its share of what is done with its dossier."""
    told = ("new_ms", "check_ms", "edit_ms", "package_ms", "push_ms")
    dossier_s = sum(figures(name) for name in told) / 1000
    return figures("read_s") + dossier_s / figures("pages_a_dossier")


def _priced(need: Need, figures: Figures) -> Need:
    year = figures("days_a_year")
    stored = need.disk_gb_a_year * figures("gb_year")
    if need.scenario.offices == 1:
        machines = figures("desk") / figures("desk_years") + stored
    else:
        database_cores = ceil(_database_cores(need, figures))
        machines = (need.cores + database_cores) * figures("core_year") + stored
    people = (need.review_hours + need.scan_hours) * year * figures("clerk_hour")
    one = need.scenario.offices == 1
    used = {name: share(need, figures) for name, share in (_OF_A_DESK if one else _OF_SERVERS).items()}
    return replace(need, machines_money=machines, people_money=people, used=used)


def _database_cores(need: Need, figures: Figures) -> float:
    """Cores that a server's database is busy on, were all sent in the night."""
    return need.database_hours * figures("monday") / (figures("night") * figures("busy"))


def _sending(need: Need, figures: Figures, connections: float) -> float:
    hours = need.dossiers * figures("monday") * figures("gateway_seconds") / _HOUR_S
    return hours / figures("night") / connections


def _uplink(need: Need, figures: Figures, megabits: float) -> float:
    kb = need.to_gateway_gb * _GB * figures("monday")
    return kb / (megabits * _MEGABIT) / (figures("night") * _HOUR_S)


def _people(need: Need, figures: Figures) -> float:
    there = need.scenario.offices * figures("clerks") * figures("clerk_hours")
    return (need.review_hours + need.scan_hours) * figures("monday") / there


_Share = Callable[[Need, Figures], float]
_OF_A_DESK: dict[str, _Share] = {
    "clerks who scan and look": _people,
    "cores of the desk, a night": lambda need, f: (
        need.core_hours * f("monday") / (f("night") * f("busy") * f("desk_cores"))
    ),
    "disk of the desk, a year": lambda need, f: need.disk_gb_a_year / (1 + f("copies")) / f("desk_disk_gb"),
    "line to the gateway, a night": lambda need, f: _uplink(need, f, f("office_uplink")),
    "one connection to the gateway, a night": lambda need, f: _sending(need, f, 1),
    "largest SQLite store measured, a year": lambda need, f: (
        need.dossiers * f("days_a_year") / f("measured_dossiers")
    ),
}
_OF_SERVERS: dict[str, _Share] = {
    "clerks who scan and look": _people,
    "one database server, a night": lambda need, f: _database_cores(need, f) / f("database_cores"),
    "one object store, a year": lambda need, f: need.disk_gb_a_year / (1 + f("copies")) / f("server_disk_gb"),
    "line to the gateway, a night": lambda need, f: _uplink(
        need, f, f("province_uplink") * _provinces(need, f)
    ),
    "connections to the gateway, a night": lambda need, f: _sending(
        need, f, f("gateway_connections") * _provinces(need, f)
    ),
}


def _provinces(need: Need, figures: Figures) -> float:
    """How many provinces share the load, each with a line and connections of its own."""
    return max(1.0, need.scenario.offices / figures("offices_of_a_province"))


@dataclass(frozen=True, slots=True)
class Backlog:
    """What it takes to read old registers: ``cores`` for so many ``months``."""

    pages: float
    cores: int
    months: float
    core_years: float
    disk_tb: float
    people_years: float
    money: float


def backlog_of(figures: Figures, cores: int | None = None) -> Backlog:
    """The country's backlog with so many ``cores``, else with as many as the time wanted asks for."""
    pages = figures("backlog_pages")
    core_h = pages * page_s(figures) / _HOUR_S
    month_h = 30 * figures("backlog_hours") * figures("busy")
    cores = cores or ceil(core_h / month_h / figures("backlog_months"))
    months = core_h / month_h / cores
    kb = pages * figures("scan_kb") * (1 + figures("packages_to_papers"))
    kb += pages / figures("pages_a_dossier") * figures("database_kb_a_dossier")
    people_h = pages * figures("backlog_to_review") * figures("backlog_minutes") / 60
    people_h += pages / figures("scanned") / 60
    stored = kb / _GB * (1 + figures("copies")) * figures("gb_year") * months / 12
    money = cores * figures("core_year") * months / 12 + stored + people_h * figures("clerk_hour")
    years = people_h / (figures("day") * figures("days_a_year"))
    return Backlog(pages, cores, months, core_h / 24 / 365, kb / _GB / 1000, years, money)
