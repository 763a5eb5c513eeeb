# SPDX-License-Identifier: Apache-2.0
"""An office's own form, invented: the registration of a dog, file by file as an author writes it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

KIND, CODE = "dog-registration", "9.000001"

FORM = """\
kind: dog-registration
name: Tờ khai đăng ký nuôi chó
role: form
titles: [TỜ KHAI ĐĂNG KÝ NUÔI CHÓ]
editions:
  - id: "2026"
    source: QĐ 01/2026/QĐ-UBND
    since: 2026-01-01
    skeleton:
      - {label: Kính gửi, field: authority}
      - {label: "Họ, chữ đệm, tên chủ nuôi", field: keeper.full_name, type: name}
      - {label: Số định danh cá nhân, field: keeper.id_document, type: id-document}
      - {label: Tên chó, field: dog.name}
      - {label: Người yêu cầu}
      - {label: "(Ký, ghi rõ họ, chữ đệm, tên)"}
"""

PROCEDURE = """\
code: "9.000001"
name: Đăng ký nuôi chó
category: Thú y
source: QĐ 01/2026/QĐ-UBND
editions:
  - id: "2026"
    since: 2026-01-01
    source: QĐ 01/2026/QĐ-UBND
    forms: [dog-registration]
    form_rule:
      id: application
      law: QĐ 01/2026/QĐ-UBND
      name: Tờ khai đăng ký nuôi chó
      choices: [{kind: dog-registration}]
    fields:
      - id: form-fields
        law: QĐ 01/2026/QĐ-UBND
        keys: [keeper.full_name, dog.name]
    processing: {working_days: 3, law: QĐ 01/2026/QĐ-UBND}
    result: {kind: other, name: Sổ nuôi chó}
"""

AUTOFILL = """\
form: dog-registration
people:
  keeper:
    names: [{paper: dog-registration, field: keeper.full_name}]
    numbers: [{paper: dog-registration, field: keeper.id_document}]
fields:
  keeper.full_name:
    order: source
    from:
      - {paper: id-card, of: keeper, field: person.full_name}
      - {paper: dog-registration, field: keeper.full_name}
"""

PRINT = """\
form: dog-registration
title: [TỜ KHAI, ĐĂNG KÝ NUÔI CHÓ]
lines:
  - authority
  - keeper.full_name
  - keeper.id_document + dog.name *2
"""

NAMES = """\
roles:
  keeper: của chủ nuôi
  dog: của chó
"""

FILES = {"form": FORM, "procedure": PROCEDURE, "autofill": AUTOFILL, "print": PRINT, "names": NAMES}


def write_own_form(home: Path, folder: str = KIND, /, **changed: str | None) -> Path:
    """The files in a folder of their own below ``<home>/forms``; ``changed`` by name, None: without."""
    place = home / "forms" / folder
    place.mkdir(parents=True, exist_ok=True)
    texts: Mapping[str, str | None] = {**FILES, **changed}
    for name, text in texts.items():
        if text is not None:
            (place / f"{name}.yaml").write_text(text, encoding="utf-8")
    return place
