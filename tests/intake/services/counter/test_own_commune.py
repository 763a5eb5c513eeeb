# SPDX-License-Identifier: Apache-2.0
"""An office whose own commune is gone opens no dossier, and is told what it became."""

from __future__ import annotations

import pytest

from intake.services.counter.own_commune import refuse_gone_commune
from templates.errors import UsageError


@pytest.mark.parametrize(
    ("gone", "today"),
    [
        ("Xã Hồng Vân, tỉnh Hưng Yên", "xã Hồng Quang, tỉnh Hưng Yên"),
        ("Phường Nam Dương, Đà Nẵng", "phường Hải Châu, thành phố Đà Nẵng"),
    ],
)
def test_a_commune_that_is_gone_is_refused_with_what_it_became(gone: str, today: str) -> None:
    with pytest.raises(UsageError) as refused:
        refuse_gone_commune(gone)
    assert gone in refused.value.sentence
    assert today in refused.value.advice


@pytest.mark.parametrize(
    "commune",
    [
        *("", "Xã Hồng Quang, tỉnh Hưng Yên", "Phường Hải Châu", "UBND xã Hồng Quang, tỉnh Hưng Yên"),
        *("Hồng Quang, Hưng Yên", "xã Hồng Quang tỉnh Hưng Yên", "xa Hong Quang, tinh Hung Yen"),
        *("P. Ba Đình, Hà Nội", "P.Sài Gòn, Tp.HCM", "Xã Vĩnh Bảo - Hải Phòng"),
        *("phường Qui Nhơn, tỉnh Gia Lai", "phường Ba Đình, quận Ba Đình, Hà Nội"),
    ],
)
def test_a_commune_of_today_or_none_at_all_is_taken(commune: str) -> None:
    refuse_gone_commune(commune)
