# SPDX-License-Identifier: Apache-2.0
"""Returns of several units as one sheet; whoever sent nothing is named, never counted as zero."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from batch.errors import ReturnFileError
from batch.report.indicators import Counted, IndicatorSheet, Returns
from batch.report.returns.unit_return import OTHERS, OpenedReturn, Tallies, added, period_of
from intake.dossier.deadline.local_time import local_day
from templates.catalogue.bundling.signature import fingerprint
from templates.language.messages import _
from templates.model.reports.indicators import Indicators


@dataclass(frozen=True, slots=True)
class NamedReturn:
    """A return, and the ``file`` it stands in."""

    file: str
    opened: OpenedReturn


@dataclass(frozen=True, slots=True)
class UnitSent:
    """What a unit sent: ``made_at`` is None for one that sent nothing.

    ``signer`` is the name of the unit's trusted key, ``key`` the fingerprint of the one that signed, "" for
    none. ``early``: made before the period had ended, so more may have come since. ``others`` of its returns
    were not counted.
    """

    unit: str
    office: str = ""
    made_at: datetime | None = None
    signer: str = ""
    key: str = ""
    early: bool = False
    others: int = 0

    def as_json(self) -> dict[str, Any]:
        return {
            "unit": self.unit,
            "office": self.office,
            "made_at": self.made_at.isoformat() if self.made_at else None,
            "signed_by": self.signer or None,
            "key": self.key or None,
            "before_the_end": self.early,
            "others_not_counted": self.others,
        }


@dataclass(frozen=True, slots=True)
class MergedReturns:
    """The sheet of all, and what each unit sent, those that sent nothing among them."""

    sheet: IndicatorSheet
    units: tuple[UnitSent, ...]


def merged(
    returns: Sequence[NamedReturn],
    edition: Indicators,
    now: datetime,
    *,
    expected: Iterable[str] = (),
    keys: Mapping[str, str] | None = None,
    signed_only: bool = False,
) -> MergedReturns:
    """The returns of one period added up. Of several of a unit the latest counts, and one that the unit's own
    key signed before any other.

    Args:
        returns: at least one.
        edition: the indicators they count by.
        expected: codes of the units that should have sent one.
        keys: public keys (Base64) that are trusted; each name begins with the code of the unit whose it is.
        signed_only: refuse what the unit's own key did not sign.

    Raises:
        ReturnFileError: they are of different periods or moments, of units nobody expects, or not signed as
            demanded.
    """
    keys, wanted = keys or {}, tuple(expected)
    names = {key: name for name, key in keys.items()}
    _of_one_kind(returns)
    if signed_only:
        _signed(returns, names)
    latest, others = _latest(returns, names)
    if wanted and (strange := [one for unit, one in latest.items() if unit not in wanted]):
        told = _("{file} is of unit {unit}, which is not among those expected.")
        raise ReturnFileError(
            told.format(file=strange[0].file, unit=strange[0].opened.told.unit),
            _("Correct [reports] units in the settings, or leave the file out."),
        )
    lacking = [unit for unit in wanted if unit not in latest]
    sent = [_sent(one.opened, names, others[unit]) for unit, one in latest.items()]
    counted_by = edition.counted_out_of(returns[0].opened.told.out_of)
    sheet = _sheet([one.opened for one in latest.values()], counted_by, now, lacking)
    return MergedReturns(sheet, (*sent, *map(UnitSent, lacking)))


def _of_one_kind(returns: Sequence[NamedReturn]) -> None:
    first = returns[0]
    for one in returns[1:]:
        here, there = first.opened.told, one.opened.told
        if here.out_of is not there.out_of:
            told = _("{first} and {second} don't count out of the same: this store's dossiers, or a list.")
            raise ReturnFileError(
                told.format(first=first.file, second=one.file),
                _("Ask for returns that all count alike (--out-of); nothing was counted."),
            )
        if (here.period, here.as_of) != (there.period, there.as_of):
            told = _("{first} and {second} are not of the same period and day.")
            raise ReturnFileError(
                told.format(first=first.file, second=one.file),
                _("Add returns of one period; nothing was counted."),
            )


def _signed(returns: Iterable[NamedReturn], names: Mapping[str, str]) -> None:
    for one in returns:
        if not _is_own(one.opened, names):
            told = _("{file} is not signed with a key that is trusted here for unit {unit}.")
            raise ReturnFileError(
                told.format(file=one.file, unit=one.opened.told.unit),
                _("[reports] trusted_keys in the settings names whom the office trusts, by the unit's code."),
            )


def _is_own(opened: OpenedReturn, names: Mapping[str, str]) -> bool:
    """Whether the key of just the unit whose return it is signed it."""
    name, unit = names.get(opened.key, ""), opened.told.unit
    return name == unit or name.startswith(f"{unit} ")


def _latest(
    returns: Iterable[NamedReturn], names: Mapping[str, str]
) -> tuple[dict[str, NamedReturn], dict[str, int]]:
    """By unit the return that counts, and how many others there are (the same file twice is one)."""
    by_unit: dict[str, dict[datetime, NamedReturn]] = {}
    for one in returns:
        told = one.opened.told
        same = by_unit.setdefault(told.unit, {}).setdefault(told.made_at, one)
        if _is_own(one.opened, names) and not _is_own(same.opened, names):
            by_unit[told.unit][told.made_at] = one
        elif same.opened.told != told:
            both = _("{first} and {second} are of the same unit and moment, and say different things.")
            raise ReturnFileError(
                both.format(first=same.file, second=one.file), _("Ask the unit which of them it sent.")
            )
    latest = {
        unit: max(found.values(), key=lambda one: (_is_own(one.opened, names), one.opened.told.made_at))
        for unit, found in sorted(by_unit.items())
    }
    return latest, {unit: len(found) - 1 for unit, found in by_unit.items()}


def _sheet(
    opened: Sequence[OpenedReturn], edition: Indicators, now: datetime, lacking: Sequence[str]
) -> IndicatorSheet:
    told = [one.told for one in opened]
    by_procedure: dict[str, list[Tallies]] = {}
    for one in told:
        for procedure, parts in one.procedures.items():
            by_procedure.setdefault(procedure, []).append(parts)
    before, last_year = ([getattr(one, name) for one in told] for name in ("before", "last_year"))
    ordered = sorted(by_procedure, key=lambda name: (name == OTHERS, name))
    return IndicatorSheet(
        edition,
        period_of(told[0]),
        now,
        told[0].as_of,
        added(edition, [one.indicators for one in told]),
        _together(edition, before),
        _together(edition, last_year),
        {name: added(edition, by_procedure[name]) for name in ordered},
        {one.unit: added(edition, [one.indicators]) for one in told},
        sum(one.unfolded for one in told),
        sum(one.asked for one in told),
        all_units=True,
        returns=Returns(len(told), tuple(lacking), None not in before, None not in last_year),
    )


def _together(edition: Indicators, told: Sequence[Tallies | None]) -> Mapping[str, Counted]:
    """Another period of all units; nothing where one of them doesn't tell it: the rest is not comparable."""
    parts = [one for one in told if one is not None]
    if not parts or len(parts) < len(told):
        return {}
    return {one.indicator.number: one for one in added(edition, parts)}


def _sent(opened: OpenedReturn, names: Mapping[str, str], others: int) -> UnitSent:
    told = opened.told
    until = period_of(told).until
    return UnitSent(
        told.unit,
        told.office,
        told.made_at,
        names[opened.key] if _is_own(opened, names) else "",
        fingerprint(opened.key) if opened.key else "",
        until is not None and local_day(told.made_at) <= until,
        others,
    )
