# SPDX-License-Identifier: Apache-2.0
"""The file of a unit's return: what stands in it, how it is made, signed and opened.

A JSON object with the ``return`` and, where it is signed, a ``signature`` (Ed25519, RFC 8032) over it as
canonical JSON: keys sorted, no blanks, UTF-8. It holds counts alone. A procedure of a few dossiers could tell
of one citizen ("the one adoption was refused"), so procedures under the given size are put together as
``OTHERS``: the threshold rule of statistical disclosure control (Hundepool et al., Statistical Disclosure
Control, Wiley 2012). The totals stay whole, so that returns can be added.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field, StringConstraints, ValidationError, model_validator

from batch.errors import ReturnFileError
from batch.report.indicators import Counted, IndicatorSheet, SetApart
from batch.report.periods import ReportPeriod, named
from templates.catalogue.bundling.signature import Signed, verify
from templates.errors import UsageError
from templates.files.datafiles import Frozen
from templates.language.messages import _
from templates.model.reports.denominators import OutOf
from templates.model.reports.indicators import Indicator, Indicators, Measure

FORMAT = "sohoa-unit-return/1"
SMALLEST = 5
"""A procedure with fewer dossiers stands among ``OTHERS``."""
OTHERS = "others"
MOST_BYTES = 2_000_000

Count = Annotated[int, Field(ge=0, le=1_000_000_000)]
_PLAIN = r"^[^\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]*$"
Short = Annotated[str, StringConstraints(max_length=200, pattern=_PLAIN)]


class Tally(Frozen):
    """What one indicator counts: ``counted`` (dossiers, or working days of an average) of ``out_of``;
    dossiers left out and told beside, each by its reason, in the order of the data.
    """

    counted: Count
    out_of: Count | None = None
    excluded: tuple[Count, ...] = ()
    beside: tuple[Count, ...] = ()


Tallies = dict[Short, Tally]


class UnitReturn(Frozen):
    """All that a unit says of a period, and of the one ``before`` and that of ``last_year`` (None where there
    is none, or an earlier version made it); ``as_of`` is None where it is told as it stood at ``made_at``.
    """

    format: Literal["sohoa-unit-return/1"]
    unit: Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=_PLAIN)]
    office: Annotated[str, StringConstraints(max_length=500, pattern=_PLAIN)]
    period: Short
    made_at: AwareDatetime
    as_of: date | None = None
    out_of: OutOf = OutOf.STORE
    edition: Short
    asked: Count = 0
    unfolded: Count = 0
    indicators: Tallies
    procedures: dict[Short, Tallies]
    before: Tallies | None = None
    last_year: Tallies | None = None

    @model_validator(mode="after")
    def _of_days_that_are_known(self) -> UnitReturn:
        try:
            period = period_of(self)
        except UsageError as error:
            raise ValueError("a period as reports write it is needed") from error
        if period.address != self.period or period.since is None or period.until is None:
            raise ValueError("a period with two ends is needed")
        return self


class OpenedReturn(Frozen):
    """A file's return, and the public key (Base64) that signed it; "" for nobody."""

    told: UnitReturn
    key: str = ""


def return_of(sheet: IndicatorSheet, unit: str, office: str, smallest: int = SMALLEST) -> UnitReturn:
    """A unit's return of a sheet.

    Raises:
        UsageError: the unit has no code, or one that can't be sent, or the period no end.
    """
    if not unit:
        raise UsageError(
            _("This office has no code yet, so nobody could tell whose return it is."),
            _("Set it: [unit] code in the settings."),
        )
    if sheet.period.since is None or sheet.period.until is None:
        raise UsageError(
            _("A return is that of a period."),
            _("Name it, such as --period {example}.").format(example="11/2026"),
        )
    try:
        return UnitReturn(
            format=FORMAT,
            unit=unit,
            office=office,
            period=sheet.period.address,
            made_at=sheet.made_at,
            as_of=sheet.as_of,
            out_of=sheet.out_of,
            edition=sheet.edition.edition,
            asked=sheet.asked,
            unfolded=sheet.unfolded,
            indicators=_parts(sheet.counted),
            procedures=_by_procedure(sheet.procedures, smallest),
            before=_parts(tuple(sheet.before.values())) or None,
            last_year=_parts(tuple(sheet.last_year.values())) or None,
        )
    except ValidationError as error:
        raise UsageError(
            _("The office's code or name is too long, or has signs in it that can't be seen."),
            _("Correct [unit] code and name in the settings."),
        ) from error


def return_file(told: UnitReturn, sign: Callable[[bytes], Signed] | None = None) -> bytes:
    """The bytes of its file, signed where ``sign`` is given."""
    body = told.model_dump(mode="json")
    made: dict[str, Any] = {"return": body}
    if sign is not None:
        made["signature"] = sign(_canonical(body)).model_dump(mode="json")
    return json.dumps(made, ensure_ascii=False, indent=1).encode() + b"\n"


def opened(data: bytes, name: str, edition: Indicators) -> OpenedReturn:
    """What a file called ``name`` says, its signature checked.

    Raises:
        ReturnFileError: it is no return, was changed after it was signed, or counts by other indicators.
    """
    if len(data) > MOST_BYTES:
        raise _refused(name, _("It is larger than a return can be."))
    try:
        raw = json.loads(data)
        told = UnitReturn.model_validate(raw["return"], strict=False)
        signature = raw.get("signature")
        signed = None if signature is None else Signed.model_validate(signature)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise _refused(name, _("It is not a return made by `sohoa report export`.")) from error
    if signed is not None:
        try:
            verify(signed, _canonical(raw["return"]))
        except ValueError as error:
            raise _refused(name, _("It was changed after it was signed.")) from error
    if told.edition != edition.edition or not _fits(told, edition):
        raise _refused(name, _("It counts by another edition of the indicators."))
    return OpenedReturn(told=told, key=signed.key if signed else "")


def sum_of(indicator: Indicator, parts: Sequence[Tally]) -> Counted:
    """One indicator over several parts."""
    counted = sum(part.counted for part in parts)
    excluded = _added([part.excluded for part in parts], indicator.excluded)
    beside = _added([part.beside for part in parts], indicator.beside)
    if indicator.measure is Measure.COUNT:
        return Counted(indicator, counted, counted, None, excluded, beside)
    out_of = sum(part.out_of or 0 for part in parts)
    return Counted(indicator, counted / out_of if out_of else None, counted, out_of, excluded, beside)


def added(edition: Indicators, told: Sequence[Mapping[str, Tally]]) -> tuple[Counted, ...]:
    """All indicators over what several returns say of them."""
    return tuple(
        sum_of(one, [parts[one.number] for parts in told])
        if one.undecided is None
        else Counted(one, None, None, None)
        for one in edition.indicators
    )


def period_of(told: UnitReturn) -> ReportPeriod:
    """The period of a return."""
    return named(told.period, told.made_at.date())


def _added(parts: Sequence[tuple[int, ...]], reasons: Sequence[Any]) -> tuple[SetApart, ...]:
    return tuple(SetApart(each.reason, sum(part[at] for part in parts)) for at, each in enumerate(reasons))


def _parts(told: Sequence[Counted]) -> Tallies:
    return {
        one.indicator.number: Tally(
            counted=one.counted,
            out_of=one.out_of,
            excluded=tuple(part.dossiers for part in one.excluded),
            beside=tuple(part.dossiers for part in one.beside),
        )
        for one in told
        if one.counted is not None
    }


def _by_procedure(procedures: Mapping[str, Sequence[Counted]], smallest: int) -> dict[str, Tallies]:
    """The procedures large enough to be named, and the others together; these never a few alone either."""
    by_size = sorted(procedures, key=lambda name: (_size(procedures[name]), name))
    few = [name for name in by_size if _size(procedures[name]) < smallest]
    while 0 < len(few) < len(by_size) and sum(_size(procedures[name]) for name in few) < smallest:
        few = by_size[: len(few) + 1]
    kept = {name: _parts(told) for name, told in procedures.items() if name not in few}
    if few:
        indicators = [one.indicator for one in procedures[few[0]] if one.counted is not None]
        parts = [_parts(procedures[name]) for name in few]
        kept[OTHERS] = _parts([sum_of(one, [part[one.number] for part in parts]) for one in indicators])
    return kept


def _size(told: Sequence[Counted]) -> int:
    """The most dossiers any indicator looks at."""
    return max((one.counted or 0 if one.out_of is None else one.out_of for one in told), default=0)


def _fits(told: UnitReturn, edition: Indicators) -> bool:
    """Whether it counts exactly what the edition decides, by its reasons, and no share is above 1."""
    indicators = edition.counted_out_of(told.out_of).indicators
    wanted = {one.number: one for one in indicators if one.undecided is None}
    return all(
        parts.keys() == wanted.keys() and all(_possible(parts[number], one) for number, one in wanted.items())
        for parts in (told.indicators, *told.procedures.values(), told.before, told.last_year)
        if parts is not None
    )


def _possible(part: Tally, indicator: Indicator) -> bool:
    reasons = (len(part.excluded), len(part.beside)) == (len(indicator.excluded), len(indicator.beside))
    if indicator.measure is Measure.COUNT:
        return reasons and part.out_of is None
    whole = part.out_of is not None
    return reasons and whole and (indicator.measure is Measure.AVERAGE or part.counted <= (part.out_of or 0))


def _canonical(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _refused(name: str, why: str) -> ReturnFileError:
    told = _("{file} can't be added: {why}").format(file=name, why=why)
    return ReturnFileError(told, _("Ask the unit for the file anew; nothing was counted of it."))
