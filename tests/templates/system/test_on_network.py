# SPDX-License-Identifier: Apache-2.0
"""Whether a folder lies on another computer's disk, as Linux tells it."""

from __future__ import annotations

from pathlib import Path

import pytest

from templates.system import on_network, posix

MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /srv/chung rw - cifs //may-chu/chung rw
31 22 0:41 / /srv/chung/trong rw - ext4 /dev/sdb1 rw
32 22 0:42 / /srv/kho\\040chung rw shared:2 master:3 - nfs4 10.0.0.1:/kho rw
33 22 0:43 / /srv/sau rw - nfs 10.0.0.1:/x rw
34 33 0:44 / /srv/sau rw - xfs /dev/sdc1 rw
"""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/home/lan/sohoa", False),
        ("/srv/chung", True),
        ("/srv/chung/a/b", True),
        ("/srv/chung2/a", False),
        ("/srv/chung/trong/a", False),
        ("/srv/kho chung/a", True),
        ("/srv/sau/a", False),
    ],
)
def test_the_file_system_that_a_path_lies_on_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, expected: bool
) -> None:
    (tmp_path / "mountinfo").write_text(MOUNTS)
    monkeypatch.setattr(posix, "_MOUNTS", tmp_path / "mountinfo")
    assert on_network(Path(path)) is expected


def test_a_system_that_tells_nothing_forbids_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posix, "_MOUNTS", tmp_path / "none")
    assert not on_network(tmp_path)
