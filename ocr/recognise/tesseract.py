# SPDX-License-Identifier: Apache-2.0
"""The one place that has Tesseract read, by pytesseract: run with a time-out, parse its TSV.

One process a call. The picture lies uncompressed in a folder of its own that only this account can open; a
pipe would be no quicker (``python -m bench.tesseract_calls``). ``OMP_THREAD_LIMIT=1`` because one process a
core beats threads inside Tesseract several times over.
"""

from __future__ import annotations

import csv
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import numpy as np
from pytesseract import pytesseract

from ocr.errors import RecogniserFailedError, RecogniserMissingError, RecogniserTimeoutError
from ocr.lines.recogniser import RawWord
from ocr.recognise.presence import LANGUAGE, tesseract_program
from templates.language.messages import _
from templates.system import is_running, plain_path

BLOCK, SPARSE = 6, 11
"""Page segmentation modes used here: one block, scattered words."""
_FOLDER = "sohoa-words-"


def words(
    gray: np.ndarray, *, psm: int = BLOCK, dpi: int = 300, whitelist: str | None = None, timeout_s: float = 90
) -> tuple[RawWord, ...]:
    """Recognise ``gray`` (H×W, uint8) and return its words in reading order.

    Raises RecogniserMissingError, RecogniserTimeoutError or RecogniserFailedError.
    """
    config = f"--psm {psm} --dpi {dpi} -c tessedit_create_tsv=1 -c debug_file={os.devnull}"
    if whitelist:
        config += f" -c tessedit_char_whitelist={whitelist}"
    with _own_folder() as folder:
        picture, found = folder / "picture.pgm", folder / "words.tsv"
        picture.write_bytes(_pgm(gray))
        _run(picture, found, config, timeout_s)
        return _parse(found.read_text("utf-8", "replace"))


@contextmanager
def _own_folder() -> Iterator[Path]:
    """A folder that is gone afterwards: pieces of papers lie in it."""
    _clear_left_overs()
    with tempfile.TemporaryDirectory(prefix=f"{_FOLDER}{os.getpid()}-") as folder:
        yield Path(folder)


@cache
def _clear_left_overs() -> None:
    """Remove, once a process, what processes left that were killed."""
    for left in Path(tempfile.gettempdir()).glob(f"{_FOLDER}*"):
        owner = left.name.removeprefix(_FOLDER).partition("-")[0]
        if not (owner.isdigit() and is_running(int(owner))):
            shutil.rmtree(left, ignore_errors=True)


def _pgm(gray: np.ndarray) -> bytes:
    height, width = gray.shape
    return b"P5\n%d %d\n255\n" % (width, height) + np.ascontiguousarray(gray).tobytes()


def _run(picture: Path, found: Path, config: str, timeout_s: float) -> None:
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # what pytesseract starts takes it over
    pytesseract.tesseract_cmd = tesseract_program() or "tesseract"
    folder = plain_path(picture.parent)
    try:
        pytesseract.run_tesseract(
            os.path.join(folder, picture.name),  # noqa: PTH118 (a path for another program)
            os.path.join(folder, found.stem),  # noqa: PTH118
            "tsv",
            LANGUAGE,
            config,
            timeout=timeout_s,
        )
    except pytesseract.TesseractNotFoundError as error:
        raise RecogniserMissingError(
            _("The text recogniser Tesseract is not installed."), _("Install the package tesseract-ocr.")
        ) from error
    except pytesseract.TesseractError as error:
        raise _failure(error.message) from error
    except RuntimeError as error:  # pytesseract's for a time-out; it has ended the process
        raise RecogniserTimeoutError(
            _("The text recogniser did not finish within {seconds} seconds.").format(
                seconds=round(timeout_s)
            ),
            _("Scan the page again; if it happens often, close other programs."),
        ) from error


def _failure(complaint: str) -> RecogniserFailedError | RecogniserMissingError:
    if "loading language" in complaint or "Error opening data file" in complaint:
        return RecogniserMissingError(
            _("Tesseract lacks its Vietnamese data."), _("Install the package tesseract-ocr-vie.")
        )
    return RecogniserFailedError(
        _("The text recogniser failed on this page."),
        _("Scan the page again; sohoa doctor checks the installation."),
    )


def _parse(tsv: str) -> tuple[RawWord, ...]:
    rows = csv.reader(tsv.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    next(rows, None)
    return tuple(_word(row) for row in rows if len(row) == 12 and row[0] == "5" and row[11].strip())


def _word(row: list[str]) -> RawWord:
    block, par, line = (int(n) for n in row[2:5])
    x, y, w, h = (int(n) for n in row[6:10])
    return RawWord(row[11].strip(), max(0.0, float(row[10])) / 100, x, y, w, h, block, par, line)
