# SPDX-License-Identifier: Apache-2.0
"""Numbers (mã hồ sơ) that the unit gives itself, where its settings say how: none is made up otherwise."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from batch.gateway.errors import GatewaySetupError, NoNumberError
from templates.language.messages import _

_SHAPE = re.compile(
    r"(?P<head>[A-Za-z0-9.\-]+)\{(?P<day>yymmdd|yyyymmdd)\}(?P<between>[.\-])\{(?P<digits>0{3,7})\}"
)
_DAYS = {"yymmdd": "%y%m%d", "yyyymmdd": "%Y%m%d"}


@dataclass(frozen=True, slots=True)
class OwnNumbers:
    """Numbers that begin with ``head`` and the day, and end with a running number of so many ``digits``."""

    head: str
    day: str
    between: str
    digits: int

    @classmethod
    def as_set(cls, setting: str, shape: str) -> Self | None:
        """Those of a setting such as ``H21.129-{yymmdd}-{0000}``; None for "".

        Raises GatewaySetupError where it is no such shape.
        """
        if not shape:
            return None
        found = _SHAPE.fullmatch(shape)
        if found is None:
            raise GatewaySetupError(
                _("The setting {name} does not say how numbers are written.").format(name=setting),
                _("For instance: {example}").format(example="H21.129-{yymmdd}-{0000}"),
            )
        return cls(found["head"], _DAYS[found["day"]], found["between"], len(found["digits"]))

    def start(self, day: date) -> str:
        """What the numbers of a day begin with."""
        return f"{self.head}{day.strftime(self.day)}{self.between}"

    def after(self, start: str, last: str) -> str:
        """The number after the ``last`` one that begins so ("" for none yet).

        Raises NoNumberError where a day has no more.
        """
        running = int(last.removeprefix(start) or 0) + 1
        if len(str(running)) > self.digits:
            raise NoNumberError.because(start)
        return f"{start}{running:0{self.digits}}"

    def is_one(self, start: str, number: str) -> bool:
        """Whether a number that begins with ``start`` ends with so many digits and nothing else."""
        return re.fullmatch(rf"{re.escape(start)}[0-9]{{{self.digits}}}", number) is not None
