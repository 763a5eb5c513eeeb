# SPDX-License-Identifier: Apache-2.0
"""The fonts that lines are drawn with, each known by its bytes: other fonts are another data set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from bench.training.files import sha256_of

_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/share/texmf/fonts/opentype"))


def installed(wanted: Mapping[str, int], folders: Iterable[Path] = _FOLDERS) -> tuple[Path, ...]:
    """Those of ``wanted`` (file name without suffix → how often) that lie in ``folders``, in the order wanted
    and as often; of two files of one name the first by path. FileNotFoundError if there is none.
    """
    lying = sorted((path for folder in folders for path in folder.rglob("*.[to]tf")), reverse=True)
    there = {path.stem: path for path in lying}
    found = tuple(there[name] for name, times in wanted.items() if name in there for _ in range(times))
    if not found:
        raise FileNotFoundError("none of the fonts wanted for training is installed")
    return found


def hashes(fonts: Iterable[Path]) -> dict[str, str]:
    """The SHA-256 of each font, by file name."""
    return {path.name: sha256_of(path) for path in sorted(set(fonts))}
