# SPDX-License-Identifier: Apache-2.0
"""The command line of an installation that serves two offices, H34.11 and H34.12."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sohoa.front import run

SETTINGS = """
home = "{home}"

[units.mot.unit]
code = "H34.11"
name = "UBND xã Thử Một"

[units.hai.unit]
code = "H34.12"
name = "UBND xã Thử Hai"
"""


class OfficesDesk:
    """What is typed, and what comes out."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        config = folder / "config.toml"
        config.write_text(SETTINGS.format(home=folder / "home"), encoding="utf-8")
        self._config = str(config)

    def typed(self, *words: str) -> tuple[int, str, str]:
        code = run(["--config", self._config, *words])
        printed = self._capsys.readouterr()
        return code, printed.out, " ".join(printed.err.split())

    def json(self, *words: str) -> Any:
        return json.loads(self.typed(*words, "--json")[1])

    def new(self, unit: str) -> str:
        return str(self.json("new", "--unit", unit, "--who", "lan")["id"])

    def listed(self, *words: str) -> list[str]:
        return [line["id"] for line in self.json("list", *words)["dossiers"]]
