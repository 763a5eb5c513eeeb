# SPDX-License-Identifier: Apache-2.0
"""``manifest.json``: what a package holds, with hashes, and no value of any field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from intake.store.package_key import manifest_bytes, manifest_key

FORMAT = "sohoa-package/1"
FILE_NAME = "manifest.json"
TOO_LARGE = "portal-too-large"
"""The finding that no copy of a component can be made small enough for the portal."""

SIGNATURE_LOST = "signature-lost"
"""The finding that a paper bears a digital signature, which no copy made of it keeps."""


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
class SignatureEntry:
    """Who signed every file of a package: the name and the serial number (hexadecimal digits) of the
    certificate and who issued it, when (aware), and at which level of PAdES.
    """

    by: str
    serial: str
    issuer: str
    at: datetime
    profile: str


@dataclass(frozen=True, slots=True)
class PackageManifest:
    """The package of one dossier. ``received_at`` is aware; it is also the moment written into the PDFs.

    One that was signed is ``of`` the package with this content key, which holds the same files unsigned.
    """

    dossier: str
    procedure: str
    received_at: datetime
    tool: str
    components: tuple[ComponentEntry, ...]
    findings: tuple[str, ...] = field(default=())
    of: str = ""
    signatures: tuple[SignatureEntry, ...] = ()

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
            **self._signed(),
        }

    def _signed(self) -> dict[str, Any]:
        if not self.signatures:  # the hash of one that is not signed stays what it was before there were any
            return {}
        told = [{**asdict(one), "at": one.at.isoformat(timespec="seconds")} for one in self.signatures]
        return {"of": self.of, "signatures": told}

    def to_bytes(self) -> bytes:
        """The file as written: the same manifest gives the same bytes."""
        return manifest_bytes(self.as_dict())

    @classmethod
    def of_dict(cls, told: Mapping[str, Any]) -> PackageManifest:
        """What ``as_dict`` gave, of a package that nobody signed."""
        return cls(
            told["dossier"],
            told["procedure"],
            datetime.fromisoformat(told["received_at"]),
            told["tool"],
            tuple(_component_of(entry) for entry in told["components"]),
            tuple(told["findings"]),
        )

    @property
    def content_key(self) -> str:
        """One hash over all of the package."""
        return manifest_key(self.as_dict())


def _component_of(told: Mapping[str, Any]) -> ComponentEntry:
    return ComponentEntry(
        **{
            **told,
            "sources": tuple(SourceEntry(**source) for source in told["sources"]),
            "master": FileEntry(**told["master"]),
            "portal": tuple(FileEntry(**part) for part in told["portal"]),
            "findings": tuple(told["findings"]),
        }
    )
