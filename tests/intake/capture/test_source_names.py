# SPDX-License-Identifier: Apache-2.0
"""Names that the eye can't tell apart are shown apart: on a screen two dossiers of like folders are two."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from intake.capture.sources import nfc_name, plan

_LIKE_03 = ["03", "03 ", " 03", "03\u200b", "0\u200d3", "03\u00a0", "03\ufeff", "03\t"]


def test_names_that_look_alike_are_shown_apart() -> None:
    shown = [nfc_name(Path(name)) for name in _LIKE_03]
    assert len(set(shown)) == len(_LIKE_03)
    assert shown[:3] == ["03", "03␣", "␣03"]
    assert shown[3] == "03‹200B›"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("giấy  khai.pdf", "giấy␣␣khai.pdf"),
        ("giấy khai sinh 1.pdf", "giấy khai sinh 1.pdf"),
        ("   ", "␣␣␣"),
        ("a\u202egpj.exe", "a‹202E›gpj.exe"),
        (unicodedata.normalize("NFD", "Hồ sơ Trần Thị Ớt"), "Hồ sơ Trần Thị Ớt"),
    ],
)
def test_an_odd_blank_has_a_sign_and_a_common_name_stays(name: str, shown: str) -> None:
    assert nfc_name(Path(name)) == shown


def test_folders_that_only_the_form_of_their_letters_tells_apart_are_shown_apart(tmp_path: Path) -> None:
    for form in ("NFC", "NFD"):
        folder = tmp_path / unicodedata.normalize(form, "Hồ sơ 1")
        folder.mkdir()
        (folder / "a.png").write_bytes(b"x")
    (tmp_path / unicodedata.normalize("NFD", "Số 2")).mkdir()
    (tmp_path / unicodedata.normalize("NFD", "Số 2") / "a.png").write_bytes(b"x")
    names = sorted(source.name for source in plan(tmp_path))
    assert names == ["Hồ sơ 1", "Hồ sơ 1 ‹NFD›", "Số 2"]
