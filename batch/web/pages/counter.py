# SPDX-License-Identifier: Apache-2.0
"""The counter: a citizen's visit typed with the questions of ``sohoa new``, their files attached, and made a
dossier.

Each visit has an address of its own, which says nothing of it. What is typed is kept as it is typed
(``visits.drafts``); the key of the address is what the dossier is made with, so that it is made once however
often that is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from starlette.responses import Response

from batch.services.walk_in import receive_visit
from batch.slips.facts.gather import Issuer
from batch.web.advice import advice_here
from batch.web.faults import WebFault, answer_to
from batch.web.uploads import MOST_MB, kept_files
from batch.web.visits.typed import ANSWER, ASSUMED, COPY, VisitTyped, is_there, typed_in, understood
from batch.web.ways import Changes, PageVisit, Shows
from intake.capture.opening import probe
from intake.capture.refusals import CaptureError
from intake.reading.counting_apart import counting_apart
from intake.reading.page_work import HowToRead, how_to_open
from intake.services.answers import question_text, reply_text, words_of
from intake.services.counter import demand_words
from intake.services.counter.interview import fee_told
from intake.services.counter.reception import opened_before
from intake.services.counter.visit import procedure_name
from templates.catalogue.loading import load_catalogue
from templates.language.messages import _
from templates.language.outside_text import Longest

CANT_BE, DISK_FULL = 422, 507


def begin(visit: PageVisit) -> Response:
    """A new visit, at an address of its own."""
    return visit.go_to(f"/counter/{visit.desk.drafts.new_key()}")


def counter(visit: PageVisit) -> Response:
    """The visit as far as it was typed; where its dossier was made, what was made of it."""
    made = _made(visit)
    if made and _typed(visit) is None:
        return visit.go_to(f"/dossier/{made}/received")
    return _drawn(visit)


def save(visit: PageVisit) -> Response:
    """Keep what is typed, and show what follows from it."""
    with visit.desk.drafts.alone(_key(visit)):
        _kept(visit)
    return visit.go_to(_here(visit))


def attach(visit: PageVisit) -> Response:
    """Files of the citizen: those that can be opened are kept, of the others it is said why not."""
    told: list[str] = []
    with kept_files(visit, "files") as files, visit.desk.drafts.alone(_key(visit)):
        _kept(visit, even_nothing=True)
        if _typed(visit) is not None:
            told = _attached(visit, files)
    return _drawn(visit, told=told)


def detach(visit: PageVisit) -> Response:
    """Take a file off again."""
    with visit.desk.drafts.alone(_key(visit)):
        visit.desk.drafts.detach(_key(visit), visit.said("file"))
    return visit.go_to(_here(visit))


def drop(visit: PageVisit) -> Response:
    """No dossier after all: forget what was typed."""
    with visit.desk.drafts.alone(_key(visit)):
        visit.desk.drafts.forget(_key(visit))
    return visit.go_to("/counter")


def make(visit: PageVisit) -> Response:
    """The dossier, its files, its receipt; asked for again it goes on where it was broken off."""
    desk, key = visit.desk, _key(visit)
    with desk.drafts.alone(key):
        _kept(visit)
        typed = _typed(visit)
        if typed is None:
            made = _made(visit)
            return visit.go_to(f"/dossier/{made}/received" if made else "/counter")
        wanted = understood(typed, desk.store.clock()).visit()
        if wanted is None:
            return _drawn(visit, CANT_BE, checked=True)
        files = [each.path for each in desk.drafts.files(key)]
        try:
            made = receive_visit(
                desk.store,
                wanted,
                files,
                _how(visit),
                Issuer(desk.who, desk.settings.unit),
                client_id=_id(visit),
            )
        except Exception as error:
            return _drawn(visit, (fault := _told_of(error)).status, fault=fault)
        desk.drafts.forget(key)
    return visit.go_to(f"/dossier/{made}/received")


def _told_of(error: Exception) -> WebFault:
    fault = answer_to(error)
    if fault.status != DISK_FULL:
        return fault
    again = _("Make room, then press “Make the dossier” once more: it goes on where it stopped.")
    return WebFault(fault.status, _("The disk is full."), again)


def _kept(visit: PageVisit, *, even_nothing: bool = False) -> None:
    """Keep what the form says; of a visit whose dossier was made nothing is typed any more."""
    typed, drafts = typed_in(visit.form), visit.desk.drafts
    something = even_nothing or typed != VisitTyped() or drafts.typed(_key(visit)) is not None
    if something and _made(visit) is None:
        drafts.keep(_key(visit), typed)


def _attached(visit: PageVisit, files: Sequence[Path]) -> list[str]:
    told, how = [], _how(visit)
    with counting_apart(how) as count:
        for file in files:
            info = probe(file, how.capture, count)
            if info.refusal:
                advice = advice_here(CaptureError(info.refusal.code))
                told.append(f"{file.name}: {info.refusal.sentence} {advice}")
            else:
                visit.desk.drafts.attach(_key(visit), file, info.pages)
    return told


def _drawn(
    visit: PageVisit,
    status: int = 200,
    *,
    told: list[str] | None = None,
    fault: WebFault | None = None,
    checked: bool = False,
) -> Response:
    desk, key, catalogue = visit.desk, _key(visit), load_catalogue()
    typed = _typed(visit) or VisitTyped()
    meant = understood(typed, desk.store.clock())
    return visit.page(
        "counter.html",
        status,
        at=f"/counter/{key}",
        typed=typed,
        meant=meant,
        talk=meant.interview,
        told=told or [],
        fault=fault,
        checked=checked,
        made=_made(visit),
        files=desk.drafts.files(key),
        unfinished=desk.drafts.unfinished(but=key),
        most_mb=MOST_MB,
        longest=Longest.NAME.value,
        ANSWER=ANSWER,
        ASSUMED=ASSUMED,
        COPY=COPY,
        catalogue=catalogue,
        procedure_name=lambda code: procedure_name(code, catalogue),
        question_text=question_text,
        reply_text=reply_text,
        words_of=words_of,
        words=demand_words,
        is_there=is_there,
        fee_told=fee_told,
    )


def _key(visit: PageVisit) -> str:
    return visit.word("key")


def _here(visit: PageVisit) -> str:
    return f"/counter/{_key(visit)}"


def _id(visit: PageVisit) -> str:
    return f"counter-{_key(visit)}"


def _typed(visit: PageVisit) -> VisitTyped | None:
    return visit.desk.drafts.typed(_key(visit))


def _made(visit: PageVisit) -> str | None:
    return opened_before(visit.desk.store, _id(visit))


def _how(visit: PageVisit) -> HowToRead:
    return how_to_open(visit.desk.settings)


_AT = "/counter/{key}"
WAYS = (
    Shows("/counter", begin),
    Shows(_AT, counter),
    Changes(_AT, save),
    Changes(f"{_AT}/files", attach, MOST_MB),
    Changes(f"{_AT}/files/off", detach),
    Changes(f"{_AT}/drop", drop),
    Changes(f"{_AT}/make", make),
)
