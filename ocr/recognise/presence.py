# SPDX-License-Identifier: Apache-2.0
"""Whether Tesseract is on this computer; light, for those who only pass the choice of recognisers on."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import replace
from functools import cache
from pathlib import Path

from ocr.recognise.choice import TESSERACT, Chosen

LANGUAGE = "vie"
_TIMEOUT_S = 20


@cache
def tesseract_program() -> str:
    """What to start Tesseract by; "" where it is not. Its set-up for Windows leaves PATH as it is."""
    found = shutil.which("tesseract")
    usual = Path(os.environ.get("PROGRAMFILES", "")) / "Tesseract-OCR" / "tesseract.exe"
    return found or (str(usual) if usual.is_file() else "")


@cache
def has_tesseract() -> bool:
    """Whether Tesseract is there with its Vietnamese data."""
    if not tesseract_program():
        return False
    try:
        told = subprocess.run(
            [tesseract_program(), "--list-langs"],
            capture_output=True,
            timeout=_TIMEOUT_S,
            check=False,
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return False
    return LANGUAGE.encode() in told.split()


def of_those_here(chosen: Chosen) -> Chosen:
    """``chosen``, with nobody for the second opinion where that is Tesseract's and it is not here."""
    return replace(chosen, second="") if chosen.second == TESSERACT and not has_tesseract() else chosen
