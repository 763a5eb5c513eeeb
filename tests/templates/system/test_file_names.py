# SPDX-License-Identifier: Apache-2.0
"""Names that some file system refuses, or quietly gives another form."""

from __future__ import annotations

import pytest

from templates.system.file_names import MOST_NAME, MOST_PATH, is_refused, is_too_long


@pytest.mark.parametrize(
    "name",
    [
        *("CON", "con.pdf", "Nul.tar.gz", "COM1.pdf", "LPT9", "aux .pdf", "PRN.", "conin$", "COM¹.pdf"),
        *("a:b.pdf", "ai?.pdf", "a*.pdf", 'a"b.pdf', "a|b", "a<b", "a>b", "a/b", "a\\b", "a\tb", "a\x7fb"),
        *("", ".", "..", "hồ sơ.", "hồ sơ ", " hồ sơ"),
        *("x" * 256, "ồ" * 100),  # more than 255 bytes, as ext4 counts
    ],
)
def test_names_that_are_refused(name: str) -> None:
    assert is_refused(name)


@pytest.mark.parametrize(
    "name",
    ["261123-223K_01_KQ004389.pdf", "Tờ khai.pdf", "console.pdf", "com10.pdf", "a.con", ".sohoa", "x" * 255],
)
def test_names_that_every_system_takes(name: str) -> None:
    assert not is_refused(name)
    assert len(name) <= MOST_NAME


def test_a_path_is_too_long_from_the_first_sign_that_windows_counts_out() -> None:
    path = "C:\\" + "x" * (MOST_PATH - 3)
    assert not is_too_long(path)
    assert is_too_long(path + "x")
    assert is_too_long(path[:-1] + "😀")  # two of UTF-16's units
