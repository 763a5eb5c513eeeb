# SPDX-License-Identifier: Apache-2.0
"""The archive that a catalogue bundle is: written whole, and read only if every byte is the one listed.

A bundle is a ZIP of the data files and ``bundle.json``, which names who made it and when, version, format and
the SHA-256 of every file; a signature of it may lie beside it
(:mod:`templates.catalogue.bundling.signature`).
"""

from __future__ import annotations

import hashlib
import lzma
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated

from pydantic import AwareDatetime, StringConstraints, ValidationError

from templates.catalogue.bundling.signature import SIGNATURE, Signed, Signer, signer_of
from templates.catalogue.trust import Trust
from templates.errors import BundleError
from templates.files.active import FORMAT, Version, version_of
from templates.files.datafiles import Frozen, reason_of
from templates.language.messages import _
from templates.language.outside_text import Longest, one_line

MANIFEST = "bundle.json"
LARGEST_MB = 64
_FOLDERS = ("autofill", "code-maps", "codes", "forms", "lexicons", "procedures", "slips", "units")
_ENDINGS = (".yaml", ".tsv")
_FILES = ("catalogue.yaml", "findings.yaml", "shared-rules.yaml")
_UNREADABLE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, RuntimeError)

Author = Annotated[str, StringConstraints(min_length=2, max_length=Longest.NAME)]


class BundleManifest(Frozen):
    """``bundle.json``: ``author`` made it at ``made_at`` out of a catalogue of the version ``over``;
    ``files`` maps each path to its SHA-256 (hex).
    """

    version: str
    format: int
    author: Author
    made_at: AwareDatetime
    over: str
    files: dict[str, str]


Signing = Callable[[bytes], Signed]


def pack(
    root: Path, file: Path, version: str, *, author: str, made_at: datetime, sign: Signing | None = None
) -> BundleManifest:
    """Write the data files below ``root`` as a bundle of that version, signed by ``sign``.

    Raises ``BundleError`` for what is no version or no author, for data files that are missing and where
    nothing can be written.
    """
    version_named(version, FORMAT)
    try:
        texts = {path.relative_to(root).as_posix(): path.read_bytes() for path in data_files(root)}
        over = version_of(root).version
        texts["catalogue.yaml"] = f'version: "{version}"\nformat: {FORMAT}\n'.encode()
        manifest = _manifest(texts, version=version, author=author, made_at=made_at, over=over)
        _write_archive(file, manifest, texts, sign)
    except OSError as error:
        raise BundleError(
            _("The bundle can't be written: {file} ({reason}).").format(
                file=Path(error.filename or file).name, reason=reason_of(error)
            ),
            _("Give a folder that holds a whole catalogue, and a place that may be written to."),
        ) from error
    return manifest


def _manifest(
    texts: dict[str, bytes], *, version: str, author: str, made_at: datetime, over: str
) -> BundleManifest:
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(texts.items())}
    try:
        return BundleManifest(
            version=version, format=FORMAT, author=one_line(author), made_at=made_at, over=over, files=sums
        )
    except ValidationError as error:
        raise BundleError(
            _("A bundle must say who made it."),
            _("Give a name of 2 to {count} letters: --author “…”.").format(count=int(Longest.NAME)),
        ) from error


def _write_archive(
    file: Path, manifest: BundleManifest, texts: dict[str, bytes], sign: Signing | None
) -> None:
    told = manifest.model_dump_json(indent=1).encode()
    signature = sign(told) if sign else None
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, told)
        if signature is not None:
            archive.writestr(SIGNATURE, signature.model_dump_json())
        for name, data in sorted(texts.items()):
            archive.writestr(name, data)


def data_files(root: Path) -> Iterator[Path]:
    """All files of the catalogue below ``root``, whether they are there or not."""
    yield from (root / name for name in _FILES)
    for name in _FOLDERS:
        yield from sorted(path for path in (root / name).glob("*") if path.suffix in _ENDINGS)


def unpack(file: Path, target: Path, trust: Trust) -> tuple[BundleManifest, Signer | None]:
    """Write what the bundle holds below ``target``; what it says of itself, and who signed it.

    Raises ``BundleError`` for what is no bundle, damaged, or not signed as ``trust`` demands.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(info.file_size for info in archive.infolist()) > LARGEST_MB * 1024 * 1024:
                raise damaged(file, _("it is larger than {size} MB").format(size=LARGEST_MB))
            inside = archive.namelist()
            if MANIFEST not in inside:
                raise damaged(file, _("it has no list of its files"))
            told = archive.read(MANIFEST)
            signer = signer_of(told, archive.read(SIGNATURE) if SIGNATURE in inside else None, trust)
            manifest = _read_manifest(told, file)
            if sorted(name for name in inside if name != SIGNATURE) != sorted([MANIFEST, *manifest.files]):
                raise damaged(file, _("its list of files is not right"))
            for name, sha256 in manifest.files.items():
                _write(archive.read(name), name, sha256, target, file)
    except _UNREADABLE as error:
        raise damaged(file, reason_of(error)) from error
    return manifest, signer


def _read_manifest(told: bytes, file: Path) -> BundleManifest:
    try:
        manifest = BundleManifest.model_validate_json(told)
    except ValidationError as error:
        if any(wrong["loc"] in {("author",), ("made_at",)} for wrong in error.errors(include_input=False)):
            raise BundleError(
                _("{file} does not say who made it and when, so it is not taken.").format(file=file.name),
                _("Nothing was changed; ask whoever made it to pack it anew with today's program."),
            ) from error
        raise damaged(file, _("its list of files is not right")) from error
    return manifest.model_copy(update={"author": one_line(manifest.author, Longest.NAME)})


def _write(data: bytes, name: str, sha256: str, target: Path, file: Path) -> None:
    parts = name.split("/")
    known = name in _FILES or (len(parts) == 2 and parts[0] in _FOLDERS and parts[1].endswith(_ENDINGS))
    if not known or "\\" in name or parts[-1].startswith("."):
        raise damaged(file, _("it holds a file that is no part of a catalogue"))
    if hashlib.sha256(data).hexdigest() != sha256:
        raise damaged(file, _("the checksum of {name} is not right").format(name=name))
    path = target.joinpath(*parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def version_named(version: str, data_format: int) -> Version:
    """The version that a bundle claims; ``BundleError`` where it is none."""
    try:
        return Version(version=version, format=data_format)
    except ValidationError as error:
        raise BundleError(
            _("“{version}” is no version of a bundle.").format(version=version[:40]),
            _("A version is numbers with dots between them, such as 2027.3.1."),
        ) from error


def damaged(file: Path, reason: str) -> BundleError:
    """The error for a file that is no bundle, or not as it was made."""
    return BundleError(
        _("{file} is no catalogue bundle, or it is damaged: {reason}").format(file=file.name, reason=reason),
        _("Nothing was changed; ask for another copy of it."),
    )
