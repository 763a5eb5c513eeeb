# SPDX-License-Identifier: Apache-2.0
"""What a kit holds: lines of the lock for its system, the hash of each file, words for its reader."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from kit import make as making
from kit.lock import locked
from kit.make import lock_of, sums
from kit.own_wheel import build, missing, names_in, source_files
from kit.readme import readme
from kit.target import PYTHONS, Target

GUIDE = Path(__file__).parents[2] / "docs" / "huong-dan.md"
NAMED = re.findall(r"^\| `([a-z-]+/[\w.-]+)` \|", GUIDE.read_text("utf-8"), re.M)
"""The samples of the guide's table."""
A, B, C = ("a" * 64, "b" * 64, "c" * 64)
LOCK = f"""everywhere==1 \\
    --hash=sha256:{A}
only-windows==2 ; sys_platform == 'win32' \\
    --hash=sha256:{B}
only-old==3 ; python_full_version < '3.12' \\
    --hash=sha256:{C}
"""


def test_the_lock_of_a_kit_names_what_its_system_needs_and_asks_for_no_system() -> None:
    windows = lock_of(locked(LOCK), [Target("windows", "3.11"), Target("windows", "3.12")])
    assert windows.splitlines() == [
        f"everywhere==1 --hash=sha256:{A}",
        f"only-windows==2 --hash=sha256:{B}",
        f'only-old==3 ; python_full_version < "3.12" --hash=sha256:{C}',
    ]
    linux = lock_of(locked(LOCK), [Target("linux", "3.12")])
    assert linux.splitlines() == [f"everywhere==1 --hash=sha256:{A}"]


def test_every_file_of_a_kit_has_its_hash(tmp_path: Path) -> None:
    (tmp_path / "wheels").mkdir()
    (tmp_path / "wheels" / "a.whl").write_bytes(b"")
    (tmp_path / "README").write_bytes(b"x")
    assert [line.split("  ")[1] for line in sums(tmp_path).splitlines()] == ["README", "wheels/a.whl"]
    assert sums(tmp_path).splitlines()[1].startswith("e3b0c44298fc1c149afbf4c8996fb924")


@pytest.mark.parametrize(("system", "script"), [("windows", "install.cmd"), ("linux", "./install.sh")])
def test_what_is_read_first_names_the_script_and_what_is_optional(system: str, script: str) -> None:
    text = readme(system, "1.2", PYTHONS)
    assert script in text
    assert "Tesseract" in text and "Poppler" in text
    assert ", ".join(PYTHONS) in text
    assert "{" not in text
    assert max(map(len, text.splitlines())) <= 120


@pytest.mark.long
def test_a_kit_of_windows_is_made_of_scripts_that_windows_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "_fetch", lambda _packages, _target, wheels: (wheels / "a-1.whl").touch())
    own = tmp_path / "sohoa-1.2-py3-none-any.whl"
    own.write_bytes(b"wheel")
    zipped = making.make("windows", ["3.12"], own, tmp_path / "dist")
    folder = zipped.with_suffix("")
    assert b"\r\n" in (folder / "install.cmd").read_bytes()
    (folder / "install.cmd").read_bytes().decode("ascii")
    assert (folder / "pythons.txt").read_text("ascii") == "3.12\n"
    assert (folder / "sohoa.lock").read_text("ascii").startswith("sohoa==1.2 --hash=sha256:")
    with zipfile.ZipFile(zipped) as archive:
        assert f"{folder.name}/wheels/{own.name}" in archive.namelist()
        assert archive.testzip() is None
        papers = {name.partition("/samples/")[2] for name in archive.namelist()} - {""}
    assert {paper.partition("/")[0] for paper in papers} == set(making.SAMPLES)
    assert {Path(paper).suffix for paper in papers} == {".jpg", ".pdf", ".tif"}
    assert all(any(paper.startswith(named) for paper in papers) for named in NAMED) and len(NAMED) == 13
    again = zipped.read_bytes()
    assert making.make("windows", ["3.12"], own, tmp_path / "dist").read_bytes() == again


@pytest.mark.long
@pytest.mark.slow
def test_our_wheel_holds_every_file_of_the_rooms_the_messages_and_the_licence(tmp_path: Path) -> None:
    packed, source = names_in(build(tmp_path)), source_files()
    assert missing(packed, source) == []
    for name in ("ocr/models/line_reader.onnx", "templates/language/locale/vi/LC_MESSAGES/sohoa.mo"):
        assert name in packed
        assert name in missing(packed - {name}, source)
    assert missing({name for name in packed if "LICENSE" not in name}, source) == ["LICENSE"]
