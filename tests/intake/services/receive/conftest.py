# SPDX-License-Identifier: Apache-2.0
"""What several of these tests begin with."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def share(tmp_path: Path) -> Path:
    folder = tmp_path / "share"
    folder.mkdir()
    return folder
