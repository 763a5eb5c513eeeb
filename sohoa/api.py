# SPDX-License-Identifier: Apache-2.0
"""What other programs may use: read a file, check a dossier, package it. All else may change any day.

Each function is what the command of the same name does, without a screen. Settings are those of the command
line (:func:`settings`), or others that you hand in; texts are Vietnamese, within ``with speaking("en"):``
English. What goes wrong is a :class:`SohoaError` with a ``sentence`` and an ``advice`` for people.

Pages are read in processes of their own, so a script that reads needs ``if __name__ == "__main__":``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from intake.settings.settings import Settings
from intake.settings.settings import load_settings as settings
from templates.errors import SohoaError
from templates.language.messages import speaking

if TYPE_CHECKING:
    from intake.store.store import Store
    from ocr.result import FieldReading, PageReading

__all__ = ["Page", "Settings", "SohoaError", "check", "package", "read", "settings", "speaking"]

WHO = "sohoa.api"
"""Whom a dossier's history names unless somebody is named."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a file: what stands on it, or (``reading`` None) the ``problem`` in a sentence.

    ``number`` counts from 1; 0 speaks for a file that could not be opened at all.
    """

    number: int
    reading: PageReading | None = None
    problem: str = ""

    @property
    def kind(self) -> str:
        """The key of the kind of paper (see ``sohoa forms list``); "" where the page could not be read."""
        return self.reading.kind if self.reading else ""

    def values(self) -> dict[str, FieldReading]:
        """The most trusted reading of each field: ``value``, ``confidence`` (0…1), ``source``, ``box`` …"""
        if self.reading is None:
            return {}
        found = {field.key: self.reading.value(field.key) for field in self.reading.fields}
        return {key: best for key, best in found.items() if best is not None}


def read(file: Path, chosen: Settings | None = None) -> tuple[Page, ...]:
    """The pages of a PDF, JPEG, PNG or TIFF ``file`` in their order; nothing is stored.

    Raises:
        SohoaError: nothing can be read at all, as a recogniser or a data file is missing or damaged.
    """
    from intake.reading.page_work import PageTask, how_to_read
    from intake.reading.read_files import plan
    from intake.reading.workers import Workers

    _use(chosen := chosen or settings())
    how = how_to_read(chosen)
    info = plan([str(file)], how)[str(file)]
    if info.refusal:
        return (Page(0, problem=info.refusal.sentence),)
    tasks = (PageTask(str(file), number, how.capture, how.by) for number in range(1, info.pages + 1))
    pages = [
        Page(one.task.page, one.value, one.failure.sentence if one.failure else "")
        for one in Workers(how.work, how.workers, how.limits).run(tasks)
    ]
    return tuple(sorted(pages, key=lambda page: page.number))


def check(dossier: str, chosen: Settings | None = None) -> dict[str, Any]:
    """Fill in and check the dossier with the id ``dossier`` (a part that only one has is enough).

    What came out, as ``sohoa check --json`` prints it: ``status``, ``state``, ``findings``, ``return_date`` …

    Raises:
        SohoaError: there is no such dossier, or the store can't be used.
    """
    from intake.services.judging import check_dossier

    with _store(chosen := chosen or settings()) as store:
        return check_dossier(store, dossier, commune=chosen.unit.commune)


def package(dossier: str, chosen: Settings | None = None, *, who: str = WHO) -> Path:
    """Make the PDFs of a complete dossier and queue it for the gateway: the folder with ``manifest.json``.

    Raises:
        SohoaError: there is no such dossier, it is not complete, or the disk is full.
    """
    from batch.package.pack_work import how_to_pack
    from batch.services.packaging import package_dossiers, to_package
    from templates.catalogue.loading import load_catalogue

    with _store(chosen := chosen or settings()) as store:
        found, how = to_package(store, dossier), how_to_pack(chosen)
        (made,) = package_dossiers(store, found, load_catalogue(), how, who=who, asked_for=True)
    if made.problem is not None:
        raise made.problem
    assert made.built is not None
    return made.built.folder


@contextmanager
def _store(chosen: Settings) -> Iterator[Store]:
    from intake.settings.apart import at_home
    from intake.settings.secrets import database_server
    from intake.store.remote.place import objects_of
    from intake.store.store import Store

    _use(chosen)
    chosen = at_home(chosen)
    server, objects = database_server(chosen.store), objects_of(chosen)
    unit = chosen.unit.code or None
    with closing(Store.open(chosen.home, unit=unit, server=server, objects=objects)) as store:
        store.second_look = chosen.review.second_look
        yield store


def _use(chosen: Settings) -> None:
    """The catalogue is that of the store's home, as on the command line."""
    from templates.catalogue.trust import use_trust
    from templates.files.active import use_home

    use_home(lambda: chosen.home)
    use_trust(lambda: chosen.forms.trust)
