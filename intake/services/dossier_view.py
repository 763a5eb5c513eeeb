# SPDX-License-Identifier: Apache-2.0
"""All that is known of one dossier as plain values: what ``show --json`` prints and the screen shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from intake.check.check import check
from intake.dossier.deadline.local_time import local_day
from intake.dossier.journal import Event
from intake.dossier.look_words import all_told, waits_told
from intake.dossier.record_json import plain
from intake.dossier.second_look import Looks
from intake.dossier.state_words import left_alone_told
from intake.dossier.stored import StoredFile, StoredPage
from intake.dossier.values import FormValue
from intake.form.units_now import add_units
from intake.services.answers import answers_told
from intake.services.facts_of import facts_of
from intake.services.results.attaching import result_told
from intake.services.reviewing.second_look import gives_away, looks_waiting, read_differently
from intake.store.dossier.arranging import laid_pages
from intake.store.dossier.journal import ended_of, holds
from intake.store.queue.nights import left_alone
from intake.store.queue.standing import doors_of, noteworthy
from intake.store.results import results_of
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.catalogue.loading import Catalogue, load_catalogue
from templates.errors import UnknownNameError
from templates.model.document_types import FieldType


def dossier_shown(store: Store, dossier: str, catalogue: Catalogue) -> dict[str, Any]:
    """``dossier_view`` of the dossier that a person means, ``units_now`` beside its addresses; ``fields`` are
    those of its form, by key as they are called, in the order of the paper, ``answers_told`` its questions
    and their answers in words.
    """
    with store.read() as session:
        view = dossier_view(store, session, store.find(session, dossier).id)
        if not all(finding.get("said") for finding in view["findings"]):
            view["findings"] = list(_reworded(store, session, view, catalogue))
        view |= _with_looks(view, looks_waiting(store, session, view["id"]))
    types = form_types(view, catalogue)
    add_units(view, types, catalogue)
    return view | {
        "answers_told": _answers(view, catalogue),
        "fields": {key: catalogue.field_name(key) for key in types},
    }


def _with_looks(view: Mapping[str, Any], waiting: Mapping[str, Looks]) -> dict[str, Any]:
    """Values, findings and history without what a person said that another is to read as well: whoever that
    is reads this too. A third is told what both ``said``.
    """
    values = {key: _hidden(value, waiting.get(key)) for key, value in view["values"].items()}
    history = [
        event | {"data": {**event["data"], **_UNTOLD}} if event["data"].get("key") in waiting else event
        for event in view["history"]
    ]
    findings = [each for each in view["findings"] if not gives_away(each["field"], each["clerk"], waiting)]
    return {
        "values": values,
        "findings": findings,
        "history": history,
        "second_look": all_told(waiting.values()),
    }


_UNTOLD = {"value": "…", "replaced": "…", "unreadable": False}


def _hidden(value: Mapping[str, Any], looks: Looks | None) -> Mapping[str, Any]:
    if looks is None:
        return value
    nothing: dict[str, Any] = {"value": "", "raw": "", "alternatives": [], "proposals": [], "confirmed": []}
    said = [{"who": who, "value": offer.text} for offer in read_differently(looks) for who in offer.sources]
    return {**value, **nothing, "unreadable": False, "waits": waits_told(looks), "said": said}


def dossier_meant(store: Store, typed: str) -> str:
    """The whole id of the dossier that a person means; raises as ``Store.find`` does."""
    with store.read() as session:
        return store.find(session, typed).id


def _answers(view: Mapping[str, Any], catalogue: Catalogue) -> dict[str, str]:
    try:
        edition = catalogue.procedure(view["procedure"], local_day(view["received_at"]))
    except UnknownNameError:
        return dict(view["answers"])
    return answers_told(edition, view["answers"])


def _reworded(
    store: Store, session: Transaction, view: Mapping[str, Any], catalogue: Catalogue
) -> Iterator[Mapping[str, Any]]:
    """Findings that an earlier version kept in the language of its check, as the same are found now; one that
    is no longer found as it was told.
    """
    try:
        edition = catalogue.procedure(view["procedure"], local_day(view["received_at"]))
    except UnknownNameError:
        yield from view["findings"]
        return
    facts = facts_of(store, session, view["id"], catalogue)
    now = {_place(plain(f)): f.clerk for f in check(facts, edition, catalogue, store.clock()).findings}
    yield from ({**kept, "clerk": now.get(_place(kept), kept["clerk"])} for kept in view["findings"])


def _place(finding: Mapping[str, Any]) -> tuple[str, ...]:
    """What tells one finding of a check from the others."""
    return (finding["code"], *(str(finding.get(name) or "") for name in ("paper", "field", "page")))


def dossier_view(store: Store, session: Transaction, dossier_id: str) -> dict[str, Any]:
    """The dossier with its papers, values, findings and history.

    ``ended`` says how it ended without a result (``endings``); None where it did not.
    ``gateway`` says why it waits for the gateway or came back from it; None where neither is so.
    ``doors`` are all by which it left or leaves, the leading one first, with what was said there last.
    ``held`` says ``by`` whom it is held back and for what ``reason``; None where nobody does.
    """
    dossier, pages = store.get(session, dossier_id), store.pages(session, dossier_id)
    there: defaultdict[int, list[int]] = defaultdict(list)
    for sheet in laid_pages(session, dossier_id):
        there[sheet.paper.id].append(sheet.number)
    return {
        "id": dossier.id,
        "version": dossier.version,
        "unit": dossier.unit,
        "register": {"year": dossier.register_year, "number": dossier.register_number},
        "procedure": dossier.procedure,
        "state": dossier.state.value,
        "ended": ended_of(session, dossier),
        "official_number": dossier.official_number,
        "received_at": dossier.received_at,
        "owner": dossier.owner,
        "requester": dossier.requester,
        "folder": dossier.folder,
        "answers": dossier.answers,
        "gateway": _gateway(store, session, dossier_id),
        "doors": [
            standing.as_json(load_catalogue) for standing in doors_of(session, dossier_id, store.clock())
        ],
        "results": [result_told(one) for one in results_of(session, dossier_id)],
        "held": holds(session, [dossier_id]).get(dossier_id),
        "left_alone": _left_alone(session, dossier_id),
        "papers": [
            _paper(document, pages.get(document.id, ()), there[document.id])
            for document in store.documents(session, dossier_id)
        ],
        "values": {key: _value(held) for key, held in store.form_values(session, dossier_id).items()},
        "findings": store.findings(session, dossier_id),
        "history": [event_view(event) for event in store.journal(session, dossier_id)],
    }


def _left_alone(session: Transaction, dossier_id: str) -> str:
    """Why runs leave it alone and what to do; "" where they don't."""
    trouble = left_alone(session, [dossier_id]).get(dossier_id)
    return left_alone_told(dossier_id, trouble) if trouble is not None else ""


def _gateway(store: Store, session: Transaction, dossier_id: str) -> dict[str, Any] | None:
    standing = noteworthy(session, [dossier_id], store.clock()).get(dossier_id)
    return standing.as_json(load_catalogue) if standing else None


def form_types(view: Mapping[str, Any], catalogue: Catalogue) -> Mapping[str, FieldType]:
    """The types of the fields of the dossier's form; empty where the catalogue no longer has its rules."""
    try:
        edition = catalogue.procedure(view["procedure"], local_day(view["received_at"]))
        return catalogue.document_type(edition.form).fields()
    except UnknownNameError:
        return {}


def _paper(document: StoredFile, pages: Iterable[StoredPage], there: Sequence[int]) -> dict[str, Any]:
    refusal = {"code": document.refusal_code, "reason": document.refusal_reason}
    return {
        "document": document.id,
        "file": document.name,
        "sha256": document.sha256,
        "media_type": document.media_type,
        "size": document.size,
        "page_count": document.page_count,
        "pages_there": [] if document.refused else there,
        "refusal": refusal if document.refused else None,
        "pages": [_page(page) for page in pages],
    }


def _page(page: StoredPage) -> dict[str, Any]:
    return {"page": page.number, "status": page.status, "kind": page.kind, "reason": page.reason}


def _value(held: FormValue) -> dict[str, Any]:
    said = held.said
    return {
        "value": said.value,
        "raw": said.raw,
        "confidence": round(said.confidence, 4),
        "source": said.source,
        "paper": said.paper,
        "document": said.document_id,
        "page": said.page,
        "box": said.box.as_list() if said.box else [],
        "agreement": held.agreement,
        "needs_review": held.needs_review,
        "corrected": held.corrected or held.unreadable,
        "unreadable": held.unreadable,
        "corrected_by": held.corrected_by,
        "corrected_at": held.corrected_at,
        "version": held.version,
        "alternatives": plain(held.alternatives),
        "proposals": plain(said.proposals),
        "confirmed": plain(held.confirmed),
    }


def event_view(event: Event) -> dict[str, Any]:
    """One line of the journal as plain values."""
    return {"id": event.id, "at": event.at, "who": event.who, "what": event.what, "data": event.data}
