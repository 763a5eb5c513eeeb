# SPDX-License-Identifier: Apache-2.0
"""A dossier's whole way at the counter, as a desk starts the program: new, add, check, package."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from samples.review import decisions, paper_values, to_decide

ROOT = Path(__file__).parents[3]
PAPERS = [
    ROOT / "samples" / "dossiers" / "01-day-du" / name
    for name in ("1-to-khai.pdf", "2-giay-chung-sinh.pdf", "3-cccd-me.jpg", "4-giay-chung-nhan-ket-hon.jpg")
]


@dataclass
class Desk:
    """A store in ``home`` and a computer of which ``environment`` says what is special."""

    home: Path
    environment: Mapping[str, str]
    said: list[subprocess.CompletedProcess[bytes]] = field(default_factory=list)

    def run(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        """One command, as a process of its own."""
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("SOHOA_")}
        own = {
            "SOHOA_HOME": str(self.home),
            "SOHOA_UNIT__CODE": "G09.20",
            "SOHOA_UNIT__NAME": "UBND xã Ví Dụ",
        }
        command = [sys.executable, "-m", "sohoa", "--quiet", *words]
        done = subprocess.run(
            command,
            env={**inherited, **own, **self.environment},
            cwd=ROOT,
            capture_output=True,
            check=False,
        )
        self.said.append(done)
        return done

    def json(self, *words: str) -> Any:
        """What a command prints with ``--json``."""
        done = self.run(*words, "--json")
        assert done.returncode in (0, 1), done.stderr.decode()
        return json.loads(done.stdout)


def _decided(desk: Desk, dossier: str) -> dict[str, Any]:
    """What the last check found after each doubt was decided as the paper has it."""
    truth = json.loads((PAPERS[0].parent / "truth.json").read_text("utf-8"))
    told: dict[str, Any] = desk.json("check", dossier)
    typed = decisions(paper_values(truth), desk.json("show", dossier)["values"])
    if typed:
        told = desk.json("edit", dossier, *(f"{key}={value}" for key, value in typed.items()))
    for finding in filter(to_decide, told["findings"]):
        told = desk.json("decide", dossier, finding["fingerprint"], "--because", "Đã xem giấy tờ")
    return told


def whole_way(desk: Desk) -> dict[str, Any]:
    """The dossier's package as its manifest tells it, after every step has gone well."""
    made = desk.run("new", "--yes", "--no-print", "--procedure", "1.001193")
    assert made.returncode == 0, made.stderr.decode()
    dossier = made.stdout.decode().strip()
    added = desk.run("add", dossier, *map(str, PAPERS))
    assert added.returncode in (0, 1), added.stderr.decode()
    told = _decided(desk, dossier)
    assert told["state"] == "complete", told
    done = desk.run("package", dossier)
    assert done.returncode == 0, (done.stdout.decode(), done.stderr.decode())
    manifest: dict[str, Any] = json.loads(
        (desk.home / "packages" / dossier / "manifest.json").read_text("utf-8")
    )
    return manifest
