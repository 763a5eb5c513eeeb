# SPDX-License-Identifier: Apache-2.0
"""What of a home is copied beside its database, and which of it the database names with a hash."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISDIR

from intake.dossier.stored import GONE
from intake.settings.whereabouts import FILE as PLACE
from intake.store.life.mark import FILE_NAME as MARK
from intake.store.life.soundness import SENT

SETTINGS = "settings"
"""The folder of a copy in which the settings file stands; it lies outside the home."""
KEPT_FILES = (MARK, PLACE, SENT)
KEPT_FOLDERS = ("catalogue", "forms", "objects", "packages", "reports", "slips")
Parts = tuple[str, ...]

_PAPERS = (
    "SELECT sha256, min(dossier_id) FROM"
    " (SELECT sha256, dossier_id FROM document WHERE sha256 IS NOT NULL AND page_count > 0"
    f" AND refusal_code IN ('', {', '.join('?' for _code in GONE)})"
    " UNION ALL SELECT sha256, dossier_id FROM result) GROUP BY sha256 ORDER BY sha256"
)
_PACKAGES = (
    "SELECT dossier_id, folder, manifest FROM package AS p WHERE number ="
    " (SELECT max(number) FROM package WHERE dossier_id = p.dossier_id) ORDER BY dossier_id"
)


@dataclass(frozen=True, slots=True)
class HomeFile:
    """A file as it lies on the disk; ``changed`` in nanoseconds since 1970."""

    path: Path
    size: int
    changed: int


@dataclass(frozen=True, slots=True)
class FileTold:
    """What the database says of a file: its hash, and a dossier that it belongs to."""

    sha256: str
    dossier: str


def home_files(home: Path, settings: Path | None) -> Iterator[tuple[Parts, HomeFile]]:
    """Every file to copy, in the order of its path's parts. Half-made ones (with a dot) are left out."""
    for name in sorted((*KEPT_FILES, *KEPT_FOLDERS, SETTINGS)):
        if name != SETTINGS:
            yield from _below((name,), home / name)
        elif settings is not None:
            yield from _below((SETTINGS, settings.name), settings)


def _below(parts: Parts, path: Path) -> Iterator[tuple[Parts, HomeFile]]:
    try:
        told = path.stat()
        names = sorted(path.name for path in path.iterdir()) if S_ISDIR(told.st_mode) else None
    except FileNotFoundError:  # never made, or moved while the desk works
        return
    if names is None:
        yield parts, HomeFile(path, told.st_size, told.st_mtime_ns)
        return
    for name in names:
        if not name.startswith("."):
            yield from _below((*parts, name), path / name)


def named_files(database: sqlite3.Connection) -> Iterator[tuple[Parts, FileTold]]:
    """Papers, results and the files of each dossier's newest package, in the order of their path's parts."""
    for sha256, dossier in database.execute(_PAPERS, GONE):
        yield ("objects", sha256[:2], sha256[2:]), FileTold(sha256, dossier)
    for dossier, folder, manifest in database.execute(_PACKAGES):
        files = {}
        for component in json.loads(manifest).get("components", ()):
            for entry in (component["master"], *component["portal"]):
                files[entry["file"]] = entry["sha256"]
        for file in sorted(files):
            yield (*folder.replace("\\", "/").split("/"), file), FileTold(files[file], dossier)
