# SPDX-License-Identifier: Apache-2.0
"""Doubtful values of many dossiers, a sort at a time as a grid of strips; what is right goes with one key."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError
from starlette.responses import Response

from batch.web.errors import NoSuchPageError, NotFromOurPageError
from batch.web.pages.verify import CANT_BE, CONFLICT
from batch.web.ways import Changes, PageVisit, Shows
from intake.dossier.record_json import adapter, plain
from intake.errors import ChangedMeanwhileError, InvalidValueError
from intake.services.changing.edit import Edit
from intake.services.dossier_view import dossier_meant
from intake.services.judging import judged
from intake.services.reviewing.by_field import ValueCell, cells_at, next_cells, waiting_by_sort, waiting_looks
from intake.services.reviewing.deciding import decide
from intake.services.reviewing.screenful import (
    ConfirmedHere,
    ScreenDone,
    ShownCell,
    confirm_shown,
    take_back_screenful,
)
from intake.services.reviewing.showing import shown
from intake.services.reviewing.sorts import ValueSort
from intake.store.dossier.doubtful_values import Place
from templates.catalogue.loading import load_catalogue

_MANY = {ValueSort.SEX: 12, ValueSort.DATES: 12}
_FEW = 6
"""So many are compared at a glance; of names and numbers each letter counts, and their strips are larger."""
_MOST_SENT = 60
"""More than one screen ever holds."""


def overview(visit: PageVisit) -> Response:
    """Which sorts of values wait, and in which forms."""
    waiting = waiting_by_sort(visit.desk.store)
    sorts = {
        sort: [
            (each.form, load_catalogue().paper_name(each.form), each.count)
            for each in waiting
            if each.sort is sort
        ]
        for sort in ValueSort
    }
    there = {sort: forms for sort, forms in sorts.items() if forms}
    return visit.page("values.html", sorts=there, looks=waiting_looks(visit.desk.store, visit.desk.who))


def grid(visit: PageVisit) -> Response:
    """The page with its first screenful; its script asks for the next ones."""
    sort, form = _sort(visit), visit.asked("form")
    name = load_catalogue().paper_name(form) if form in load_catalogue().document_types else ""
    return visit.page("values_grid.html", sort=sort, form=form, form_name=name, told=_next(visit, sort))


def cells(visit: PageVisit) -> Response:
    """The screenful behind a place of the one before."""
    return visit.json(_next(visit, _sort(visit)))


def confirm(visit: PageVisit) -> Response:
    """``cells``: all that was on the screen, and what of it is right."""
    told = _sent(visit, "cells", tuple[ShownCell, ...])
    desk = visit.desk
    return visit.json(plain(confirm_shown(desk.store, told, who=desk.who, commune=desk.commune)))


def keep(visit: PageVisit) -> Response:
    """Keep what was typed for one value (``dossier``, ``key``; "" is empty on the paper), or that nobody can
    read it (``unreadable``); ``seen`` as the screen showed it, ``shown`` where its strip was drawn.
    """
    desk, key = visit.desk, visit.said("key")
    dossier = dossier_meant(desk.store, visit.said("dossier"))
    if visit.said("shown"):
        shown(desk.store, dossier, [key], who=desk.who)
    change = Edit(unreadable=[key]) if visit.said("unreadable") else Edit([(key, visit.said("value"))])
    try:
        kept = decide(desk.store, dossier, change, who=desk.who, seen=visit.seen)
    except ChangedMeanwhileError as error:
        return visit.json({"error": error.sentence, "advice": "", "gone": True}, CONFLICT)
    except InvalidValueError as error:  # its advice is for a terminal
        return visit.json({"error": error.sentence, "advice": ""}, CANT_BE)
    judged(desk.store, dossier, commune=desk.commune)
    done = plain(ScreenDone((ConfirmedHere(dossier, kept.change, (key,)),), ()))
    value = kept.changes[0].now if kept.changes else visit.said("value")
    return visit.json({**done, "value": value, "remarks": [*kept.looked.values(), *kept.questions]})


def back(visit: PageVisit) -> Response:
    """Take back what one of the answers above said to be ``done``; its cells as they stand now."""
    told = _sent(visit, "done", tuple[ConfirmedHere, ...])
    desk = visit.desk
    back = take_back_screenful(desk.store, told, who=desk.who, commune=desk.commune)
    places = [(each.dossier, key) for each in back.done for key in each.keys]
    return visit.json({**plain(back), "cells": [_told(cell) for cell in cells_at(desk.store, places)]})


def _sort(visit: PageVisit) -> ValueSort:
    named = visit.word("sort")
    if named not in tuple(ValueSort):
        raise NoSuchPageError.of()
    return ValueSort(named)


def _next(visit: PageVisit, sort: ValueSort) -> dict[str, Any]:
    most = _MANY.get(sort, _FEW)
    desk, form, after = visit.desk, visit.asked("form"), _after(visit)
    found = next_cells(desk.store, sort, form, who=desk.who, after=after, most=most)
    return {"cells": [_told(cell) for cell in found]}


def _after(visit: PageVisit) -> Place | None:
    """``key:number`` of the address; anything else is the beginning."""
    key, _colon, number = visit.asked("after").rpartition(":")
    return (key, int(number)) if key and number.isdecimal() and len(number) < 19 else None


def _told(cell: ValueCell) -> dict[str, Any]:
    """A cell as a script of ours takes it."""
    key, number = cell.at
    name = load_catalogue().paper_name
    return {
        "dossier": cell.dossier,
        "seen": cell.version,
        "key": cell.key,
        "name": cell.name[:1].upper() + cell.name[1:],
        "form": name(cell.form) if cell.form else "",
        "value": cell.value,
        "apart": cell.apart,
        "why": cell.apart.told,
        "by_itself": cell.apart.by_itself,
        "offers": plain(cell.offers),
        "at": f"{key}:{number}",
    }


def _sent(visit: PageVisit, name: str, kind: Any) -> Any:
    """What our script sent as JSON; what it would never send comes from elsewhere."""
    try:
        told = adapter(kind).validate_json(visit.said(name))
    except ValidationError:
        raise NotFromOurPageError.of() from None
    if len(told) > _MOST_SENT:
        raise NotFromOurPageError.of()
    return told


WAYS = (
    Shows("/values", overview),
    Changes("/values/confirm", confirm),
    Changes("/values/cell", keep),
    Changes("/values/back", back),
    Shows("/values/{sort}", grid),
    Shows("/values/{sort}/cells", cells),
)
