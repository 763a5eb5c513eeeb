# SPDX-License-Identifier: Apache-2.0
"""What the sandbox has received, kept on disk so that it outlives a restart and a person can look at it.

::

    DIR/files/<id>.bin + <id>.json     uploads and what was said of them
    DIR/dossiers/<mã hồ sơ>.json       dossiers as they came, their status, how often they came
    DIR/results/<id>.bin               files to hand back
    DIR/state.json                     running numbers and counters
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from templates.system import move_into_place

_SAFE_NUMBER = re.compile(r"^[A-Za-z0-9.\-]{1,64}$")


class SandboxStore:
    """Uploads, dossiers, numbers and counters below ``folder``. Safe for several threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files, self._dossiers = folder / "files", folder / "dossiers"
        self._results = folder / "results"
        self._state_path = folder / "state.json"
        for needed in (self._files, self._dossiers, self._results):
            needed.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.lock = threading.RLock()
        self._state: dict[str, Any] = {"running": 0, "issued": [], "counters": {}}
        if self._state_path.exists():
            self._state = json.loads(self._state_path.read_text("utf-8"))

    def issue(self, unit: str, now: datetime, pattern: str) -> str:
        """The next mã hồ sơ of the unit."""
        with self.lock:
            self._state["running"] += 1
            number = pattern.format(unit=unit, day=now, running=self._state["running"])
            self._state["issued"].append(number)
            self._save()
            return number

    def issued(self, number: str) -> bool:
        """Whether this number was given out here."""
        return number in self._state["issued"]

    def count(self, what: str) -> None:
        """Add one to a counter."""
        with self.lock:
            counters = self._state["counters"]
            counters[what] = counters.get(what, 0) + 1
            self._save()

    def counters(self) -> dict[str, int]:
        """All counters, and how many files and dossiers are here."""
        with self.lock:
            return {
                "duplicate_dossiers": 0,
                "duplicate_files": 0,
                **self._state["counters"],
                "numbers": len(self._state["issued"]),
                "files": len(list(self._files.glob("*.json"))),
                "dossiers": len(list(self._dossiers.glob("*.json"))),
            }

    def keep_file(self, name: str, data: bytes) -> tuple[str, str]:
        """Keep an upload; its id and SHA-256. The same bytes again count as a duplicate with the same id."""
        digest = sha256(data).hexdigest()
        file_id = f"TT-{digest[:24]}"
        with self.lock:
            if (self._files / f"{file_id}.json").exists():
                self.count("duplicate_files")
            _write(self._files / f"{file_id}.bin", data)
            told = {"id": file_id, "name": name, "sha256": digest, "bytes": len(data)}
            _write(self._files / f"{file_id}.json", _json(told))
        return file_id, digest

    def keep_result(self, data: bytes) -> tuple[str, str]:
        """Keep a file to be handed back; its id and SHA-256."""
        digest = sha256(data).hexdigest()
        _write(self._results / f"KQ-{digest[:24]}.bin", data)
        return f"KQ-{digest[:24]}", digest

    def result(self, file_id: str) -> bytes | None:
        """What is to be handed back under this id."""
        path = self._results / f"{file_id}.bin"
        return path.read_bytes() if _SAFE_NUMBER.match(file_id) and path.exists() else None

    def file_hashes(self) -> dict[str, str]:
        """Id → SHA-256 of every upload, measured on the bytes kept."""
        paths = self._files.glob("*.bin")
        return {path.stem: sha256(path.read_bytes()).hexdigest() for path in paths}

    def forget_files(self) -> None:
        """Lose every upload, as a gateway that clears what no dossier claimed."""
        with self.lock:
            for path in self._files.iterdir():
                path.unlink()

    def forget_numbers(self) -> None:
        """Lose every number that was given out; the next ones are new all the same."""
        with self.lock:
            self._state["issued"] = []
            self._save()

    def dossier(self, number: str) -> dict[str, Any] | None:
        """What is kept of a dossier, None where there is none."""
        path = self._dossier_path(number)
        if path is None or not path.exists():
            return None
        kept: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return kept

    def dossiers(self) -> list[dict[str, Any]]:
        """All dossiers, by number."""
        return [json.loads(path.read_text("utf-8")) for path in sorted(self._dossiers.glob("*.json"))]

    def keep_dossier(self, number: str, kept: Mapping[str, Any]) -> None:
        """Write a dossier down."""
        path = self._dossier_path(number)
        if path is None:
            raise ValueError("not a number of a dossier")
        _write(path, _json(kept))

    def _dossier_path(self, number: str) -> Path | None:
        return self._dossiers / f"{number}.json" if _SAFE_NUMBER.match(number) else None

    def _save(self) -> None:
        _write(self._state_path, _json(self._state))


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _write(path: Path, data: bytes) -> None:
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    move_into_place(part, path)
