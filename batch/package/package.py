# SPDX-License-Identifier: Apache-2.0
"""Making a dossier's package: plan → PDFs → files in place → rows, safe to repeat and to kill anywhere.

The files are whole and in place before a row names them. Until then a killed run has left at most files
that the next run writes again, the same to the byte.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from batch.errors import PackageError
from batch.package.manifest import (
    FILE_NAME,
    SIGNATURE_LOST,
    ComponentEntry,
    FileEntry,
    PackageManifest,
    SourceEntry,
)
from batch.package.names import NameTemplate
from batch.package.pack_work import (
    BuiltPackage,
    ComponentPlan,
    PackagePlace,
    PackagePlan,
    PackageSettings,
    clear_parts,
)
from batch.package.pdfa import Imprint, Leaf, master
from batch.package.portal import PortalCopy, portal_copy
from batch.package.scan import scan_of
from batch.package.words.reviewed_words import with_surer_words
from intake.capture import signature_marks
from intake.capture.pages import CaptureLimits
from intake.store.objects import ObjectStore, telling_of_full_disk
from intake.store.synced import write_synced
from templates.system import move_into_place, sync_folder
from templates.version import VERSION

TOOL = "sohoa"
PORTAL_SUFFIX = ".portal"
SIGNED = "signed"
"""The folder in a package's own that holds the same files with the office's signature."""


def build_package(plan: PackagePlan, place: PackagePlace, settings: PackageSettings) -> BuiltPackage:
    """Make all files of the package and put them into ``<folder>/<dossier>/``, into shared objects first.

    Raises:
        DamagedObjectError: a kept paper no longer has the bytes that were read.
        ObjectStoreError: the objects are elsewhere, and can't be had or kept now.
        PackageError: a page can't be made into PDF/A, or the name template is wrong.
        CaptureError: a page can't be decoded any more.
        StorageFullError: the disk is full; nothing half-written is left under a final name.
    """
    names = NameTemplate.parse(settings.name_template)
    folder = place.folder / plan.dossier
    with telling_of_full_disk(), empty_part(place.folder, plan.dossier) as part:
        entries = [
            _build_component(
                plan,
                number,
                component,
                _leaves(component, place.objects, settings.capture),
                part,
                names,
                settings,
                signed=bears_signature(component, place.objects),
            )
            for number, component in enumerate(plan.components, start=1)
        ]
        findings = tuple(sorted({code for entry in entries for code in entry.findings}))
        manifest = PackageManifest(
            plan.dossier, plan.procedure, plan.received_at, _tool(), tuple(entries), findings
        )
        write_synced(part / FILE_NAME, manifest.to_bytes())
        if place.objects.shared:
            keep_files(part, place.objects)
        if place.here or not place.objects.shared or folder.is_dir():
            put_in_place(part, folder)
            _set_aside_signed(folder / SIGNED, manifest.content_key)
    return BuiltPackage(folder, manifest, plan.basis)


def _tool() -> str:
    return f"{TOOL} {VERSION}"


def _leaves(component: ComponentPlan, objects: ObjectStore, limits: CaptureLimits) -> list[Leaf]:
    """The component's pages; a file is opened, and so checked, once for its pages that follow each other."""
    leaves = []
    for (digest, name), pages in groupby(component.pages, key=lambda page: (page.sha256, page.name)):
        with objects.opened(digest, name) as path:
            leaves += [Leaf(scan_of(path, p.page, limits), with_surer_words(p.reading)) for p in pages]
    return leaves


def bears_signature(component: ComponentPlan, objects: ObjectStore) -> bool:
    """Whether one of the component's papers is a PDF that somebody signed digitally."""
    papers = {page.sha256: page.name for page in component.pages}
    return any(_is_signed(objects, digest, name) for digest, name in papers.items())


def _is_signed(objects: ObjectStore, digest: str, name: str) -> bool:
    with objects.opened(digest, name) as path:
        return signature_marks.bears_signature(path)


def keep_files(part: Path, objects: ObjectStore) -> None:
    """Keep the files of a package elsewhere too, before a row names them. Raises ``ObjectStoreError``."""
    for path in sorted(part.iterdir()):
        objects.keep(path)


def _build_component(
    plan: PackagePlan,
    number: int,
    component: ComponentPlan,
    leaves: Sequence[Leaf],
    part: Path,
    names: NameTemplate,
    settings: PackageSettings,
    *,
    signed: bool,
) -> ComponentEntry:
    title = f"{plan.dossier} {component.code or component.kind}"
    imprint = Imprint(title=title, creator=_tool(), moment=plan.received_at)
    name = names.name(plan, number, component)
    master_entry = _write(part / name, master(leaves, imprint), len(leaves))
    copy = portal_copy(leaves, imprint, settings.portal_limit_mb)
    return ComponentEntry(
        nn=number,
        code=component.code,
        kind=component.kind,
        name=component.name,
        sources=tuple(SourceEntry(page.sha256, page.page) for page in component.pages),
        master=master_entry,
        portal=tuple(_write_portal(part, name, copy)),
        portal_dpi=copy.rung.dpi if copy.rung else None,
        findings=tuple(code for code in (copy.finding, SIGNATURE_LOST if signed else "") if code),
    )


def _write_portal(part: Path, master_name: str, copy: PortalCopy) -> Sequence[FileEntry]:
    stem = master_name.removesuffix(".pdf")
    several = len(copy.parts) > 1
    entries = []
    for number, (data, pages) in enumerate(zip(copy.parts, copy.pages, strict=True), start=1):
        middle = f"-{number}" if several else ""
        entries.append(_write(part / f"{stem}{middle}{PORTAL_SUFFIX}.pdf", data, pages))
    return entries


def _write(path: Path, data: bytes, pages: int) -> FileEntry:
    if path.exists():
        raise PackageError.name_template(path.name)
    write_synced(path, data)
    return FileEntry(path.name, sha256(data).hexdigest(), len(data), pages)


def put_in_place(part: Path, folder: Path) -> None:
    """Rename the files of ``part`` into ``folder``, the manifest last; set aside what it no longer names."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = sorted(part.iterdir(), key=lambda path: (path.name == FILE_NAME, path.name))
    _set_aside(folder, {path.name for path in new})
    for path in new:
        move_into_place(path, folder / path.name)
    sync_folder(folder)
    sync_folder(folder.parent)


def _set_aside(folder: Path, kept: set[str]) -> None:
    stale = [path for path in folder.iterdir() if path.is_file() and path.name not in kept]
    if not stale:
        return
    aside = folder / "superseded"
    aside.mkdir(mode=0o700, exist_ok=True)
    for path in stale:
        move_into_place(path, aside / path.name)


def _set_aside_signed(folder: Path, key: str) -> None:
    """Signed files of another package than this are of no use any more."""
    try:
        signed_of = json.loads((folder / FILE_NAME).read_bytes())["of"]
    except FileNotFoundError:
        return
    except (OSError, ValueError, LookupError, TypeError):  # whatever lies there, it is not ours signed
        signed_of = None
    if signed_of != key:
        _set_aside(folder, set())


@contextmanager
def empty_part(packages: Path, dossier: str) -> Iterator[Path]:
    """A folder of this process to make files in, gone in the end; those of processes that died are cleared
    away.
    """
    clear_parts(packages, dossier)
    part = packages / f".{dossier}.{os.getpid()}.part"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700, parents=True)
    try:
        yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)
