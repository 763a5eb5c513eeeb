# SPDX-License-Identifier: Apache-2.0
"""The inbox of a run over all that is open. It is never emptied: what lies there since earlier nights is
known again, and is one of the run's dossiers only where something became of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from batch.night.context import Night
from batch.night.log import include
from batch.night.remarks import Remark, RemarkCode
from intake.capture.sources import DossierSource, plan
from intake.services.receive.ingest import Taken
from intake.settings.log import log
from intake.store.dossier.origins import dossiers_at
from intake.store.store import Store
from templates.errors import UsageError


def lying_in(night: Night, inbox: Path) -> list[DossierSource]:
    """What lies in the inbox. Where the settings name one that can't be had, which is likely a share that is
    away, a remark says so, and the run goes on with what is in the store.
    """
    try:
        if inbox.is_dir():
            return plan(inbox)
        named = Path(night.settings.night.inbox).expanduser() if night.settings.night.inbox else None
        away = named is not None and not named.is_dir()  # an office's own folder in it may not be made yet
    except (OSError, UsageError) as error:
        log().warning("inbox-away", run=night.run_id, code=type(error).__name__)
        away = True
    if away:
        night.remarks.append(Remark(RemarkCode.INBOX_AWAY, str(inbox), ""))
    return []


def versions_before(store: Store, source: DossierSource) -> dict[str, int]:
    """The dossiers that the source may belong to, with their versions before it is taken in."""
    with store.read() as session:
        found = [store.get(session, source.dossier)] if source.dossier else dossiers_at(session, source.place)
        return {dossier.id: dossier.version for dossier in found}


def count_taken(night: Night, taken: Taken, before: Mapping[str, int], old: dict[str, int]) -> None:
    """Count the dossier among the run's if it came or papers changed it; else it is put among the ``old``."""
    version = _version(night, taken.dossier_id)
    if taken.copied or before.get(taken.dossier_id) == version:
        old.setdefault(taken.dossier_id, version)
    else:
        include(night, taken.dossier_id)


def count_changed(night: Night, old: Mapping[str, int]) -> None:
    """Count those of the ``old`` that have changed since they were put there."""
    for dossier, version in old.items():
        if _version(night, dossier) != version:
            include(night, dossier)


def _version(night: Night, dossier: str) -> int:
    with night.store.read() as session:
        return night.store.get(session, dossier).version


def not_kept(store: Store, sources: Sequence[DossierSource]) -> Iterator[Path]:
    """The files that are not kept yet, told by place, name and size: to hash them all would be to read the
    inbox once more. A scan that was parted at cover sheets is kept in parts and counts as not kept.
    """
    for source in sources:
        with store.read() as session:
            had = {
                (document.place or document.name, document.size)
                for dossier in dossiers_at(session, source.place)
                for document in store.every_document(session, dossier.id)
            }
        yield from (file for file in source.files if (source.place_of(file), _size(file)) not in had)


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return -1
