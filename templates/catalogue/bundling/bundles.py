# SPDX-License-Identifier: Apache-2.0
"""Taking a catalogue bundle into use, whole or not at all, and going back.

The bundle (:mod:`templates.catalogue.bundling.archive`) is unpacked beside the catalogue in use, loaded and
checked there, offered to a person with what it changes, and only then becomes the one in use by one
rename of ``current.json``; the one before stays and can be restored.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from templates.catalogue.bundling.archive import BundleManifest, damaged, data_files, unpack, version_named
from templates.catalogue.bundling.changes import Difference, differences
from templates.catalogue.bundling.signature import Signer
from templates.catalogue.consistency import problems, unverified
from templates.catalogue.loading import Catalogue, load_catalogue
from templates.catalogue.matters import load_matters
from templates.catalogue.trust import trusted
from templates.errors import BundleError, TemplateError
from templates.files.active import FORMAT, SHIPPED, Current, installed_root, read_current, version_of
from templates.files.datafiles import load
from templates.files.label_wordings import load_label_wordings
from templates.files.yaml_limits import within_limits
from templates.language.messages import _
from templates.model.autofill_map import AutofillMap
from templates.model.charges.province_fees import ProvinceFees
from templates.model.procedure_synonyms import load_everyday_words
from templates.system import move_into_place

_NEW = ".new-"
_LEFT_AFTER_S = 3600


@dataclass(frozen=True, slots=True)
class Offer:
    """A bundle that could be taken: who made and who signed it (None: nobody), and what it would change in
    the catalogue ``now`` in use, which has that version.
    """

    manifest: BundleManifest
    signer: Signer | None
    now: str
    changes: tuple[Difference, ...]
    procedures: int


@dataclass(frozen=True, slots=True)
class CatalogueChange:
    """What an update or a restoration did; "" stands for the catalogue that came with the program."""

    version: str
    before: str
    procedures: int = 0


def install(file: Path, folder: Path, agreed: Callable[[Offer], bool]) -> CatalogueChange | None:
    """Take a newer bundle into ``folder`` and into use if the person ``agreed``; None where not.

    Raises ``BundleError`` for a file that is no bundle, is damaged, not signed as the office demands, not
    newer, or of another format, and ``TemplateError`` for data that do not load or contradict each other;
    then nothing has changed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _clear(folder)
    with tempfile.TemporaryDirectory(prefix=_NEW, dir=folder) as temporary:
        unpacked = Path(temporary) / "data"
        manifest, signer = unpack(file, unpacked, trusted())
        _must_be_newer(manifest, folder)
        _must_be_whole(file, unpacked, manifest, folder)
        count = _must_be_sound(unpacked, folder)
        if not agreed(_offer(manifest, signer, unpacked, folder, count)):
            return None
        target = folder / manifest.version
        shutil.rmtree(target, ignore_errors=True)  # left over from a power cut, or restored away from
        unpacked.rename(target)
    before = _in_use(folder)
    _choose(folder, Current(version=manifest.version, over=version_of(SHIPPED).version, before=before))
    return CatalogueChange(manifest.version, before, count)


def _offer(
    manifest: BundleManifest, signer: Signer | None, root: Path, folder: Path, procedures: int
) -> Offer:
    now = installed_root(folder) or SHIPPED
    names = {path.relative_to(now).as_posix() for path in data_files(now)} | set(manifest.files)
    changes = differences(now, root, names - {"catalogue.yaml"})
    return Offer(manifest, signer, version_of(now).version, tuple(changes), procedures)


def restore(folder: Path) -> CatalogueChange:
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
    return CatalogueChange(current.before, current.version)


def _must_be_newer(manifest: BundleManifest, folder: Path) -> None:
    if manifest.format != FORMAT:
        raise BundleError(
            _("The bundle is of format {theirs}; this program reads format {ours}.").format(
                theirs=manifest.format, ours=FORMAT
            ),
            _("Install the newer program first."),
        )
    theirs = version_named(manifest.version, manifest.format)
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


def _must_be_whole(file: Path, root: Path, manifest: BundleManifest, folder: Path) -> None:
    """Every file in use has its successor: what is asked for by name must not be gone after an update."""
    now = installed_root(folder) or SHIPPED
    names = {path.relative_to(now).as_posix() for path in data_files(now)}
    if gone := sorted(name for name in names if not (root / name).is_file()):
        raise damaged(file, _("it lacks {name}, which is in use").format(name=gone[0]))
    for path in root.rglob("*.yaml"):
        within_limits(path)
    own = version_of(root)
    if (own.version, own.format) != (manifest.version, manifest.format):
        raise damaged(file, _("its catalogue.yaml tells another version"))


def _must_be_sound(root: Path, folder: Path) -> int:
    """Load everything; how many procedures there are."""
    catalogue = load_catalogue(root)
    for path in sorted((root / "autofill").glob("*.yaml")):
        load(AutofillMap, path)
    for path in sorted((root / "fees").glob("*.yaml")):
        load(ProvinceFees, path)
    load_everyday_words(root)
    load_label_wordings(root)
    load_matters(root)
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
    move_into_place(temporary, path)
