# SPDX-License-Identifier: Apache-2.0
"""Whatever libraries write to standard error, the clerk's screen shows our words only."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from intake.settings.stray_output import FILE

ROOT = Path(__file__).parents[3]
NOISE = """
import os, sys, threading, warnings
from intake.settings.settings import Settings
from intake.settings.stray_output import off_the_screen
from intake.settings.current import choose_settings
choose_settings()
with off_the_screen():
    os.write(2, b"a C library complains")
    os.system("echo a child complains >&2")
    warnings.warn("a library warns")
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()
    print("ours", file=sys.stderr)
print("ours again", file=sys.stderr)
os.write(2, b"the end")
"""


def started(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    settings = {"SOHOA_HOME": str(home), "PYTHONPATH": str(ROOT), "OMP_THREAD_LIMIT": "1"}
    return subprocess.run(
        [sys.executable, *words], capture_output=True, text=True, check=False, env={**os.environ, **settings}
    )


def test_only_our_own_words_reach_the_screen(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.mkdir()
    done = started(tmp_path, "-c", NOISE)
    assert (done.returncode, done.stderr) == (0, "ours\nours again\nthe end")
    assert (log / FILE).read_text() == "a C library complainsa child complains\n"
    told = (log / "sohoa.log").read_text()
    assert "UserWarning" in told and "ZeroDivisionError" in told
    assert "a library warns" not in told


def test_no_folder_is_made_for_it(tmp_path: Path) -> None:
    assert started(tmp_path / "none", "-c", NOISE.replace("warnings.warn", "str").replace("1 / 0", "0"))
    assert not (tmp_path / "none").exists()


@pytest.mark.long
def test_it_does_not_grow_for_ever(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    noise = NOISE.replace('b"a C library complains"', 'b"x" * 150_000')
    for _time in range(2):
        assert started(tmp_path, "-c", noise).returncode == 0
    assert (tmp_path / "log" / FILE).stat().st_size == 200_000


@pytest.mark.long
@pytest.mark.slow
def test_what_libraries_say_of_damaged_scans_does_not_reach_the_clerk(tmp_path: Path) -> None:
    files = [str(damaged_fax(tmp_path / "fax.tif")), str(half_mpo(tmp_path / "mpo.jpg"))]
    (tmp_path / "log").mkdir()
    done = started(tmp_path, "-c", "import sohoa; sohoa.main()", "read", *files)
    assert done.stderr == ""
    told = (tmp_path / "log" / FILE).read_text()
    assert "Fax4Decode" in told and "malformed MPO" in told


def damaged_fax(path: Path) -> Path:
    """A scan packed as for a fax, with a stretch of other bytes in it."""
    page = Image.new("1", (1240, 140), 1)  # all of it is read, what is damaged slowly
    draw = ImageDraw.Draw(page)
    for line in range(4):
        draw.text((60, 20 + 28 * line), "Họ, chữ đệm, tên " * 5, fill=0)
    whole = BytesIO()
    page.save(whole, "TIFF", compression="group4")
    data = bytearray(whole.getvalue())
    data[len(data) // 2 : len(data) // 2 + 60] = random.Random(3).randbytes(60)
    path.write_bytes(bytes(data))
    return path


def half_mpo(path: Path) -> Path:
    """A photo that says it holds several, and does not."""
    photo = BytesIO()
    Image.new("RGB", (400, 500), "white").save(photo, "JPEG")
    entry = b"MPF\0II*\0\x08\0\0\0\x01\0\x01\xb0\x04\0\x01\0\0\0\x02\0\0\0\0\0\0\0"
    data = photo.getvalue()
    path.write_bytes(data[:2] + b"\xff\xe2" + (len(entry) + 2).to_bytes(2, "big") + entry + data[2:])
    return path
