# SPDX-License-Identifier: Apache-2.0
"""The lock file as values: which package in which version, with which hashes, on which systems."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from packaging.markers import Marker
from packaging.utils import NormalizedName, canonicalize_name

from kit.target import Target

_ENTRY = re.compile(
    r"^([A-Za-z0-9._-]+)==(\S+?)(?:\s*;\s*([^\\\n]+?))?\s*\\\n((?:\s+--hash=\S+\s*\\?\n)+)", re.M
)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Locked:
    """One line of the lock. ``marker`` says where it is needed, None for everywhere."""

    name: NormalizedName
    version: str
    marker: Marker | None
    hashes: frozenset[str]

    def needed_on(self, target: Target) -> bool:
        """Whether this line is for ``target``."""
        return self.marker is None or self.marker.evaluate(target.environment())

    def line(self) -> str:
        """The requirement without its marker, as pip reads it."""
        hashes = " ".join(f"--hash=sha256:{one}" for one in sorted(self.hashes))
        return f"{self.name}=={self.version} {hashes}"


def locked(text: str) -> list[Locked]:
    """The lines of a lock file written by ``uv pip compile --generate-hashes``."""
    return list(_entries(text))


def _entries(text: str) -> Iterator[Locked]:
    for name, version, marker, hashes in _ENTRY.findall(text):
        yield Locked(
            canonicalize_name(name),
            version,
            Marker(marker) if marker else None,
            frozenset(_HASH.findall(hashes)),
        )
