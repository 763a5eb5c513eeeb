# SPDX-License-Identifier: Apache-2.0
"""Two clerks at the command line: what one changed since the other looked is told, not overwritten."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sohoa.front import run

DONE, NEEDS_ATTENTION, WRONG_USE = 0, 1, 2


@pytest.mark.long
def test_the_second_clerk_is_told_what_the_first_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def sohoa(*words: str) -> tuple[int, Any, str]:
        code = run(["--home", str(tmp_path / "home"), *words])
        printed = capsys.readouterr()
        return code, json.loads(printed.out) if printed.out else None, printed.err

    def sets(name: str, seen: int, who: str) -> tuple[int, Any, str]:
        change = (f"child.full_name={name}", "--seen-version", str(seen), "--who", who, "--json")
        return sohoa("edit", dossier, *change)

    _code, made, _said = sohoa("new", "--who", "lan", "--json")
    dossier = made["id"]
    _code, shown, _said = sohoa("show", dossier, "--json")
    code, checked, _said = sets("TRẦN GIA HÂN", shown["version"], "lan")
    assert code == NEEDS_ATTENTION and checked["version"] > shown["version"]
    code, checked_not, said = sets("TRẦN GIA HẬN", shown["version"], "hoa")
    assert (code, checked_not) == (WRONG_USE, None)
    assert "child.full_name (lan, " in " ".join(said.split()) and "HẬN" not in said
    _code, undone_not, _said = sohoa("undo", dossier, "--seen-version", str(shown["version"]), "--json")
    assert undone_not is None
    _code, shown, _said = sohoa("show", dossier, "--json")
    assert shown["values"]["child.full_name"]["value"] == "TRẦN GIA HÂN"
    assert sets("TRẦN GIA HẬN", shown["version"], "hoa")[0] == NEEDS_ATTENTION
