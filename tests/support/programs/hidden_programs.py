# SPDX-License-Identifier: Apache-2.0
"""A computer without the programs that do part of the work: neither Tesseract nor Poppler in PATH."""

from __future__ import annotations

from pathlib import Path

import pytest

from ocr.recognise import presence, registry


def forget_programs() -> None:
    """Have all that is remembered of programs looked for again."""
    presence.tesseract_program.cache_clear()
    presence.has_tesseract.cache_clear()
    registry.recognisers.cache_clear()


def hide_programs(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Leave no program in PATH; ``forget_programs`` is due after the test."""
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    forget_programs()
