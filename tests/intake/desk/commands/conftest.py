# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from intake.desk import console
from intake.reading.page_work import HowToRead, how_to_read
from intake.settings.settings import Settings
from tests.support.desks.typed_commands import Desk
from tests.support.dossiers.fake_pages import form_page, say


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("COLUMNS", "80")
    console.results.cache_clear()
    return Desk(tmp_path / "home")


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the next page that is read says; no recogniser is started."""
    said: dict[str, Any] = {"reading": form_page({"child.full_name": "TRẦN GIA HÂN", "child.sex": "Nữ"})}

    def how(settings: Settings) -> HowToRead:
        return replace(how_to_read(settings), work=partial(say, said["reading"]))

    monkeypatch.setattr("intake.reading.page_work.how_to_read", how)
    return said
