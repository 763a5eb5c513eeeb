# SPDX-License-Identifier: Apache-2.0
"""Tesseract by pytesseract: what it does wrong costs a page and leaves nothing on the disk.

Programs of a few lines stand in for Tesseract where it is to misbehave.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from ocr.errors import ReadingError, RecogniserFailedError, RecogniserMissingError, RecogniserTimeoutError
from ocr.recognise import tesseract
from tests.support.programs.hidden_programs import forget_programs, hide_programs

GRAY = np.full((40, 200), 255, np.uint8)
Programs = Callable[[str], None]


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, ours alone."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    tesseract._clear_left_overs.cache_clear()
    return folder


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, temporary: Path) -> Iterator[Programs]:
    """Puts a shell script in the place of Tesseract; $1 is the picture, $2 where the words go."""
    hide_programs(monkeypatch, tmp_path / "bin")

    def write(script: str) -> None:
        path = tmp_path / "bin" / "tesseract"
        path.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n", "utf-8")
        path.chmod(0o755)
        forget_programs()

    yield write
    assert list(temporary.iterdir()) == []
    monkeypatch.undo()
    forget_programs()


def test_one_that_hangs_is_ended_and_costs_the_page(program: Programs, tmp_path: Path) -> None:
    program(f'echo $$ >"{tmp_path}/pid"\nexec tail -f /dev/null')
    with pytest.raises(RecogniserTimeoutError):
        tesseract.words(GRAY, timeout_s=1.0)
    pid = int((tmp_path / "pid").read_text("ascii"))
    assert not Path(f"/proc/{pid}").exists()


@pytest.mark.parametrize(
    ("complaint", "error"),
    [
        ("Image too large", RecogniserFailedError),
        ("Error opening data file vie.traineddata", RecogniserMissingError),
        ("Failed loading language 'vie'", RecogniserMissingError),
    ],
)
def test_one_that_fails_is_told_from_one_that_lacks_its_data(
    program: Programs, complaint: str, error: type[ReadingError]
) -> None:
    program(f'echo "{complaint}" >&2; exit 1')
    with pytest.raises(error):
        tesseract.words(GRAY)


@pytest.mark.usefixtures("program")
def test_one_that_is_not_there_is_missing() -> None:
    with pytest.raises(RecogniserMissingError):
        tesseract.words(GRAY)


def test_the_piece_of_a_paper_lies_where_nobody_else_can_look(program: Programs, tmp_path: Path) -> None:
    program(f'stat -c %a "$(dirname "$1")" >"{tmp_path}/mode"; printf "header\\n" >"$2.tsv"')
    assert tesseract.words(GRAY) == ()
    assert (tmp_path / "mode").read_text("ascii").strip() == "700"


def test_words_are_told_with_place_and_confidence(program: Programs) -> None:
    row = "5\\t1\\t1\\t1\\t2\\t1\\t10\\t20\\t30\\t8\\t96.5\\tPhạm"
    program(f'printf "header\\n{row}\\n" >"$2.tsv"')
    (word,) = tesseract.words(GRAY)
    assert (word.text, word.confidence, word.x, word.y, word.w, word.h) == ("Phạm", 0.965, 10, 20, 30, 8)


def test_what_a_killed_process_left_is_removed_and_what_a_living_one_uses_is_not(
    program: Programs, temporary: Path
) -> None:
    program('printf "header\\n" >"$2.tsv"')
    ended = subprocess.run(
        [sys.executable, "-S", "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    left = temporary / f"sohoa-words-{int(ended.stdout)}-x"
    used = temporary / f"sohoa-words-{os.getpid()}-x"
    for folder in (left, used):
        folder.mkdir()
    tesseract.words(GRAY)
    assert list(temporary.iterdir()) == [used]
    used.rmdir()
