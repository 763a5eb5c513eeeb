"""Catalogue bundles: the data files as one checksummed archive, taken over whole or not at all.

A bundle is a ZIP of the data files and ``bundle.json``, which names version, format and the SHA-256 of every
file. It is unpacked beside the catalogue in use, loaded and checked there, and only then becomes the one in
use by one rename of ``current.json``; the one before stays and can be restored.
"""

from __future__ import annotations

import hashlib
import lzma
import os
import shutil
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from templates.active import FORMAT, SHIPPED, Current, Version, installed_root, read_current, version_of
from templates.autofill_map import AutofillMap
from templates.catalogue import Catalogue, load_catalogue
from templates.consistency import problems, unverified
from templates.datafiles import Frozen, load
from templates.errors import BundleError, TemplateError
from templates.everyday_words import load_everyday_words
from templates.messages import _
from templates.yaml_limits import within_limits

MANIFEST = "bundle.json"
LARGEST_MB = 64
_NEW = ".new-"
_LEFT_AFTER_S = 3600
_FOLDERS = ("autofill", "code-maps", "codes", "forms", "lexicons", "procedures", "slips", "units")
_ENDINGS = (".yaml", ".tsv")
_FILES = ("catalogue.yaml", "findings.yaml", "shared-rules.yaml")
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    KeyError,
    ValidationError,
    OSError,
    EOFError,
    RuntimeError,
)


class Manifest(Frozen):
    """``bundle.json``: ``files`` maps each path to its SHA-256 (hex)."""

    version: str
    format: int
    files: dict[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """What an update or a restoration did; "" stands for the catalogue that came with the program."""

    version: str
    before: str
    procedures: int = 0


def pack(root: Path, file: Path, version: str) -> Manifest:
    """Write the data files below ``root`` as a bundle of that version.

    Raises ``BundleError`` for what is no version, for data files that are missing and where nothing can be
    written.
    """
    _version(version, FORMAT)
    try:
        texts = {path.relative_to(root).as_posix(): path.read_bytes() for path in _data_files(root)}
        texts["catalogue.yaml"] = f'version: "{version}"\nformat: {FORMAT}\n'.encode()
        sums = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(texts.items())}
        manifest = Manifest(version=version, format=FORMAT, files=sums)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(MANIFEST, manifest.model_dump_json(indent=1))
            for name, data in sorted(texts.items()):
                archive.writestr(name, data)
    except OSError as error:
        raise BundleError(
            _("The bundle can't be written: {file} ({reason}).").format(
                file=Path(error.filename or file).name, reason=error.strerror or type(error).__name__
            ),
            _("Give a folder that holds a whole catalogue, and a place that may be written to."),
        ) from error
    return manifest


def install(file: Path, folder: Path) -> Change:
    """Take a newer bundle into ``folder`` and into use.

    Raises ``BundleError`` for a file that is no bundle, is damaged, not newer, or of another format, and
    ``TemplateError`` for data that do not load or contradict each other; then nothing has changed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _clear(folder)
    with tempfile.TemporaryDirectory(prefix=_NEW, dir=folder) as temporary:
        unpacked = Path(temporary) / "data"
        manifest = _unpack(file, unpacked)
        _must_be_newer(manifest, folder)
        _must_be_whole(file, unpacked, manifest, folder)
        count = _must_be_sound(unpacked, folder)
        target = folder / manifest.version
        shutil.rmtree(target, ignore_errors=True)  # left over from a power cut, or restored away from
        unpacked.rename(target)
    before = _in_use(folder)
    _choose(folder, Current(version=manifest.version, over=version_of(SHIPPED).version, before=before))
    return Change(manifest.version, before, count)


def restore(folder: Path) -> Change:
    """Go back to the catalogue in use before the last update. Raises ``BundleError`` where there is none."""
    current = read_current(folder)
    if current is None:
        raise BundleError(
            _("There is nothing to go back to: no newer catalogue was installed."),
            _("See what is in use with: sohoa forms list"),
        )
    if current.before:
        _choose(folder, Current(version=current.before, over=version_of(SHIPPED).version))
    else:
        (folder / "current.json").unlink()
    return Change(current.before, current.version)


def _data_files(root: Path) -> Iterator[Path]:
    yield from (root / name for name in _FILES)
    for name in _FOLDERS:
        yield from sorted(path for path in (root / name).glob("*") if path.suffix in _ENDINGS)


def _unpack(file: Path, target: Path) -> Manifest:
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(info.file_size for info in archive.infolist()) > LARGEST_MB * 1024 * 1024:
                raise _damaged(file, _("it is larger than {size} MB").format(size=LARGEST_MB))
            manifest = Manifest.model_validate_json(archive.read(MANIFEST))
            if set(archive.namelist()) != {MANIFEST, *manifest.files}:
                raise _damaged(file, _("its list of files is not right"))
            for name, sha256 in manifest.files.items():
                _write(archive.read(name), name, sha256, target, file)
    except _UNREADABLE as error:
        raise _damaged(file, type(error).__name__) from error
    return manifest


def _write(data: bytes, name: str, sha256: str, target: Path, file: Path) -> None:
    parts = name.split("/")
    known = name in _FILES or (len(parts) == 2 and parts[0] in _FOLDERS and parts[1].endswith(_ENDINGS))
    if not known or "\\" in name or parts[-1].startswith("."):
        raise _damaged(file, _("it holds a file that is no part of a catalogue"))
    if hashlib.sha256(data).hexdigest() != sha256:
        raise _damaged(file, _("the checksum of {name} is not right").format(name=name))
    path = target.joinpath(*parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _must_be_newer(manifest: Manifest, folder: Path) -> None:
    if manifest.format != FORMAT:
        raise BundleError(
            _("The bundle is of format {theirs}; this program reads format {ours}.").format(
                theirs=manifest.format, ours=FORMAT
            ),
            _("Install the newer program first."),
        )
    theirs = _version(manifest.version, manifest.format)
    ours = version_of(installed_root(folder) or SHIPPED)
    if theirs.order <= ours.order:
        raise BundleError(
            _("The bundle ({theirs}) is not newer than the catalogue in use ({ours}).").format(
                theirs=theirs.version, ours=ours.version
            ),
            _("Nothing has to be done; to go back to the one before use: sohoa forms restore"),
        )


def _clear(folder: Path) -> None:
    """Take away what updates that were killed have left; a younger one may still be at work."""
    for left in folder.glob(f"{_NEW}*"):
        if time.time() - left.stat().st_mtime > _LEFT_AFTER_S:
            shutil.rmtree(left, ignore_errors=True)


def _version(version: str, data_format: int) -> Version:
    try:
        return Version(version=version, format=data_format)
    except ValidationError as error:
        raise BundleError(
            _("“{version}” is no version of a bundle.").format(version=version[:40]),
            _("A version is numbers with dots between them, such as 2027.3.1."),
        ) from error


def _must_be_whole(file: Path, root: Path, manifest: Manifest, folder: Path) -> None:
    """Every file in use has its successor: what is asked for by name must not be gone after an update."""
    now = installed_root(folder) or SHIPPED
    names = {path.relative_to(now).as_posix() for path in _data_files(now)}
    if gone := sorted(name for name in names if not (root / name).is_file()):
        raise _damaged(file, _("it lacks {name}, which is in use").format(name=gone[0]))
    for path in root.rglob("*.yaml"):
        within_limits(path)
    own = version_of(root)
    if (own.version, own.format) != (manifest.version, manifest.format):
        raise _damaged(file, _("its catalogue.yaml tells another version"))


def _must_be_sound(root: Path, folder: Path) -> int:
    """Load everything; how many procedures there are."""
    catalogue = load_catalogue(root)
    for path in sorted((root / "autofill").glob("*.yaml")):
        load(AutofillMap, path)
    load_everyday_words(root)
    unverified(catalogue)  # loads what else is only read when it is asked for
    if wrong := problems(catalogue):
        raise TemplateError(
            _("The bundle's data files contradict each other, first in {file} at {place}: {text}").format(
                file=wrong[0].file, place=wrong[0].place, text=wrong[0].text
            ),
            _("Nothing was changed; ask whoever made the bundle."),
        )
    _must_keep_days(catalogue, load_catalogue(installed_root(folder) or SHIPPED))
    return len(catalogue.procedures)


def _must_keep_days(newer: Catalogue, now: Catalogue) -> None:
    """Dossiers that lie here are judged by the rules of their day, so that no day may lose its rules."""
    for code, procedure in now.procedures.items():
        for edition in procedure.editions:
            days = [edition.since, *([edition.until] if edition.until else [])]
            if not all(newer.procedures[code].edition(day) for day in days):
                raise TemplateError(
                    _(
                        "The bundle has no rules for {code} on {day}, though there are dossiers of that time."
                    ).format(code=code, day=f"{edition.since:%d/%m/%Y}"),
                    _("Nothing was changed; ask whoever made the bundle."),
                )


def _in_use(folder: Path) -> str:
    root = installed_root(folder)
    return root.name if root else ""


def _choose(folder: Path, current: Current) -> None:
    """One rename, so that the choice is either the old or the new one."""
    path = folder / "current.json"
    temporary = folder / ".current.json.new"
    with temporary.open("w", encoding="utf-8") as stream:
        stream.write(current.model_dump_json())
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)


def _damaged(file: Path, reason: str) -> BundleError:
    return BundleError(
        _("{file} is no catalogue bundle, or it is damaged: {reason}").format(file=file.name, reason=reason),
        _("Nothing was changed; ask for another copy of it."),
    )
