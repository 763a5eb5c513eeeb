# SPDX-License-Identifier: Apache-2.0
"""The settings of scanning and of watched folders."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from intake.settings.table import SettingsTable


class ScanSettings(SettingsTable):
    """How pages are scanned unless somebody says otherwise; what was said last is remembered and wins.

    ``program`` is the command of another scanning program, a word each, in which ``{folder}``, ``{device}``,
    ``{source}``, ``{dpi}``, ``{colour}`` and ``{size}`` are filled in; () for SANE's scanimage, or NAPS2.
    """

    program: tuple[str, ...] = ()
    device: str = ""
    source: Literal["feeder", "glass"] = "feeder"
    duplex: bool = False
    dpi: Annotated[int, Field(ge=75, le=1200)] = 300
    colour: Literal["color", "gray", "bw"] = "color"
    size: Literal["a4", "a5", "whole"] = "a4"
    page_timeout_s: Annotated[float, Field(gt=0, le=3600)] = 120.0


class WatchSettings(SettingsTable):
    """What becomes of files that were taken in from a watched folder: moved into its sub-folder ``da-nhan``
    (``move``), given a mark in their names (``mark``), or left as they are (``leave``). A file is whole when
    it has not changed for ``settle_s``; ``every_s`` is how often the folder is looked at.
    """

    taken: Literal["move", "mark", "leave"] = "move"
    settle_s: Annotated[float, Field(ge=0, le=3600)] = 15.0
    every_s: Annotated[float, Field(gt=0, le=3600)] = 5.0
