# SPDX-License-Identifier: Apache-2.0
"""Dossiers of one matter or of several, by what their forms say; all people are invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from intake.dossier.matter.dossiers import MatterDossier
from intake.dossier.states import State
from intake.dossier.values import FormValue
from tests.support.desks.intake_desk import NOW
from tests.support.dossiers.values import on_form

BIRTH = {
    "child.full_name": "NGUYỄN HOÀNG MINH KHÔI",
    "child.birth_date": "02/07/2026",
    "child.sex": "Nam",
    "mother.full_name": "TRẦN THỊ THU HÀ",
    "mother.id_document": "CCCD số 001190123456, cấp ngày 10/05/2021",
    "father.full_name": "NGUYỄN VĂN DŨNG",
}
TWIN = {**BIRTH, "child.full_name": "NGUYỄN HOÀNG MINH TUỆ"}
MARRIAGE = {
    "bride.full_name": "LÊ THỊ NGỌC BÍCH",
    "bride.birth_date": "14/02/2001",
    "bride.id_document": "001301234567",
    "groom.full_name": "PHẠM QUỐC THỊNH",
    "groom.birth_date": "30/09/1998",
    "groom.id_document": "001098765432",
}
DEATH = {
    "deceased.full_name": "VŨ ĐÌNH CHIẾN",
    "deceased.birth_date": "01/01/1941",
    "deceased.id_document": "001041000777",
    "deceased.sex": "Nam",
    "deceased.death_date": "19/07/2026",
}
SINGLE = {
    "subject.full_name": "ĐỖ THỊ LAN ANH",
    "subject.birth_date": "08/03/1999",
    "subject.id_document": "001199055066",
    "purpose": "Đăng ký kết hôn",
}
MATTERS: Mapping[str, Mapping[str, str]] = {
    "1.001193": BIRTH,
    "1.000894": MARRIAGE,
    "1.000656": DEATH,
    "1.004873": SINGLE,
}
"""What the forms of some procedures say."""

MISREAD = "TRẦN THỊ BINK"
"""The mother of ``fake_dossiers.form(1)`` with a wrong letter."""

FIRST, SECOND = "260731-2223", "260731-2224"


def told(
    values: Mapping[str, str],
    number: str = FIRST,
    *,
    unsure: Mapping[str, float] = {},
    state: State = State.READ,
    days: int = 0,
) -> MatterDossier:
    """A dossier received so many ``days`` after the first; ``unsure`` gives the confidence of values."""
    return MatterDossier(number, NOW + timedelta(days=days), state, form=form_of(values, unsure))


def form_of(values: Mapping[str, str], unsure: Mapping[str, float] = {}) -> dict[str, FormValue]:
    return {
        key: replace(on_form(value, unsure.get(key, 0.995), "form"), key=key) for key, value in values.items()
    }


def swapped(values: Mapping[str, str]) -> dict[str, str]:
    """Bride and groom in each other's place."""
    other = {"bride": "groom", "groom": "bride"}
    return {f"{other[key.split('.')[0]]}.{key.split('.')[1]}": value for key, value in values.items()}
