# SPDX-License-Identifier: Apache-2.0
"""What persons type is cleaned at one door, and never cut in silence."""

from __future__ import annotations

import pytest

from intake.dossier.entered import entered
from templates.errors import UsageError
from templates.language.outside_text import Longest


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("vắng mặt", "vắng mặt"),
        ("vắng\x1b[31m mặt\x07", "vắng mặt"),
        ("vắng \u202emặt\u2066", "vắng mặt"),
        ("vắng\nmặt\tmai", "vắng mặt mai"),
    ],
)
def test_signs_that_nobody_sees_do_not_come_in(typed: str, kept: str) -> None:
    assert entered(typed, Longest.NOTE) == kept


def test_what_is_too_long_is_refused_whole() -> None:
    with pytest.raises(UsageError, match=str(int(Longest.NAME))):
        entered("x" * (Longest.NAME + 1), Longest.NAME)
    assert len(entered("x" * Longest.NAME, Longest.NAME)) == Longest.NAME
