# SPDX-License-Identifier: Apache-2.0
"""A small store to be copied, and a disk for the copies."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.stores.backup_desk import small_home
from tests.support.stores.moved_home import moved_home


@pytest.fixture(scope="module")
def made_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("made") / "home"
    small_home(home)
    return home


@pytest.fixture
def home(tmp_path: Path, made_home: Path) -> Path:
    return moved_home(made_home, tmp_path / "home")


@pytest.fixture
def usb(tmp_path: Path) -> Path:
    return tmp_path / "usb"
