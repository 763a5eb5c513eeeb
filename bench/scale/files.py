# SPDX-License-Identifier: Apache-2.0
"""The files of copied dossiers: papers of their true size, packages under their new names.

A copy's paper is a file of holes with its name at the end: as large as the original, its hash its own, a
block on the disk. A package's files are links to the original's.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import _Hash

    from bench.scale.multiply import Copy

_PIECE = bytes(1 << 20)


def paper_hash(copy: Copy, original: str, size: int) -> str:
    """The hash of the file that stands for a paper of the copy."""
    name = _name(copy, original)
    if size < len(name):
        raise ValueError(f"a paper of {size} bytes is too small to be told apart")
    hashed = _holes(size - len(name)).copy()
    hashed.update(name)
    return hashed.hexdigest()


def write_papers(objects: Path, copy: Copy, papers: Iterable[tuple[str, int]]) -> None:
    """Keep the files that stand for ``papers`` (hash, size) of the copy's original."""
    for original, size in papers:
        kept, name = paper_hash(copy, original, size), _name(copy, original)
        path = objects / kept[:2] / kept[2:]
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with path.open("wb") as file:
            file.truncate(size)
            file.seek(size - len(name))
            file.write(name)


def take_package(
    packages: Path, seed: Path, copy: Copy, take: Callable[[Path, Path], object] = os.link
) -> None:
    """The package of the copy's original (in ``seed``), each file taken over under the copy's name."""
    theirs, ours = seed / copy.original, packages / copy.id
    if not theirs.exists():
        return
    ours.mkdir(mode=0o700)
    for path in theirs.iterdir():
        there = ours / path.name.replace(copy.original, copy.id)
        if path.suffix == ".json":
            there.write_text(path.read_text("utf-8").replace(copy.original, copy.id), "utf-8")
        else:
            take(path, there)


def copy_objects(source: Path, target: Path) -> None:
    """All papers that are there."""
    shutil.copytree(source, target, dirs_exist_ok=True)


def _name(copy: Copy, original: str) -> bytes:
    return f"{copy.id} {original[:16]}\n".encode()


@cache
def _holes(size: int) -> _Hash:
    hashed = sha256()
    for begin in range(0, size, len(_PIECE)):
        hashed.update(_PIECE[: min(len(_PIECE), size - begin)])
    return hashed
