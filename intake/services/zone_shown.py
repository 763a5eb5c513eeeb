# SPDX-License-Identifier: Apache-2.0
"""Pictures of a dossier's pages, and of where its values stand, for a person who looks at them outside of the
browser.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from intake.capture.pages import CaptureLimits
from intake.reading.one_apart import done_apart
from intake.reading.page_picture import PictureTask
from intake.reading.worker_process import Limits
from intake.reading.workers import Workers
from intake.reading.zone_picture import Shares, ZoneForm, ZoneTask, zone_task
from intake.services.page_shown import picture_of
from intake.services.reviewing.value_places import ValuePlaces
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from templates.errors import UsageError
from templates.language.messages import _

_WIDTH = 1600
"""Pixels of a page in a viewer, and of one out of which a strip is cut."""


@dataclass(frozen=True, slots=True)
class PagePlace:
    """A page (from 1) of a document, ``zone`` what is looked at on it."""

    document: int
    page: int
    zone: Shares | None = None


def place_of_field(store: Store, dossier: str, key: str) -> PagePlace:
    """Where the value of a field stands. Raises ``UsageError`` where it stands on no page, and as
    ``Store.find`` does.
    """
    with store.read() as session:
        found = store.find(session, dossier).id
        value = store.form_values(session, found).get(key)
        place = next(ValuePlaces(store, session, load_catalogue()).of(value), None) if value else None
        if place is None:
            raise UsageError(
                _("This value stands on no page: nothing was read there, or a person entered it."),
                _("Look at all pages with: sohoa open {id}").format(id=found),
            )
        return PagePlace(place.document, place.page, place.with_its_line())


def pages_of_dossier(store: Store, dossier: str, paper: int | None, page: int | None) -> list[PagePlace]:
    """The pages of a dossier, of one of its papers (from 1, as ``show`` numbers them), or one of its pages.

    Raises ``UsageError`` where there is none such.
    """
    with store.read() as session:
        papers = store.documents(session, store.find(session, dossier).id)
    chosen = papers if paper is None else papers[paper - 1 : paper] if paper else []
    found = [
        PagePlace(each.id, number)
        for each in chosen
        if each.sha256 and not each.refused
        for number in range(1, each.page_count + 1)
        if page in (None, number)
    ]
    if not found:
        raise UsageError(
            _("The dossier has no such page."), _("Its papers and pages: sohoa show {id}").format(id=dossier)
        )
    return found


def pictures(
    store: Store,
    dossier: str,
    places: Sequence[PagePlace],
    form: ZoneForm,
    limits: Limits,
    capture: CaptureLimits,
    width: int = 0,
) -> list[bytes]:
    """Each place as ``form`` says, made in a worker process. Raises CaptureError, SohoaError."""
    workers: Workers[ZoneTask, bytes] = Workers(zone_task, 1, limits)
    return [
        done_apart(workers, ZoneTask(task, place.zone, form, width))
        for place in places
        if (task := _task(store, dossier, place, capture))
    ]


def _task(store: Store, dossier: str, place: PagePlace, capture: CaptureLimits) -> PictureTask | None:
    return picture_of(store, dossier, place.document, place.page, _WIDTH, capture)
