# SPDX-License-Identifier: Apache-2.0
"""``manifest.json``: what a package holds, with hashes, and no value of any field."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from intake.store.package_key import manifest_bytes, manifest_key

FORMAT = "sohoa-package/1"
FILE_NAME = "manifest.json"
TOO_LARGE = "portal-too-large"
"""The finding that no copy of a component can be made small enough for the portal."""


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file of the package: name within its folder, hash of its bytes, size in bytes, pages."""

    file: str
    sha256: str
    bytes: int
    pages: int


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """One page packed: the stored paper it came from and its page there, from 1."""

    sha256: str
    page: int


@dataclass(frozen=True, slots=True)
class ComponentEntry:
    """One component: its code in the procedure ("" where none is known), the kind of paper, its files."""

    nn: int
    code: str
    kind: str
    name: str
    sources: tuple[SourceEntry, ...]
    master: FileEntry
    portal: tuple[FileEntry, ...]
    portal_dpi: int | None = None
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PackageManifest:
    """The package of one dossier. ``received_at`` is aware; it is also the moment written into the PDFs."""

    dossier: str
    procedure: str
    received_at: datetime
    tool: str
    components: tuple[ComponentEntry, ...]
    findings: tuple[str, ...] = field(default=())

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "format": FORMAT,
            "tool": self.tool,
            "dossier": self.dossier,
            "procedure": self.procedure,
            "received_at": self.received_at.isoformat(timespec="seconds"),
            "conformance": "PDF/A-1b",
            "components": [asdict(component) for component in self.components],
            "findings": list(self.findings),
        }

    def to_bytes(self) -> bytes:
        """The file as written: the same manifest gives the same bytes."""
        return manifest_bytes(self.as_dict())

    @property
    def content_key(self) -> str:
        """One hash over all of the package."""
        return manifest_key(self.as_dict())
