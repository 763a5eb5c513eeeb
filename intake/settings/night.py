# SPDX-License-Identifier: Apache-2.0
"""The settings of the night: when it begins and ends, when it sends, where scans lie, whom it tells."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, SecretStr, field_validator
from pydantic_core import PydanticCustomError

from intake.settings.table import SettingsTable

if TYPE_CHECKING:
    from intake.settings.settings import Settings

INBOX = "scans"


class NightSettings(SettingsTable):
    """``at`` is when the scheduled run begins (``18:00``), ``until`` when it is to be over ("": when its work
    is done), ``push_window`` the hours in which it sends (``22:00-05:30``, "": all). ``inbox`` is the folder
    in which it finds scans, "" for ``scans`` in the home.

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

    @field_validator("webhook")
    @classmethod
    def _encrypted(cls, address: str) -> str:
        """Numbers of dossiers go there: in the open to this computer alone."""
        if address and not re.match(r"https://|http://(localhost|127\.0\.0\.1|\[::1\])([:/]|$)", address):
            raise PydanticCustomError("webhook", "an https:// address is needed")
        return address


def inbox_of(settings: Settings) -> Path:
    """The folder in which scans of the office wait: its own, where there are several."""
    inbox = Path(settings.night.inbox).expanduser() if settings.night.inbox else settings.home / INBOX
    return inbox / file_name_of(settings.unit.code) if settings.units else inbox


def file_name_of(unit: str) -> str:
    """An office's code as the name of a file or folder."""
    return re.sub(r"[^\w.-]", "_", unit).strip(".") or "_"
