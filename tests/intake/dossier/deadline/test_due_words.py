# SPDX-License-Identifier: Apache-2.0
"""How a due day is told."""

from __future__ import annotations

from datetime import date

import pytest

from intake.dossier.deadline.due_words import due_told
from templates.language.messages import speaking


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (date(2026, 11, 29), "30/11/2026"),
        (date(2026, 11, 30), "30/11/2026 hôm nay"),
        (date(2026, 12, 2), "30/11/2026 quá 2 ngày"),
    ],
)
def test_a_due_day_says_when_it_is_today_or_over(today: date, told: str) -> None:
    with speaking("vi"):
        assert due_told(date(2026, 11, 30), today) == told


def test_where_nothing_is_waited_for_nothing_is_told() -> None:
    assert due_told(None, date(2026, 11, 30)) == ""
