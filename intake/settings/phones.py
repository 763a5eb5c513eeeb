# SPDX-License-Identifier: Apache-2.0
"""The settings of phones that send papers to the desk."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from intake.settings.table import SettingsTable


class PhoneSettings(SettingsTable):
    """Whether phones on the office's network may send photographs of a dossier's papers (``allowed``), with a
    code that the desk shows: for so many ``minutes``, at most ``most_files`` in all and ``most_mb`` in one
    go. ``address`` is this computer's on that network ("": found out), ``port`` where phones are answered.
    """

    allowed: bool = False
    address: str = ""
    port: Annotated[int, Field(ge=1024, le=65535)] = 8771
    minutes: Annotated[float, Field(gt=0, le=240)] = 15.0
    most_files: Annotated[int, Field(ge=1, le=500)] = 40
    most_mb: Annotated[float, Field(gt=0, le=500)] = 100.0
