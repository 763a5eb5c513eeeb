# SPDX-License-Identifier: Apache-2.0
"""What a gateway answered, taken out with care: nothing in it need be of its type, length or letters."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any, NoReturn

from templates.language.outside_text import Longest, one_line

LONGEST_CODE = 20
LONGEST_ID = 200
LONGEST_NAME = 120
# RFC 6750 allows any length; header fields above 8 kB are refused by most servers.
LONGEST_TOKEN = 8000
MOST_WAIT_S = 86_400.0
_ID = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Answer:
    """HTTP ``status``; ``body``: the JSON, None where it is none; ``retry_after_s``: 0 to 24 hours."""

    status: int
    body: Any = None
    retry_after_s: float | None = None

    @property
    def is_success(self) -> bool:
        """2xx."""
        return 200 <= self.status < 300


def parse(body: bytes) -> Any:
    """The JSON of a body (RFC 8259: UTF-8, no NaN); None where it is none, or nested beyond reason."""
    with suppress(ValueError, RecursionError):
        return json.loads(body.decode("utf-8-sig"), parse_constant=_no_number)
    return None


def _no_number(_word: str) -> NoReturn:
    raise ValueError("no number")


def text(value: Any, longest: int = Longest.ANSWER) -> str:
    """A text or a number as one clean line of at most ``longest`` signs; "" for anything else."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    # A number of a million digits can't be written out (ValueError), and is no code of anything.
    with suppress(ValueError):
        return one_line(str(value)[: 4 * longest], longest)
    return ""


def identifier(value: Any, longest: int = LONGEST_ID) -> str:
    """An id exactly as it came: visible ASCII, at most ``longest`` signs; "" for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    with suppress(ValueError):
        told = str(value).strip()
        return told if len(told) <= longest and _ID.fullmatch(told) else ""
    return ""


def seconds(value: Any) -> float | None:
    """A length of time in seconds, not below 0; None for anything else."""
    with suppress(TypeError, ValueError, OverflowError):
        told = float(value)
        return max(0.0, told) if not math.isnan(told) else None
    return None


def deadline(value: Any, formats: Iterable[str]) -> tuple[date | None, str]:
    """A day written in one of ``formats`` (strftime), and the text where it is in none; None and "" where
    nothing is told.
    """
    told = text(value, LONGEST_CODE)
    for pattern in formats:
        with suppress(ValueError):
            return datetime.strptime(told, pattern).date(), ""  # noqa: DTZ007  # a day has no zone
    return None, told


def field(body: Any, name: str) -> Any:
    """The entry of a JSON object; None where it has none or is no object."""
    return body.get(name) if isinstance(body, Mapping) else None


def retry_after(header: str | None, date: str | None, now: float) -> float | None:
    """Seconds until the moment that ``Retry-After`` names (RFC 9110, 10.2.3), at most 24 hours.

    A date counts against the server's own ``date``, else against ``now`` (seconds since 1970). None where
    there is no such header or it makes no sense.
    """
    told = (header or "").strip()
    if re.fullmatch(r"[0-9]{1,15}", told):
        return min(float(told), MOST_WAIT_S)
    moment = _moment(told)
    if moment is None:
        return None
    theirs = _moment(date or "")
    return min(max(moment - (now if theirs is None else theirs), 0.0), MOST_WAIT_S)


def clock_off(date: str | None, now: float) -> float | None:
    """Seconds by which the server's clock (``Date``) is ahead of ``now``, None where it tells no time."""
    theirs = _moment(date or "")
    return None if theirs is None else theirs - now


def _moment(header: str) -> float | None:
    with suppress(TypeError, ValueError, OverflowError, IndexError):
        return parsedate_to_datetime(header).timestamp()
    return None
