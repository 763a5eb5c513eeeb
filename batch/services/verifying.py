# SPDX-License-Identifier: Apache-2.0
"""Whether the files of a package are what its own list of hashes says, and whether their signatures hold: of
a package in the store, of one that a door laid somewhere, or of any PDF.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from batch.gateway.connectors.place.laid import SUMS
from batch.package.manifest import FILE_NAME
from batch.package.package import SIGNED
from intake.settings.signing import SigningSettings
from templates.errors import UsageError
from templates.language.messages import _

if TYPE_CHECKING:
    from batch.sign.looking import SignatureFound

_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
_NOT_LISTED = (SUMS, FILE_NAME)
_OF_OTHERS = ("superseded", SIGNED)
"""Folders within a package's that are not part of it: what was replaced, and the same signed."""


@dataclass(frozen=True, slots=True)
class FileVerified:
    """One file: whether it is as listed (``sound``), ``changed``, ``gone``, ``unlisted`` or no list speaks of
    it (""), its signatures, and whether it is a PDF that can't be opened.
    """

    name: str
    state: str
    signatures: Sequence[SignatureFound] = ()
    unreadable: bool = False

    @property
    def is_sound(self) -> bool:
        """Whether nothing speaks against it; that nobody signed it does not."""
        return (
            self.state in ("sound", "") and not self.unreadable and all(s.is_sound for s in self.signatures)
        )


@dataclass(frozen=True, slots=True)
class PathVerified:
    """What was looked at, a folder with a package or a single file, and its files."""

    place: Path
    files: Sequence[FileVerified]

    @property
    def is_sound(self) -> bool:
        """Whether it is exactly what was made, and every signature holds."""
        return all(file.is_sound for file in self.files)


def verified(path: Path, signing: SigningSettings | None = None) -> PathVerified:
    """The package in the folder ``path``, or whose list of hashes it is; of any other file itself, against
    the list beside it if that names it. ``signing`` says which roots are trusted.

    Raises:
        UsageError: there is no package, its list can't be read, or the file can't.
        SigningSetupError: a root that the settings name can't be read.
    """
    from batch.sign.marks import roots_of

    roots = roots_of(signing) if signing else ()
    if not (path.is_dir() or path.name in _NOT_LISTED):
        return PathVerified(path, [_looked_at(path, path.name, _state_beside(path), roots)])
    folder = path if path.is_dir() else path.parent
    listed = _listed(folder)
    states = {name: _state(folder / name, sha256) for name, sha256 in sorted(listed.items())}
    states |= dict.fromkeys(sorted(set(_there(folder)) - listed.keys()), "unlisted")
    looked_at = [_looked_at(folder / name, name, state, roots) for name, state in states.items()]
    return PathVerified(folder, looked_at)


def with_signed(path: Path) -> Sequence[Path]:
    """A package's folder and that in it which holds the same signed, if there is one; else the path alone."""
    within = path / SIGNED
    return (path, within) if (within / FILE_NAME).is_file() else (path,)


def _state_beside(path: Path) -> str:
    """The state of a file by the list of hashes beside it; "" where that does not speak of it."""
    try:
        sha256 = _listed(path.parent).get(path.name)
    except UsageError:
        return ""
    return _state(path, sha256) if sha256 else ""


def _looked_at(path: Path, name: str, state: str, roots: Sequence[object]) -> FileVerified:
    from batch.sign.looking import NoPdfError, signatures_in

    if state == "gone" or (state and path.suffix.lower() != ".pdf"):
        return FileVerified(name, state)
    try:
        return FileVerified(name, state, signatures_in(path.read_bytes(), roots))
    except OSError as error:
        raise UsageError(
            _("The file {path} can't be read.").format(path=path),
            _("Check that it is there and may be read."),
        ) from error
    except NoPdfError:
        return FileVerified(name, state, unreadable=True)


def _state(path: Path, sha256: str) -> str:
    try:
        with path.open("rb") as stream:
            return "sound" if file_digest(stream, "sha256").hexdigest() == sha256 else "changed"
    except OSError:
        return "gone"


def _there(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        name = path.relative_to(folder)
        if path.is_file() and name.parts[0] not in _OF_OTHERS and name.as_posix() not in _NOT_LISTED:
            yield name.as_posix()


def _listed(folder: Path) -> Mapping[str, str]:
    """By name the hash of each file; a name that leads out of the folder makes the list a broken one."""
    try:
        listed = dict(_in_sums(folder) if (folder / SUMS).is_file() else _in_manifest(folder))
    except FileNotFoundError:
        raise UsageError(
            _("There is no package in {folder}.").format(folder=folder),
            _("Name a PDF, or a folder that holds manifest.json or SHA256SUMS."),
        ) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unreadable(folder) from error
    names = map(PurePosixPath, listed)
    if not listed or any(name.is_absolute() or ".." in name.parts or "\\" in str(name) for name in names):
        raise _unreadable(folder)
    return listed


def _in_sums(folder: Path) -> Iterator[tuple[str, str]]:
    for line in (folder / SUMS).read_text("utf-8").splitlines():
        match = _LINE.fullmatch(line)
        if match is None:
            raise ValueError(SUMS)
        yield match[2], match[1]


def _in_manifest(folder: Path) -> Iterator[tuple[str, str]]:
    manifest = json.loads((folder / FILE_NAME).read_text("utf-8"))
    for component in manifest["components"]:
        for file in (component["master"], *component["portal"]):
            yield str(file["file"]), str(file["sha256"])


def _unreadable(folder: Path) -> UsageError:
    return UsageError(
        _("The list of hashes in {folder} can't be read.").format(folder=folder),
        _("So nothing can be said of this package; make it again with: sohoa package ID"),
    )
