# SPDX-License-Identifier: Apache-2.0
"""The form of a dossier beside its pictures: a person decides field by field, each word is kept at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from starlette.responses import Response

from batch.web.ways import Changes, PageVisit, Shows
from intake.dossier.deadline.local_time import local_time
from intake.dossier.record_json import plain
from intake.dossier.state_words import state_told
from intake.errors import ChangedMeanwhileError, HardlyReadError, InvalidValueError, NotShownError
from intake.services.changing.edit import Edit, edit
from intake.services.changing.undo import undo
from intake.services.dossier_view import dossier_meant
from intake.services.form_sheet import FieldStanding, FormSheet, form_sheet
from intake.services.reviewing.deciding import decide
from intake.services.reviewing.showing import MOST_LOOKED_S, Looked, shown
from templates.catalogue.loading import load_catalogue
from templates.language.messages import _

CONFLICT, CANT_BE = 409, 422
_SIGHT, _SECONDS = re.compile(r"[0-9a-z]{6,24}"), re.compile(r"[0-9]{1,6}", re.ASCII)


def verify(visit: PageVisit) -> Response:
    """The page; its script asks for nothing but pictures and changes."""
    sheet = _sheet(visit, visit.word("dossier"))
    groups = [
        (doubtful, list(fields))
        for doubtful, fields in groupby(sheet.fields, lambda f: f.standing is FieldStanding.DOUBTFUL)
    ]
    reading = visit.desk.reading.going_on(sheet.id)
    return visit.page("verify.html", sheet=sheet, groups=groups, told=_told(sheet), reading=reading)


def sheet(visit: PageVisit) -> Response:
    """The form as it stands now, for a page that is open already."""
    return visit.json(_told(_sheet(visit, visit.word("dossier"))))


def save(visit: PageVisit) -> Response:
    """Keep one field: ``value`` as typed ("" is empty on the paper), ``confirm``: it is right as it stands,
    ``unreadable``: nobody can read it. ``seen`` is the version that the page showed, ``shown`` the fields
    whose place was on the screen, ``because`` why a value stands although it looks wrong, ``more``: the next
    field comes at once, and the dossier is judged after that. ``seconds``: how long the page has been looked
    at since the opening ``sight``.
    """
    desk, key = visit.desk, visit.said("key")
    dossier = dossier_meant(desk.store, visit.word("dossier"))
    shown(desk.store, dossier, visit.said("shown").split(), who=desk.who, looked=_looked(visit))
    change = replace(_change(visit, key), because=visit.said("because"))
    questions: Sequence[str] = ()
    try:
        questions = _kept(visit, dossier, change)
    except ChangedMeanwhileError as error:
        if not _stands_so(_sheet(visit, dossier), key, change, desk.who):
            return _conflict(visit, dossier, error)
        # It came twice: the first answer never reached the page.
    except InvalidValueError as error:
        return visit.json({"error": error.sentence, "advice": "", "may_insist": True}, CANT_BE)
    except (NotShownError, HardlyReadError) as error:  # their advice is for a terminal
        return visit.json({"error": error.sentence, "advice": ""}, CANT_BE)
    return visit.json({"sheet": _told(_sheet(visit, dossier)), "remarks": questions})


def _looked(visit: PageVisit) -> Looked | None:
    """How long the page says that somebody looked; None where it says nothing that can be."""
    sight, seconds = visit.said("sight"), visit.said("seconds")
    if not (_SIGHT.fullmatch(sight) and _SECONDS.fullmatch(seconds)):
        return None
    return Looked(sight, int(seconds)) if 0 < int(seconds) <= MOST_LOOKED_S else None


def _kept(visit: PageVisit, dossier: str, change: Edit) -> Sequence[str]:
    """Keep what was said; what came of second looks, and questions about what may be a slip of the keys."""
    desk = visit.desk
    if visit.said("more"):
        kept = decide(desk.store, dossier, change, who=desk.who, seen=visit.seen)
        return [*kept.looked.values(), *kept.questions]
    done = edit(desk.store, dossier, change, who=desk.who, commune=desk.commune, seen=visit.seen)
    return [*done.looked, *done.questions]


def _stands_so(sheet: FormSheet, key: str, change: Edit, who: str) -> bool:
    """Whether the same person said just this already."""
    field = next((field for field in sheet.fields if field.key == key), None)
    if field is None or field.by != who or field.unreadable is not bool(change.unreadable):
        return False
    return all(value.strip() == field.value for _key, value in change.values)


def _change(visit: PageVisit, key: str) -> Edit:
    if visit.said("confirm"):
        return Edit(confirm=[key])
    if visit.said("unreadable"):
        return Edit(unreadable=[key])
    return Edit([(key, visit.said("value"))])


def take_back(visit: PageVisit) -> Response:
    """Take the last change back."""
    desk, dossier = visit.desk, dossier_meant(visit.desk.store, visit.word("dossier"))
    try:
        done = undo(
            desk.store, dossier, who=desk.who, commune=desk.commune, seen=visit.seen, keep_papers=True
        )
    except ChangedMeanwhileError as error:
        return _conflict(visit, dossier, error)
    for one in (dossier, *done.others):
        desk.reading.ask_where_unread(one)
    keys = [event.data["key"] for event in done.change.events if "key" in event.data]
    return visit.json({"sheet": _told(_sheet(visit, dossier)), "keys": keys})


def _sheet(visit: PageVisit, dossier: str) -> FormSheet:
    return form_sheet(visit.desk.store, dossier, load_catalogue(), visit.desk.who)


def _told(sheet: FormSheet) -> dict[str, Any]:
    """The sheet as a script of ours takes it."""
    fields = [{**plain(field), "at": local_time(field.at) if field.at else ""} for field in sheet.fields]
    return {
        "id": sheet.id,
        "version": sheet.version,
        "state": state_told(sheet.state, sheet.ended),
        "doubtful": sheet.doubtful,
        "fields": fields,
        "pages": plain(sheet.pages),
        "form_page": sheet.form_page,
    }


def _conflict(visit: PageVisit, dossier: str, error: ChangedMeanwhileError) -> Response:
    """What others changed, with the form as it stands now, so that the page can show both."""
    name = load_catalogue().field_name
    changes = "; ".join(str(replace(one, what=name(one.what))) for one in error.changes)
    told = _("Changed by somebody else meanwhile: {changes}. Nothing was overwritten; look at it again.")
    shown = {"error": told.format(changes=changes), "advice": "", "sheet": _told(_sheet(visit, dossier))}
    return visit.json(shown, CONFLICT)


WAYS = (
    Shows("/dossier/{dossier}/verify", verify),
    Shows("/dossier/{dossier}/sheet", sheet),
    Changes("/dossier/{dossier}/field", save),
    Changes("/dossier/{dossier}/undo", take_back),
)
