# SPDX-License-Identifier: Apache-2.0
"""What is measured: commands that a clerk or a program gives, on any size of store."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from bench.measure import Measured, run
from bench.scale.place import Place
from bench.scale.stores import month
from intake.dossier.paging import Paging

_EVERY = "1000000"


@dataclass(frozen=True, slots=True)
class Target:
    """A store, and a folder for what a command writes."""

    place: Place
    out: Path

    @property
    def newest(self) -> str:
        """The dossier that came last."""
        store = self.place.open()
        try:
            with store.read() as session:
                (newest,) = store.list(session, paging=Paging(length=1))
                return newest.id
        finally:
            store.close()


@dataclass(frozen=True, slots=True)
class Command:
    """A command by the name it has in the table; beyond ``most`` dossiers it is only measured when named."""

    name: str
    words: Callable[[Target], list[str]]
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """One command on one store: as measured, and the bytes it printed."""

    measured: Measured
    printed: int


def _month() -> list[str]:
    first, last = month()
    return ["--from", f"{first}", "--to", f"{last}"]


def _fixed(*words: str) -> Callable[[Target], list[str]]:
    return lambda _target: list(words)


COMMANDS = (
    Command("list", _fixed("list")),
    Command("list, a late page", _fixed("list", "--page", "30")),
    Command("list, one state", _fixed("list", "--state", "returned")),
    Command("search, a common name", _fixed("list", "--find", "nguyen van")),
    Command("search, two names", _fixed("list", "--find", "thi hoa tran")),
    Command("search, a dossier", lambda target: ["list", "--find", target.newest]),
    Command("list, what is due", _fixed("list", "--due")),
    Command("list, what waits", _fixed("list", "--left")),
    Command("list --json, all", _fixed("list", "--json", "--length", _EVERY)),
    Command("show", lambda target: ["show", target.newest]),
    Command("due", lambda target: ["due", target.newest]),
    Command("check", lambda target: ["check", target.newest]),
    Command("report", _fixed("report")),
    Command("report, one month", lambda _target: ["report", *_month()]),
    Command("morning", _fixed("morning")),
    Command("status --offline", _fixed("status", "--offline")),
    Command("status ID --offline", lambda target: ["status", target.newest, "--offline"]),
    Command("book, one month", lambda target: ["book", "--out", str(target.out / "so.xlsx"), *_month()]),
    Command("book, all", lambda target: ["book", "--out", str(target.out / "so.xlsx")], most=10_000),
    Command("doctor", _fixed("doctor")),
)


def cost_of(command: Command, target: Target, times: int) -> Cost:
    """The least of so many runs: other work on the computer only ever adds."""
    costs = [_once(command, target) for _ in range(times)]
    cheapest = min(costs, key=lambda cost: cost.measured.cpu_s)
    return replace(cheapest, measured=replace(cheapest.measured, peak_mb=_peak(costs)))


def _peak(costs: list[Cost]) -> float:
    return max(cost.measured.peak_mb for cost in costs)


def _once(command: Command, target: Target) -> Cost:
    told = [f"{name}={value}" for name, value in target.place.environment.items()]
    words = ["env", *told, sys.executable, "-m", "sohoa", *command.words(target)]
    log = target.out / "errors"
    with tempfile.TemporaryFile() as printed:
        measured = run(words, printed, log)
        if measured.status < 0:
            raise RuntimeError(f"{command.name} was ended by signal {-measured.status}, see {log}")
        return Cost(measured, os.fstat(printed.fileno()).st_size)
