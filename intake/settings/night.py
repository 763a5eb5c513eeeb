# SPDX-License-Identifier: Apache-2.0
"""The settings of the night: when it begins and ends, when it sends, where scans lie, whom it tells."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_core import PydanticCustomError

from intake.settings.table import SettingsTable

if TYPE_CHECKING:
    from intake.settings.settings import Settings

INBOX = "scans"
_HOUR = re.compile(r"(\d{1,2})[:hg.](\d{2})?")
_WHOLE_DAY = 24


def hour_of(text: str, *, as_end: bool = False) -> time:
    """The hour that ``06:00``, ``6h`` or ``6h30`` names; of an end, ``24:00`` is midnight too. Raises
    ValueError for anything else.
    """
    found = _HOUR.fullmatch(text.strip().casefold())
    if found is None:
        raise ValueError("no time of day")
    hour, minute = int(found[1]), int(found[2] or 0)
    return time(0) if as_end and (hour, minute) == (_WHOLE_DAY, 0) else time(hour, minute)


def window_of(text: str) -> tuple[time, time]:
    """From when to when ``22:00-05:30`` says; raises ValueError for anything else."""
    since, _dash, until = text.replace("–", "-").partition("-")
    return hour_of(since), hour_of(until, as_end=True)


class NightSettings(SettingsTable):
    """``at`` is when the scheduled run begins (``18:00``), ``until`` when it is to be over ("": when its work
    is done), ``push_window`` the hours in which it sends (``22:00-05:30``; "", or twice the same hour:
    all). ``inbox`` is the folder in which it finds scans, "" for ``scans`` in the home.

    In the morning ``mail_to`` gets what came of it by the mail server of ``[mail]``, ``webhook`` (an https
    address) as JSON; ``webhook_token`` goes with that as a bearer's.
    """

    at: str = "18:00"
    until: str = ""
    push_window: str = ""
    inbox: str = ""
    mail_to: str = ""
    webhook: str = ""
    webhook_token: SecretStr | None = None
    webhook_timeout_s: Annotated[float, Field(gt=0, le=60)] = 20.0

    @field_validator("at")
    @classmethod
    def _is_hour(cls, text: str) -> str:
        """Told when settings are read, at the desk: at night nobody is there to be told."""
        return _sound("hour", text, lambda: hour_of(text))

    @field_validator("until")
    @classmethod
    def _is_end(cls, text: str) -> str:
        return _sound("hour", text, lambda: text and hour_of(text, as_end=True))

    @field_validator("push_window")
    @classmethod
    def _is_window(cls, text: str) -> str:
        return _sound("hours", text, lambda: text and window_of(text))

    @field_validator("webhook")
    @classmethod
    def _encrypted(cls, address: str) -> str:
        """Numbers of dossiers go there: in the open to this computer alone."""
        if address and not re.match(r"https://|http://(localhost|127\.0\.0\.1|\[::1\])([:/]|$)", address):
            raise PydanticCustomError("webhook", "an https:// address is needed")
        return address


def _sound(kind: Literal["hour", "hours"], text: str, understand: Callable[[], object]) -> str:
    """The text as it stands, once it was understood."""
    try:
        understand()
    except ValueError:
        raise PydanticCustomError(kind, "a time of day is needed") from None
    return text


def inbox_of(settings: Settings) -> Path:
    """The folder in which scans of the office wait: its own, where there are several."""
    inbox = Path(settings.night.inbox).expanduser() if settings.night.inbox else settings.home / INBOX
    return inbox / file_name_of(settings.unit.code) if settings.units else inbox


def file_name_of(unit: str) -> str:
    """An office's code as the name of a file or folder."""
    return re.sub(r"[^\w.-]", "_", unit).strip(".") or "_"
