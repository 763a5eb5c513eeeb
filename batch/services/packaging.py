# SPDX-License-Identifier: Apache-2.0
"""Making the PDFs of complete dossiers and queueing them; one that can't be packaged costs only itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from batch.errors import PackageError
from batch.package.package import BuiltPackage, PackageSettings
from batch.package.store import package_dossier, waiting_for_package
from intake.capture.refusals import CaptureError
from intake.store.store import Store
from templates.catalogue.loading import Catalogue


@dataclass(frozen=True, slots=True)
class Packaged:
    """What became of one dossier: its package, or why there is none."""

    dossier: str
    built: BuiltPackage | None = None
    problem: PackageError | CaptureError | None = None


def to_package(store: Store, typed: str | None) -> Sequence[str]:
    """The dossier that a person means, or all that wait (None).

    Raises:
        UnknownDossierError: there is none.
    """
    if typed is None:
        return waiting_for_package(store)
    with store.read() as session:
        return [store.find(session, typed).id]


def package_dossiers(
    store: Store, dossiers: Iterable[str], catalogue: Catalogue, settings: PackageSettings, *, who: str
) -> Iterator[Packaged]:
    """Package one after the other.

    Raises:
        DamagedObjectError: a kept paper no longer has the bytes that were read.
        StorageFullError: the disk is full.
    """
    for dossier in dossiers:
        try:
            built = package_dossier(store, dossier, catalogue, settings, who=who)
        except (PackageError, CaptureError) as error:
            yield Packaged(dossier, problem=error)
        else:
            yield Packaged(dossier, built)
