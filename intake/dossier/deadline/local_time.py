# SPDX-License-Identifier: Apache-2.0
"""Viet Nam's time: moments are kept in UTC and shown, and counted in days, here."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")


def local_day(moment: datetime) -> date:
    """The day in Viet Nam; ``moment`` must be aware."""
    return moment.astimezone(LOCAL).date()


def sunday_of(day: date) -> date:
    """The last day of its week."""
    return day + timedelta(days=6 - day.weekday())


def local_time(moment: datetime) -> str:
    """A moment as people at the desk write it."""
    return f"{moment.astimezone(LOCAL):%d/%m/%Y %H:%M}"
