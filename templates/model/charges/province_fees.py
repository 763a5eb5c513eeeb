# SPDX-License-Identifier: Apache-2.0
"""What a province's People's Council asks for where the law leaves it the amount: at the counter and online.

``fees/<code of the province>.yaml`` of the catalogue, or the office's own ``fees.yaml`` beside its own forms
(``<home>/forms``), which wins. What stands in none is said to be unknown.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from templates.files.active import SHIPPED, own_forms_home
from templates.files.datafiles import Frozen, load

FILE = "fees.yaml"
"""An office's own table."""


class ProvinceFee(Frozen):
    """One amount; ``None`` where it is not known."""

    procedures: Annotated[tuple[str, ...], Field(min_length=1)] = Field(
        description="Codes of the procedures that it is taken for."
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
    fees: tuple[ProvinceFee, ...] = Field(description="The amounts.")


class ProvinceFees(Frozen):
    """A province's table."""

    province: Annotated[str, Field(pattern=r"^\d\d$")] = Field(
        description="Code of the province (of 34), in quotes."
    )
    editions: Annotated[tuple[ProvinceFeesEdition, ...], Field(min_length=1)] = Field(
        description="Its amounts, by the day from which they hold."
    )

    def of(self, procedure: str, on: date) -> ProvinceFee | None:
        """What a procedure costs on a day; None where the table does not say."""
        holding = (e for e in self.editions if e.since <= on and (e.until is None or on <= e.until))
        rows = (row for edition in holding for row in edition.fees if procedure in row.procedures)
        return next(rows, None)


def load_province_fees(root: Path, province: str) -> ProvinceFees | None:
    """The table of a province (its code of 34): the office's own where there is one, else the catalogue's;
    None where there is none.

    Raises ``TemplateError`` where a file is broken.
    """
    home = own_forms_home()
    own = home / FILE if home else None
    if own is not None and own.is_file():
        return _own(own, own.stat().st_mtime_ns)
    folder = root / "fees" if (root / "fees").is_dir() else SHIPPED / "fees"
    path = folder / f"{province}.yaml"
    return _loaded(path) if path.is_file() else None


@cache
def _own(path: Path, _changed_ns: int) -> ProvinceFees:
    return load(ProvinceFees, path)


@cache
def _loaded(path: Path) -> ProvinceFees:
    return load(ProvinceFees, path)
