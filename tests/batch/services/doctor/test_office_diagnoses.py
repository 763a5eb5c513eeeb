# SPDX-License-Identifier: Apache-2.0
"""The office's commune is one of today, or ``doctor`` says what became of it."""

from __future__ import annotations

import pytest

from batch.services.doctor.health import Fitness
from batch.services.doctor.office_diagnoses import check_communes
from intake.settings.settings import Settings, UnitSettings


@pytest.mark.parametrize(
    ("commune", "told", "now"),
    [
        ("", 0, ""),
        ("Xã Hồng Quang, tỉnh Hưng Yên", 0, ""),
        ("Phường Kinh Bắc", 0, ""),
        ("Xã Hồng Vân, tỉnh Hưng Yên", 1, "xã Hồng Quang, tỉnh Hưng Yên"),
        ("xã Tân Quang, huyện Văn Lâm, tỉnh Hưng Yên", 1, "tỉnh Hưng Yên"),
        ("Xã Ví Dụ, tỉnh Mẫu", 1, ""),
    ],
)
def test_a_commune_that_is_none_of_today_is_told_with_what_it_became(
    commune: str, told: int, now: str
) -> None:
    found = list(check_communes(Settings(unit=UnitSettings(commune=commune)), None))
    assert [one.health for one in found] == [Fitness.LOOK] * told
    assert all(now in one.mend and commune in one.found and one.usable for one in found)
