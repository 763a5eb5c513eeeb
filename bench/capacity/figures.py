# SPDX-License-Identifier: Apache-2.0
"""What was measured and what is assumed, out of their YAML files; every number says where it comes from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field

_HERE = Path(__file__).parent
MEASURED, ASSUMED = _HERE / "measured.yaml", _HERE / "assumed.yaml"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class MeasuredFigure(_Strict):
    """A number, the command that gave it, and the day on which it did."""

    value: float = Field(gt=0)
    unit: str
    command: str
    day: str
    note: str = ""


class AssumedFigure(_Strict):
    """A number that nobody measured, and its source, or ``unverified``."""

    value: float = Field(gt=0)
    unit: str = ""
    source: str

    @property
    def verified(self) -> bool:
        return not self.source.startswith("unverified")


class Figures:
    """All numbers by name, as plain floats: ``figures("read_s")``; KeyError for a name that no file has."""

    def __init__(self, measured: dict[str, MeasuredFigure], assumed: dict[str, AssumedFigure]) -> None:
        self.measured, self.assumed = measured, assumed

    def __call__(self, name: str) -> float:
        known = self.measured.get(name) or self.assumed[name]
        return known.value


def read_figures(measured: Path = MEASURED, assumed: Path = ASSUMED) -> Figures:
    """The figures of two files; pydantic's ``ValidationError`` where a number lacks what it must say."""
    told = yaml.safe_load(assumed.read_text("utf-8"))
    groups = (told["work"], told["holds"], told["costs"])
    return Figures(
        {
            name: MeasuredFigure(**_plain(one))
            for name, one in yaml.safe_load(measured.read_text("utf-8")).items()
        },
        {name: AssumedFigure(**one) for group in groups for name, one in group.items()},
    )


def _plain(told: dict[str, Any]) -> dict[str, Any]:
    return {**told, "day": str(told["day"])}
