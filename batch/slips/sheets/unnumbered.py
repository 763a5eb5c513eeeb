# SPDX-License-Identifier: Apache-2.0
"""Sheets without a number, printed from the dossier as it stands: its form, and the control sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from batch.slips.errors import SlipRefusedError
from batch.slips.facts.gather import Issuer, SlipFacts, dated, tell
from batch.slips.facts.spoken_days import moment_in_words
from batch.slips.facts.sure import doubtful_keys, sure_values
from batch.slips.sheets.compose import compose
from batch.slips.sheets.content import SlipContent
from batch.slips.sheets.files import Files, SlipDelivery, keep_sheet
from batch.slips.sheets.form_print import form_document
from intake.dossier.deadline.local_time import local_day
from intake.dossier.journal import DOUBLE_OF, EndedAs, Event, What, ended_as, undone
from intake.dossier.states import State
from intake.form.documents import papers_of
from intake.services.facts_of import pages_of
from intake.settings.settings import UnitSettings
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.catalogue.loading import Catalogue, load_catalogue
from templates.model.slip_texts import load_slip


@dataclass(frozen=True, slots=True)
class PrintedSheet:
    """A sheet that was printed; ``left_open`` are the fields whose value nobody is sure of."""

    kind: str
    files: Files
    left_open: tuple[str, ...] = ()


def print_form(store: Store, dossier_id: str, wanted: SlipDelivery) -> PrintedSheet:
    """The dossier's form for the citizen to sign; values that are not sure stay leaders.

    Raises:
        SlipRefusedError: the official blank was not seen: a made-up one would come back from the office.
    """
    catalogue = load_catalogue()
    with store.read() as session:
        kind = _form_kind(store, session, dossier_id, catalogue)
        rows = store.form_values(session, dossier_id)
    if not catalogue.blank_known(kind):
        raise SlipRefusedError.no_blank(catalogue.paper_name(kind))
    layout = catalogue.form_layout(kind)
    document = form_document(catalogue.document_type(kind), layout, sure_values(rows), store.clock())
    keys = set(layout.printed_fields())
    doubtful = tuple(key for key in doubtful_keys(rows) if key in keys)
    return PrintedSheet(kind, keep_sheet(store, dossier_id, kind, document, wanted), doubtful)


def print_control(store: Store, dossier_id: str, wanted: SlipDelivery, *, by: Issuer) -> PrintedSheet:
    """The control sheet (Mẫu 06): the steps the journal knows, and rows for those to come."""
    catalogue = load_catalogue()
    now = store.clock()
    with store.read() as session:
        told = tell(store, session, dossier_id, catalogue, by=by)
        steps = list(_steps(store.journal(session, dossier_id), told, by.unit))
    text = load_slip("control", catalogue.root)
    places = {**told.places, "today": dated(by.unit, now)}
    handovers = [row for step in steps for row in _handed_over(*step)]
    content = SlipContent(places, (), {"steps": steps, "handovers": handovers}, told.office)
    document = compose(text, text.edition(local_day(now)), content, now)
    return PrintedSheet("control", keep_sheet(store, dossier_id, "control", document, wanted))


def _form_kind(store: Store, session: Transaction, dossier_id: str, catalogue: Catalogue) -> str:
    """The form the citizen filled in, where the procedure knows several; else its first."""
    dossier = store.get(session, dossier_id)
    edition = catalogue.procedure(dossier.procedure, local_day(dossier.received_at))
    came = {paper.kind for paper in papers_of(pages_of(store, session, dossier_id), catalogue)}
    return next((kind for kind in edition.forms if kind in came), edition.form)


def _handed_over(who: str, when: str, in_time: str, note: str) -> Iterator[list[str]]:
    """A step as the sheet has it: who hands over, who takes; both sign by hand."""
    yield [f"Giao: {who}", when, in_time, "", note]
    yield ["Nhận:", "…… giờ …… phút, ngày …/…/……", "", "", ""]


def _steps(events: Sequence[Event], told: SlipFacts, unit: UnitSettings) -> Iterator[list[str]]:
    gone = undone(events)
    for event in events:
        what, note = _step(event)
        if what and event.id not in gone:
            received = event.what == What.CREATED
            when = told.places["received"] if received else moment_in_words(event.at)
            yield [f"{what} – {unit.officer(event.who)}", when, _in_time(event, told), note]


def _step(event: Event) -> tuple[str, str]:
    """What happened, in the sheet's words; empty for what the sheet does not tell."""
    match event.what:
        case What.CREATED:
            return "Tiếp nhận hồ sơ", ""
        case What.CLOCK_STOPPED:
            return "Yêu cầu bổ sung", "Dừng tính thời hạn"
        case What.CLOCK_STARTED:
            return "Nhận bổ sung", "Tính tiếp thời hạn"
        case What.DUE_MOVED:
            return "Xin lỗi, hẹn lại", f"Hẹn trả ngày {_day(event.data['to'])}"
        case What.STATE if other := event.data.get(DOUBLE_OF):
            return "Kết thúc hồ sơ trùng", f"Trùng hồ sơ {other}"
        case What.STATE if event.data["to"] == State.REJECTED:
            stopped = ended_as(event.data) in (EndedAs.WITHDRAWN, EndedAs.STOPPED)
            return "Dừng giải quyết" if stopped else "Từ chối giải quyết", ""
        case What.STATE:
            return _STATES.get(State(event.data["to"]), ""), ""
    return "", ""


_STATES = {
    State.PUSHED: "Gửi hồ sơ lên cổng dịch vụ công",
    State.ACCEPTED: "Cổng dịch vụ công tiếp nhận",
    State.RESULT_ATTACHED: "Có kết quả",
}


def _day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}/{month}/{year}"


def _in_time(event: Event, told: SlipFacts) -> str:
    """Only the result is early, in time or late."""
    if event.what != What.STATE or event.data["to"] != State.RESULT_ATTACHED:
        return ""
    done, due = local_day(event.at), told.deadline.due.day
    if done == due:
        return "Đúng hạn"
    return "Trước hạn" if done < due else "Quá hạn"
