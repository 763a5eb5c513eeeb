# SPDX-License-Identifier: Apache-2.0
"""Days, times and terms as official Vietnamese papers write them."""

from __future__ import annotations

from datetime import date, datetime

from intake.dossier.deadline.local_time import LOCAL
from templates.model.procedures import Term


def day_in_words(day: date) -> str:
    """“ngày 05 tháng 11 năm 2026”; days below 10 and the months 1 and 2 get a zero (NĐ 30/2020/NĐ-CP)."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def moment_in_words(moment: datetime) -> str:
    """“09 giờ 30 phút, ngày …”, Vietnam's time."""
    local = moment.astimezone(LOCAL)
    return f"{local:%H} giờ {local:%M} phút, {day_in_words(local.date())}"


def hour_in_words(time: str) -> str:
    """“16 giờ 00 phút” of "16:00"; to be written by hand where there is none."""
    hour, _colon, minute = (time or "……:……").partition(":")
    return f"{hour} giờ {minute} phút"


def term_in_words(term: Term, more: int = 0) -> str:
    """How long the procedure takes."""
    days = term.working_days + more
    if term.days is not None:
        return f"{term.days:02d} ngày" + (f" và {days:02d} ngày làm việc" if days else "")
    if days:
        return f"{days:02d} ngày làm việc"
    if term.cutoff is None:
        return "trong ngày làm việc"
    return f"trong ngày làm việc; nhận sau {term.cutoff:%H} giờ thì trả trong ngày làm việc tiếp theo"


def days_left(days: int) -> str:
    """How much of the term is left once the citizen has brought what was asked for."""
    return f"{days:02d} ngày làm việc" if days else "trong ngày làm việc nhận đủ hồ sơ"


def year_of(moment: datetime) -> int:
    """The year in Vietnam, in which a slip of that moment is numbered."""
    return moment.astimezone(LOCAL).year
