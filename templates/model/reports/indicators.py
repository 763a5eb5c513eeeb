# SPDX-License-Identifier: Apache-2.0
"""The indicators a commune reports (QĐ 766/QĐ-TTg), as data: which dossiers are counted, out of which, and
why some are left out. Counted by ``batch.report``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from templates.files.active import SHIPPED
from templates.files.datafiles import Frozen, load
from templates.language.messages import _, current_language
from templates.model.codelists import Texts
from templates.model.reports.denominators import OutOf

_FILE = Path("codes") / "indicators-766.yaml"

FACTS = frozenset(
    {
        *(
            "everything",
            "double",
            "ended",
            "with-result",
            "withdrawn",
            "refused",
            "stopped",
            "on-time",
            "early",
        ),
        *(
            "late",
            "asked-twice",
            "overdue",
            "components",
            "result",
            "signed",
            "accepted",
            "at-counter",
            "online",
        ),
        *(
            "end-asked",
            "by-post",
            "owes",
            "paid-online",
            "reused",
            "from-store",
            "population",
            "certified-copy",
            "elsewhere",
            "unlisted",
            "registered",
            "void",
        ),
    }
)
"""What a condition may ask of a dossier; what each means stands in ``batch.store.indicator_rows``."""
UNKNOWN = frozenset(
    {
        *("due", "end", "accepted", "channel", "payment", "reused", "from-store", "population", "signed"),
        *("taken", "outcome"),
    }
)
"""What may never have been recorded of a dossier."""


class PeriodOf(StrEnum):
    """Which day puts a dossier into a period."""

    RECEIVED = "received"
    ENDED = "ended"
    OPEN = "open"


class Measure(StrEnum):
    """What an indicator is: a number of dossiers, a share of them, or an average of their days."""

    COUNT = "count"
    SHARE = "share"
    AVERAGE = "average"


def _plain(told: Any) -> Any:
    """A fact's bare name stands for the condition that it holds."""
    return {"fact": told} if isinstance(told, str) else told


class Holds(Frozen):
    """A condition over what is known of a dossier: exactly one of its keys is given."""

    fact: str | None = None
    unknown: str | None = None
    all: tuple[Told, ...] | None = None
    any: tuple[Told, ...] | None = None
    none: tuple[Told, ...] | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Holds:
        given = [name for name in type(self).model_fields if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(_("exactly one of all, any, none, unknown or the name of a fact is given"))
        if self.fact is not None and self.fact not in FACTS:
            raise ValueError(_("no such fact: {name}").format(name=self.fact))
        if self.unknown is not None and self.unknown not in UNKNOWN:
            raise ValueError(_("no such fact: {name}").format(name=self.unknown))
        return self

    def where_unknown(self, fact: str, unknown: str) -> Holds:
        """The same, holding too of dossiers of which a ``fact`` in it is ``unknown``: that is to be told."""
        if self.fact == fact:
            return Holds(any=(self, Holds(unknown=unknown)))
        parts = {
            name: tuple(part.where_unknown(fact, unknown) for part in told)
            for name in ("all", "any")
            if (told := getattr(self, name)) is not None
        }
        return self.model_copy(update=parts)

    def among(self, facts: Mapping[str, bool], unknown: Mapping[str, bool]) -> bool:
        """Whether it holds where these facts do and those are not known."""
        if self.fact is not None:
            return facts[self.fact]
        if self.unknown is not None:
            return unknown[self.unknown]
        several: tuple[tuple[tuple[Holds, ...] | None, Callable[[Any], bool]], ...] = (
            (self.all, all),
            (self.any, any),
            (self.none, lambda parts: not any(parts)),
        )
        return next(
            decide(part.among(facts, unknown) for part in parts)
            for parts, decide in several
            if parts is not None
        )


Told = Annotated[Holds, BeforeValidator(_plain)]


class Reason(Frozen):
    """Dossiers told of by themselves, and why."""

    when: Told
    reason: Texts


def half_up(number: float, places: int) -> Decimal:
    """A number to so many places, a half away from zero, as spreadsheets round (of fifteen digits)."""
    return Decimal(f"{number:.15g}").quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


class Points(Frozen):
    """The published scale: ``most`` points from the share ``full_at`` on, below in proportion."""

    most: float
    full_at: float = Field(1.0, gt=0, le=1)

    def of(self, share: float) -> float:
        """The points of a share 0…1, to two places."""
        return float(half_up(self.most * min(1.0, share / self.full_at), 2))


class Indicator(Frozen):
    """One indicator; what its keys mean stands at the head of the file."""

    number: str
    group: str
    name: Texts
    period: PeriodOf = PeriodOf.RECEIVED
    measure: Measure
    of: Told = Holds(fact="everything")
    counts: Told | None = None
    excluded: tuple[Reason, ...] = ()
    beside: tuple[Reason, ...] = ()
    registers: bool = False
    points: Points | None = None
    formula: Texts | None = None
    decided_by: Texts | None = None
    undecided: Texts | None = None
    unverified: tuple[str, ...] = ()
    note: Texts | None = None

    @property
    def official(self) -> bool:
        """Whether ``number`` is one of the decision's."""
        return self.number[:1].isdecimal()

    @model_validator(mode="after")
    def _is_whole(self) -> Indicator:
        if (self.measure is Measure.SHARE and self.undecided is None) != (self.counts is not None):
            raise ValueError(_("a share, and nothing else, says what it counts"))
        if self.undecided is None and (self.formula is None or self.decided_by is None):
            raise ValueError(_("formula and decided_by are missing"))
        return self


class IndicatorGroup(Frozen):
    """A group of indicators on the public page, and its most points."""

    most: float
    name: Texts


class OfOneStop(Frozen):
    """What is to be told where lists of the one-stop system are the denominator: of dossiers of the store
    that are on none (``unlisted``, left out) and of those that the store has not (``elsewhere``, left out of
    the indicators ``silent`` on them, told beside the others; ``no_days``, left out of averages;
    ``no_outcome``, left out where only dossiers with a result count, told beside where all that ended do).
    """

    unlisted: Reason
    elsewhere: Reason
    no_days: Reason
    no_outcome: Reason
    silent: tuple[str, ...]


class Indicators(Frozen):
    """The whole set in one edition; ``out_of`` is never in the file."""

    edition: str
    since: date
    source: str
    groups: dict[str, IndicatorGroup]
    indicators: tuple[Indicator, ...]
    certified_copies: tuple[str, ...]
    one_stop: OfOneStop
    out_of: OutOf = OutOf.STORE

    @model_validator(mode="after")
    def _fits(self) -> Indicators:
        numbers = [one.number for one in self.indicators]
        if len(set(numbers)) < len(numbers):
            raise ValueError(_("a number stands twice"))
        if stray := {one.group for one in self.indicators} - set(self.groups):
            raise ValueError(_("no such group: {name}").format(name=", ".join(sorted(stray))))
        return self

    def counted_out_of(self, out_of: OutOf) -> Indicators:
        """The same, counted out of these dossiers."""
        if out_of is self.out_of:
            return self
        told = tuple(self._out_of_lists(one) for one in self.indicators)
        return self.model_copy(update={"indicators": told, "out_of": out_of})

    def _out_of_lists(self, one: Indicator) -> Indicator:
        of, also = self.one_stop, tuple[Reason, ...]()
        if one.undecided is not None:
            return one
        if one.number in of.silent:
            also = (of.elsewhere,)
        elif one.measure is Measure.AVERAGE:
            also = (of.no_days,)
        beside = () if also else (of.elsewhere,)
        counts_from = one.of.where_unknown("with-result", "outcome")
        if counts_from != one.of:
            also = (of.no_outcome, *also)
        elif one.of == Holds(fact="ended"):
            beside = (of.no_outcome, *beside)
        doubles = tuple(each for each in one.excluded if each.when.fact == "double")
        others = tuple(each for each in one.excluded if each not in doubles)
        excluded = (*doubles, of.unlisted, *others, *also)
        told = {"of": counts_from, "excluded": excluded, "beside": (*one.beside, *beside)}
        return one.model_copy(update=told)

    def find(self, number: str) -> Indicator | None:
        """The indicator of this number."""
        return next((one for one in self.indicators if one.number == number), None)


@cache
def load_indicators() -> Indicators:
    """The set that this program counts by; the program knows its facts, so an installed catalogue has no
    other.
    """
    return load(Indicators, SHIPPED / _FILE)


def spoken(texts: Texts | None) -> str:
    """A text in the current language; "" for none."""
    return "" if texts is None else texts["en" if current_language() == "en" else "vi"]
