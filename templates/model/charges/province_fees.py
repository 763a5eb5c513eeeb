# SPDX-License-Identifier: Apache-2.0
"""What a province's People's Council asks for where the law leaves it the amount: at the counter and online.

``fees/<code of the province>.yaml`` of the catalogue, or the office's own ``fees.yaml`` beside its own forms
(``<home>/forms``), which wins for the province that it names. What stands in none is said to be unknown.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from templates.errors import TemplateError
from templates.files.active import SHIPPED, own_forms_home
from templates.files.datafiles import Frozen, broken, load, reason_of

FILE = "fees.yaml"
"""An office's own table."""


class ProvinceFee(Frozen):
    """One amount; ``None`` where it is not known."""

    procedures: Annotated[tuple[str, ...], Field(min_length=1)] = Field(
        description="Codes of the procedures that it is taken for."
    )
    fee: str = Field(
        "",
        description="Which of the procedure's fees it is, by its Vietnamese name; needed where the procedure "
        "leaves several amounts open.",
    )
    name: str = Field(description="What the resolution calls it.")
    counter_vnd: Annotated[int, Field(ge=0)] | None = Field(description="At the counter, in đồng.")
    online_vnd: Annotated[int, Field(ge=0)] | None = Field(None, description="Online, in đồng.")
    unverified: bool = Field(False, description="Nobody has compared it with the resolution.")


class ProvinceFeesEdition(Frozen):
    """The amounts between two days, both included."""

    since: date = Field(description="First day of reception (YYYY-MM-DD).")
    until: date | None = Field(None, description="Last day of reception; left out: until further notice.")
    source: str = Field(description="The resolution that set them.")
    area: tuple[str, ...] = Field(
        (),
        description="Codes of the provinces of before 01/07/2025 (of 63, in quotes) where it holds, since a "
        "council's resolution holds on in its old area; left out: everywhere in the province.",
    )
    fees: tuple[ProvinceFee, ...] = Field(description="The amounts.")

    def holds(self, on: date, areas: Collection[str]) -> bool:
        """Whether it holds on a day in a commune made of parts of the old provinces ``areas``."""
        in_time = self.since <= on and (self.until is None or on <= self.until)
        return in_time and (not self.area or (bool(areas) and set(areas) <= set(self.area)))


class ProvinceFees(Frozen):
    """A province's table of fees (``fees.yaml``)."""

    province: Annotated[str, Field(pattern=r"^\d\d$")] = Field(
        description="Code of the province (of 34), in quotes."
    )
    editions: Annotated[tuple[ProvinceFeesEdition, ...], Field(min_length=1)] = Field(
        description="Its amounts, by the day from which they hold."
    )

    def of(self, procedure: str, on: date, areas: Collection[str]) -> tuple[ProvinceFee, ...]:
        """Every amount of a procedure on a day, in a commune made of parts of the old provinces ``areas``."""
        holding = (edition for edition in self.editions if edition.holds(on, areas))
        return tuple(row for edition in holding for row in edition.fees if procedure in row.procedures)


def load_province_fees(root: Path, province: str) -> ProvinceFees | None:
    """The table of a province (its code of 34): the office's own where it is of that province, else the
    catalogue's; None where there is none, or the office's own is broken and nobody knows whose it is.

    Raises ``TemplateError`` where a file of the catalogue is broken.
    """
    try:
        own = own_province_fees()
    except TemplateError:  # `sohoa doctor` and `sohoa forms check` tell; a receipt leaves the amount open
        return None
    if own is not None and own.province == province:
        return own
    folder = root / "fees" if (root / "fees").is_dir() else SHIPPED / "fees"
    path = folder / f"{province}.yaml"
    return _loaded(path) if path.is_file() else None


def own_province_fees() -> ProvinceFees | None:
    """The office's own table; None where there is none. Raises ``TemplateError`` where it is broken, or
    nobody may look whether it is there.
    """
    home = own_forms_home()
    own = home / FILE if home else None
    try:
        return _own(own, own.stat().st_mtime_ns) if own is not None and own.is_file() else None
    except OSError as error:
        raise broken(own or Path(FILE), "-", reason_of(error)) from error


@cache
def _own(path: Path, _changed_ns: int) -> ProvinceFees:
    return load(ProvinceFees, path)


@cache
def _loaded(path: Path) -> ProvinceFees:
    return load(ProvinceFees, path)
