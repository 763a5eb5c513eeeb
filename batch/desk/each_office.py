# SPDX-License-Identifier: Apache-2.0
"""A command for every office of the installation: each by itself, and at the end one table of all.

What one office meets (its gateway, its folder, an error that nobody thought of) costs that office. What the
next one would meet as well (the store, the disk, the workers) ends the round; the table names those that were
not tried.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer

from batch.errors import OfficeFailedError
from templates.errors import SohoaError
from templates.language.messages import _

if TYPE_CHECKING:
    from intake.settings.settings import Settings
    from intake.settings.units import FaultyOffice

NEEDS_ATTENTION, COULD_NOT_RUN = 1, 3


@dataclass(frozen=True, slots=True)
class Worked:
    """What was done for an office: ``counts`` for the table, ``told`` for programs, whether a person should
    look, and why some of it could not be done.
    """

    counts: Sequence[int]
    told: Mapping[str, Any]
    attention: bool
    problem: SohoaError | None = None


@dataclass(frozen=True, slots=True)
class OfficeDone:
    """What became of an office; without ``worked`` nothing was done to its end, because of ``problem``."""

    unit: str
    name: str
    worked: Worked | None = None
    problem: SohoaError | None = None
    tried: bool = True


def each_office(work: Callable[[Settings], Worked], *, as_json: bool) -> list[OfficeDone]:
    """Do ``work`` for every office, with its settings; what it shows stands below the office's name."""
    from batch.outbox.fatal import stops_the_run
    from intake.desk.console import complain, concerning, show
    from intake.desk.surroundings import every_office
    from intake.settings.units import FaultyOffice

    done: list[OfficeDone] = []
    ended: SohoaError | None = None
    for settings in every_office():
        if isinstance(settings, FaultyOffice):
            done.append(_faulty(settings))
            continue
        unit, name = settings.unit.code, settings.unit.name
        if ended is not None:
            done.append(OfficeDone(unit, name, problem=ended, tried=False))
            continue
        if not as_json:
            show("", f"{unit} {name}".strip())
        with concerning(unit):
            try:
                worked = work(settings)
                done.append(OfficeDone(unit, name, worked, worked.problem))
            except Exception as error:  # the other offices' night goes on
                told = _told(error, unit)
                done.append(OfficeDone(unit, name, problem=told))
                ended = told if stops_the_run(error) else None
            if (problem := done[-1].problem) is not None:
                complain(problem.sentence, problem.advice)
    return done


def _faulty(office: FaultyOffice) -> OfficeDone:
    from intake.desk.console import complain, concerning

    unit = office.code or office.section
    with concerning(unit):
        complain(office.error.sentence, office.error.advice)
    return OfficeDone(unit, f"[units.{office.section}]", problem=office.error)


def _told(error: Exception, unit: str) -> SohoaError:
    from intake.settings.log import log_exception

    if isinstance(error, SohoaError):
        return error
    log_exception("office-failed", error, unit=unit)
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return OfficeFailedError.disk_full()
    return OfficeFailedError.unforeseen(error)


def end(
    done: Sequence[OfficeDone],
    columns: Sequence[str],
    *,
    as_json: bool,
    attention: bool = False,
    more: Mapping[str, Any] | None = None,
) -> None:
    """Show all offices in one table, ``columns`` naming their counts, or print one document for programs,
    with ``more`` beside the offices. Leaves with 3 where an office could not be served to its end, else with
    1 where a person should look (``attention``: at something besides).
    """
    from intake.desk.console import print_json, show, show_table

    if as_json:
        print_json({"units": {one.unit: _as_json(one) for one in done}, **(more or {})})
    else:
        show("")
        rows = [(one.unit, one.name, *_counts(one, len(columns)), _outcome(one)) for one in done]
        numbers = range(2, 2 + len(columns))
        heads = (_("Office"), _("Name"), *columns, _("Outcome"))
        show_table(heads, rows, title=_("All offices"), right=list(numbers), whole=(0,))
    if any(one.problem is not None for one in done):
        raise typer.Exit(COULD_NOT_RUN)
    if attention or any(one.worked is not None and one.worked.attention for one in done):
        raise typer.Exit(NEEDS_ATTENTION)


def _counts(one: OfficeDone, columns: int) -> Sequence[object]:
    return one.worked.counts if one.worked is not None else ("",) * columns


def _outcome(one: OfficeDone) -> str:
    if not one.tried:
        return _("not tried")
    if one.problem is not None:
        return _("could not be done: {why}").format(why=one.problem.sentence)
    return _("needs a person") if one.worked is not None and one.worked.attention else _("in order")


def _as_json(one: OfficeDone) -> dict[str, Any]:
    problem = None
    if one.problem is not None:
        problem = {"sentence": one.problem.sentence, "advice": one.problem.advice}
    return {
        "name": one.name,
        **(one.worked.told if one.worked else {}),
        "problem": problem,
        "tried": one.tried,
    }
