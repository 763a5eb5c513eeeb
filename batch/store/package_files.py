# SPDX-License-Identifier: Apache-2.0
"""The files of a package, each checked before it is used; and whether anybody signed them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from batch.store.packages import PackageRecord
from intake.errors import DamagedObjectError
from intake.store.objects import ObjectStore, StoredObject, checked
from intake.store.store import Store


def is_signed(manifest: Mapping[str, Any]) -> bool:
    """Whether the files of a package bear a digital signature of the office."""
    return bool(manifest.get("signatures"))


def files_of(manifest: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Each file that a manifest names."""
    for component in manifest["components"]:
        yield from (component["master"], *component["portal"])


def opened(objects: ObjectStore, folder: Path, file: Mapping[str, Any]) -> AbstractContextManager[Path]:
    """A file of a package, checked: from its folder in the home, or from the objects elsewhere.

    Raises:
        DamagedObjectError: it does not have the bytes that were packaged.
        ObjectStoreError: it is kept elsewhere, and can't be had now.
    """
    if objects.shared:
        return objects.opened(file["sha256"], file["file"])
    return nullcontext(checked(folder / file["file"], file["sha256"], file["file"]))


def is_whole(store: Store, package: PackageRecord) -> bool:
    """Whether every file of the package is there with its bytes. Raises ``ObjectStoreError``."""
    folder = store.home / package.folder
    return all(_holds(store.objects, folder, file) for file in files_of(package.manifest))


def _holds(objects: ObjectStore, folder: Path, file: Mapping[str, Any]) -> bool:
    if objects.shared:
        return objects.holds(StoredObject(file["sha256"], file["bytes"]))
    try:
        checked(folder / file["file"], file["sha256"])
    except DamagedObjectError:
        return False
    return True
