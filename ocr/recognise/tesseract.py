"""The one place that talks to Tesseract: probe, run with a time-out, parse its TSV.

One process a call, fed a PGM over a pipe: no temporary file, no PNG compression. ``OMP_THREAD_LIMIT=1``
because one process a core beats threads inside Tesseract several times over."""

from __future__ import annotations

import csv
import os
import subprocess
from functools import cache

import numpy as np
import pytesseract

from ocr.errors import RecogniserFailedError, RecogniserMissingError, RecogniserTimeoutError
from ocr.lines.recogniser import RawWord
from ocr.recognise.presence import LANGUAGE, tesseract_program
from templates.language.messages import _

BLOCK, SPARSE = 6, 11
"""Page segmentation modes used here: one block, scattered words."""


@cache
def languages() -> frozenset[str]:
    """Installed language data; raises RecogniserMissingError if Tesseract itself is not there."""
    try:
        return frozenset(pytesseract.get_languages())
    except (pytesseract.TesseractNotFoundError, OSError) as error:
        raise RecogniserMissingError(
            _("The text recogniser Tesseract is not installed."), _("Install the package tesseract-ocr.")
        ) from error


def words(
    gray: np.ndarray, *, psm: int = BLOCK, dpi: int = 300, whitelist: str | None = None, timeout_s: float = 90
) -> tuple[RawWord, ...]:
    """Recognise ``gray`` (H×W, uint8) and return its words in reading order.

    Raises RecogniserMissingError, RecogniserTimeoutError or RecogniserFailedError.
    """
    command = [
        tesseract_program() or "tesseract",
        "stdin",
        "stdout",
        "-l",
        LANGUAGE,
        "--psm",
        str(psm),
        "--dpi",
        str(dpi),
    ]
    if whitelist:
        command += ["-c", f"tessedit_char_whitelist={whitelist}"]
    return _parse(_run([*command, "-c", f"debug_file={os.devnull}", "tsv"], _pgm(gray), timeout_s))


def _pgm(gray: np.ndarray) -> bytes:
    height, width = gray.shape
    return b"P5\n%d %d\n255\n" % (width, height) + np.ascontiguousarray(gray).tobytes()


def _run(command: list[str], image: bytes, timeout_s: float) -> str:
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(
            command, input=image, capture_output=True, timeout=timeout_s, env=environment, check=False
        )
    except FileNotFoundError as error:
        raise RecogniserMissingError(
            _("The text recogniser Tesseract is not installed."), _("Install the package tesseract-ocr.")
        ) from error
    except subprocess.TimeoutExpired as error:
        raise RecogniserTimeoutError(
            _("The text recogniser did not finish within {seconds} seconds.").format(
                seconds=round(timeout_s)
            ),
            _("Scan the page again; if it happens often, close other programs."),
        ) from error
    if done.returncode != 0:
        raise _failure(done.stderr.decode("utf-8", "replace"))
    return done.stdout.decode("utf-8", "replace")


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
