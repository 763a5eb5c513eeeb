# SPDX-License-Identifier: Apache-2.0
"""The morning as a page by itself, without the desk: to be printed, or laid where others look."""

from __future__ import annotations

from batch.services.nightly.morning import Morning, whom_word
from batch.web.drawing import drawn_alone


def morning_html(morning: Morning, office: str) -> str:
    """The page, whole in one text."""
    return drawn_alone("morning_sheet.html", morning=morning, office=office, whom_word=whom_word)
