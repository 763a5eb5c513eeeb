# SPDX-License-Identifier: Apache-2.0
"""A locked PDF is opened by its password, and only by that."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from intake.capture.opening import probe
from intake.capture.unlocking import unlocked
from templates.errors import UsageError

TOLD = "Hộ tịch 2026"


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    path = tmp_path / "giấy.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(path, encryption=pikepdf.Encryption(user=TOLD, owner="o"))
    return path


def test_the_password_gives_a_copy_of_the_same_name_that_opens(locked: Path, tmp_path: Path) -> None:
    before = locked.read_bytes()
    scan = tmp_path / "thẻ.jpg"
    scan.write_bytes(b"\xff\xd8\xff")
    (opened, other) = unlocked([locked, scan], TOLD, tmp_path)
    assert opened.name == locked.name
    assert probe(opened).pages == 1
    assert other == scan
    assert TOLD.encode() not in opened.read_bytes()
    assert locked.read_bytes() == before


def test_a_wrong_password_names_the_file(locked: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=locked.name):
        unlocked([locked], "sai", tmp_path)
