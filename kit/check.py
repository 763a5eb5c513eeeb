# SPDX-License-Identifier: Apache-2.0
"""Has every locked package a wheel for every system and Python? ``python -m kit.check`` asks the index.

Source distributions do not count: a desk has no compiler. A file counts only if the lock knows its hash.
"""

from __future__ import annotations

import json
import os
import sys
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from packaging.tags import Tag
from packaging.utils import InvalidWheelFilename, parse_wheel_filename

from kit.lock import Locked, locked
from kit.target import PYTHONS, SYSTEMS, Target

LOCK = Path(__file__).parent.parent / "requirements.lock"
INDEX = "https://pypi.org/simple"
_JSON = "application/vnd.pypi.simple.v1+json"  # PEP 691
_TIMEOUT_S = 60


@dataclass(frozen=True, slots=True)
class Lacking:
    """A package without a wheel for a target."""

    package: Locked
    target: Target

    def __str__(self) -> str:
        return f"{self.package.name} {self.package.version}: no wheel for {self.target}"


Files = Iterable[Mapping[str, Any]]


def lacking(
    packages: Iterable[Locked], targets: Iterable[Target], files: Callable[[str], Files]
) -> list[Lacking]:
    """What is needed on a target and has no wheel there; ``files`` gives a project's files (PEP 691)."""
    wanted = list(targets)
    return [
        Lacking(package, target)
        for package in packages
        if any(package.needed_on(target) for target in wanted)
        for tags in [list(_wheels(package, files(package.name)))]
        for target in wanted
        if package.needed_on(target) and not any(target.tags & one for one in tags)
    ]


def _wheels(package: Locked, files: Files) -> Iterator[frozenset[Tag]]:
    for file in files:
        if file["hashes"].get("sha256") in package.hashes and file["filename"].endswith(".whl"):
            try:
                yield parse_wheel_filename(file["filename"])[3]
            except InvalidWheelFilename:
                continue


def all_targets() -> list[Target]:
    """Every system with every Python."""
    return [Target(*pair) for pair in product(SYSTEMS, PYTHONS)]


def files_in_index(name: str) -> Files:
    """A project's files, from the index that pip would ask. Raises ``OSError``."""
    index = os.environ.get("PIP_INDEX_URL", INDEX).rstrip("/")
    request = urllib.request.Request(f"{index}/{name}/", headers={"Accept": _JSON})
    with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as answer:
        files: Files = json.load(answer)["files"]
        return files


def main() -> int:
    """0: every wheel is there; 1: some are lacking; 3: the index can't be asked."""
    packages = locked(LOCK.read_text("utf-8"))
    try:
        found = lacking(packages, all_targets(), files_in_index)
    except OSError as error:
        print(f"The index can't be asked: {error}", file=sys.stderr)
        return 3
    for one in found:
        print(one)
    print(
        f"{len(packages)} packages, {len(all_targets())} targets, {len(found)} wheels lacking",
        file=sys.stderr,
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
