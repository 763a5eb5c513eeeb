# SPDX-License-Identifier: Apache-2.0
"""A locked PDF is opened by its password, and only by that."""

from __future__ import annotations

import time
import unicodedata
from pathlib import Path

import pikepdf
import pytest

from intake.capture.opening import probe
from intake.capture.refusals import RefusalCode
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


@pytest.mark.parametrize("wrong", ["sai", "\udc80"])
def test_a_wrong_password_names_the_file(locked: Path, tmp_path: Path, wrong: str) -> None:
    with pytest.raises(UsageError, match=locked.name):
        unlocked([locked], wrong, tmp_path)


def test_marks_may_be_typed_apart_from_their_letters(locked: Path, tmp_path: Path) -> None:
    (opened,) = unlocked([locked], unicodedata.normalize("NFD", TOLD), tmp_path)
    assert probe(opened).pages == 1


def test_the_same_file_gives_the_same_copy(locked: Path, tmp_path: Path) -> None:
    copies = []
    for folder in ("đầu", "sau"):
        (tmp_path / folder).mkdir()
        copies += unlocked([locked], TOLD, tmp_path / folder)
        time.sleep(1.01)  # what makes files differ is the second in which they are written
    assert copies[0].read_bytes() == copies[1].read_bytes()


def test_one_cut_off_is_left_to_be_refused_as_without_a_password(locked: Path, tmp_path: Path) -> None:
    # A change was begun behind the first end, as programs that sign or comment do.
    locked.write_bytes(locked.read_bytes() + b"9 0 obj\n<<" + b" " * 5000)
    (left,) = unlocked([locked], TOLD, tmp_path)
    refusal = probe(left).refusal
    assert left == locked and refusal is not None and refusal.code is RefusalCode.TRUNCATED
