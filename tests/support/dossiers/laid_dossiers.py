# SPDX-License-Identifier: Apache-2.0
"""A dossier of an invented family with two small PDFs, as doors without a server take it, and their place."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from batch.gateway.connectors.place.laid import SUMS, prepared
from batch.gateway.contract import OutgoingComponent, OutgoingFile, Submission

DOSSIER = "261116-2234"
NUMBER = "G09-0007"


def submission(folder: Path, *, procedure: str = "1.001193", **values: str) -> Submission:
    """Its files lie in ``folder``; ``values`` by key with ``__`` for the dot."""
    folder.mkdir(exist_ok=True)
    birth = {"child.full_name": "LÊ AN", "child.sex": "Nam", "mother.full_name": "TRẦN THỊ MAI"}
    told = {**birth, **{key.replace("__", "."): value for key, value in values.items()}}
    components = tuple(
        OutgoingComponent(f"000.00.00.G15-KQ00{place}", f"Giấy {place}", (_file(folder, place),))
        for place in (1, 2)
    )
    return Submission(DOSSIER, procedure, datetime(2026, 11, 16, 2, 15, tzinfo=UTC), told, components)


def renamed(one: Submission, dossier: str) -> Submission:
    """The same under another of our ids."""
    return replace(one, dossier=dossier)


def signed(one: Submission, folder: Path, moment: str) -> Submission:
    """The same signed in that ``moment``, its files in ``folder``: a signature has other bytes each time."""
    folder.mkdir()
    components = tuple(
        replace(component, files=tuple(_signed(file, folder, moment) for file in component.files))
        for component in one.components
    )
    return replace(one, components=components, signed=True, unsigned="5" * 64)


def _signed(file: OutgoingFile, folder: Path, moment: str) -> OutgoingFile:
    path = folder / file.name
    path.write_bytes(file.path.read_bytes() + moment.encode())
    return replace(file, path=path, sha256=sha256(path.read_bytes()).hexdigest(), bytes=path.stat().st_size)


def place_in(folder: Path) -> Path:
    """A place that was marked."""
    place = folder / "share"
    place.mkdir(parents=True)
    prepared(place)
    return place


def laid_in(place: Path) -> list[str]:
    """What anybody sees there."""
    return sorted(path.name for path in place.iterdir() if not path.name.startswith("."))


def is_whole(folder: Path) -> bool:
    """Whether the folder's own list of hashes holds for its files, and for all of them."""
    listed = dict(line.split("  ", 1)[::-1] for line in (folder / SUMS).read_text("utf-8").splitlines())
    there = {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != SUMS
    }
    return listed == there


def checked_by_coreutils(folder: Path) -> bool:
    """What a stranger's ``sha256sum --check`` says of it."""
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", SUMS], cwd=folder, check=False, capture_output=True
    )
    return done.returncode == 0


def _file(folder: Path, place: int) -> OutgoingFile:
    path = folder / f"{DOSSIER}_0{place}_KQ00{place}.pdf"
    path.write_bytes(b"%PDF-1.4 invented " + str(place).encode())
    return OutgoingFile(path, path.name, sha256(path.read_bytes()).hexdigest(), path.stat().st_size)
