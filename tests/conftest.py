"""What holds for every test: settings, language and store of whoever runs the tests stay out of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from intake import settings
from templates import messages


@pytest.fixture(autouse=True)
def own_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No ``SOHOA_…`` variable, an empty home, Vietnamese messages, and no settings chosen yet."""
    for name in [name for name in os.environ if name.startswith("SOHOA_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home" / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home" / "data"))
    monkeypatch.setattr(settings, "_chosen", None)
    monkeypatch.setattr(settings, "_current", None)
    monkeypatch.setattr(messages, "_language", messages.DEFAULT_LANGUAGE)
