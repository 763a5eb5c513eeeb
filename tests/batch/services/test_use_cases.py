# SPDX-License-Identifier: Apache-2.0
"""Use cases as another desk than the command line would call them: values in, values out, no transaction."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from batch.gateway.contract import Connector, RemoteOutcome
from batch.gateway.doors import OnlyDoor
from batch.gateway.errors import NetworkDownError, NotQueuedError
from batch.outbox import outbox
from batch.outbox.rehearsal import WOULD_REFUSE, WOULD_SEND
from batch.package.pack_work import HowToPack
from batch.services.mails import agree_to_mail, all_mails, mails_waiting, withdraw_from_mail
from batch.services.packaging import package_dossiers, to_package
from batch.services.pushing import push_dossiers, rehearse_push, still_waiting, tell_found, to_push
from batch.services.slip_wish import SheetKind, SlipWish
from batch.services.slips import make_slip, slips_made
from batch.services.status import Asking, status_of, status_page
from batch.services.visit import cover_sheet, open_visit, put_together, visit_sheets, without_papers
from batch.slips.errors import SlipRefusedError
from batch.slips.numbered.register import Issued
from batch.slips.sheets.files import PDF_ONLY, SlipDelivery
from bench.storm.dossiers import queued_dossier
from intake.dossier.paging import ALL
from intake.dossier.requester import Requester, Visit
from intake.dossier.sending.outbox_words import PERHAPS_SENT
from intake.dossier.states import State
from intake.errors import UnknownDossierError
from intake.settings.doors import DoorSettings, GatewaySettings
from intake.settings.settings import Settings
from intake.store.queue.lease_owner import new_owner
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from tests.support.desks.packing_desk import Clock, complete_dossier
from tests.support.desks.slip_desk import CLERK, RECEIVED, WHO, new_dossier, opened, set_office, text_of_pdf
from tests.support.servers.scripted_gateway import ScriptedGateway

ADDRESS = "citizen@example.org"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    set_office(monkeypatch)
    store = opened(tmp_path / "home", Clock(RECEIVED))
    yield store
    store.close()


def nobody_there() -> Connector:
    raise NetworkDownError.at("memory")


def never() -> Connector:
    raise AssertionError("the gateway was opened without need")


def test_what_is_pushed_is_told_and_then_what_became_of_it(store: Store) -> None:
    dossier, gateway = queued_dossier(store), ScriptedGateway()
    assert to_push(store, dossier[-4:], early=True) == [dossier]
    (pushed,) = push_dossiers(store, [dossier], OnlyDoor(lambda: gateway), who=WHO, early=False)
    assert pushed.state == "sent"
    gateway.outcomes[pushed.number] = RemoteOutcome.ACCEPTED
    told = status_of(store, dossier, Asking(OnlyDoor(lambda: gateway), WHO))
    assert told.standing is not None
    assert (told.standing.state, told.standing.number) == (State.ACCEPTED, pushed.number)
    assert still_waiting(store, []) == []


def test_the_gateway_is_opened_only_where_there_is_something_to_ask_or_to_send(store: Store) -> None:
    queued_dossier(store)
    assert list(push_dossiers(store, [], OnlyDoor(never), who=WHO, early=False)) == []
    page = status_page(store, ALL, Asking(OnlyDoor(never), WHO))
    assert (page.total, page.counts, page.unasked) == (1, {State.QUEUED: 1}, [])


def test_a_gateway_that_cant_be_asked_costs_only_the_news(store: Store) -> None:
    dossier = queued_dossier(store)
    list(push_dossiers(store, [dossier], OnlyDoor(ScriptedGateway), who=WHO, early=False))
    page = status_page(store, ALL, Asking(OnlyDoor(nobody_there), WHO))
    parts = list(page.parts)
    assert [one.dossier for part in parts for one in part] == [dossier]
    assert len(page.unasked) == 1


def test_what_a_person_found_at_the_gateway_is_kept(store: Store) -> None:
    dossier, owner = queued_dossier(store), new_owner()
    job = outbox.lease(store, dossier, owner)
    assert job is not None
    assert store.write(lambda session: outbox.refuse(session, job, PERHAPS_SENT))
    tell_found(store, dossier, None, OnlyDoor(never), who=WHO, sure=lambda _found: False)
    with store.read() as session:
        notes = [event.data.get("code") for event in store.journal(session, dossier)]
    assert "said-not-sent" in notes


def test_one_that_cant_be_packaged_costs_only_itself(store: Store, tmp_path: Path) -> None:
    unchecked, complete = new_dossier(store), complete_dossier(store, tmp_path / "scans")
    assert to_package(store, None) == [complete]
    how, catalogue = HowToPack(), load_catalogue()
    first, second = package_dossiers(store, [unchecked, complete], catalogue, how, who=WHO)
    assert (first.dossier, first.built) == (unchecked, None)
    assert first.problem is not None and unchecked in first.problem.sentence
    assert second.built is not None and second.problem is None


def test_what_is_found_since_a_dossier_was_finished_keeps_it_from_being_packaged(
    store: Store, tmp_path: Path
) -> None:
    dossier = complete_dossier(store, tmp_path / "scans")  # its pages say nothing, which no check told yet
    with store.write() as session:
        store.set_findings(session, dossier, [], who=WHO)  # an earlier version found nothing to be decided
    (one,) = package_dossiers(store, [dossier], load_catalogue(), HowToPack(), who=WHO)
    assert one.built is None and one.problem is not None
    with store.read() as session:
        assert store.get(session, dossier).state is State.READ
        assert store.findings(session, dossier)


def test_a_slip_says_what_it_needs_and_what_was_issued_outlives_the_store(store: Store) -> None:
    dossier = new_dossier(store)
    for kind, wish in (
        (SheetKind.REFUSAL, SlipWish(reasons=(" ",), law="Luật Hộ tịch")),
        (SheetKind.REFUSAL, SlipWish(reasons=("Lý do.",))),
        (SheetKind.APOLOGY, SlipWish(reasons=("Lý do.",))),
        (SheetKind.APOLOGY, SlipWish(until=date(2026, 11, 20))),
    ):
        with pytest.raises(SlipRefusedError):
            make_slip(store, dossier, kind, wish, PDF_ONLY, CLERK)
    made = make_slip(store, dossier[-4:], SheetKind.RECEIPT, SlipWish(), PDF_ONLY, CLERK)
    told = slips_made(store, dossier)
    store.close()
    shutil.rmtree(store.home)
    assert isinstance(made, Issued)
    assert [(slip.kind, slip.sign, slip.issued_by) for slip in told.slips] == [("receipt", made.sign, WHO)]


def test_a_mail_is_queued_for_who_agreed_and_named_until_it_went_out(store: Store) -> None:
    dossier = new_dossier(store)
    assert agree_to_mail(store, dossier[-4:], ADDRESS, who=WHO, how="counter")
    assert not agree_to_mail(store, dossier, ADDRESS, who=WHO, how="counter")
    make_slip(store, dossier, SheetKind.RECEIPT, SlipWish(), SlipDelivery(mail=True), CLERK)
    (waiting,) = mails_waiting(store, "mail.example.org", besides=())
    assert (waiting.dossier, waiting.address, waiting.state) == (dossier, ADDRESS, "queued")
    assert all_mails(store, "mail.example.org") == [waiting]
    assert withdraw_from_mail(store, dossier, who=WHO)
    assert not withdraw_from_mail(store, dossier, who=WHO)


def test_a_visit_makes_its_dossier_then_its_sheets(store: Store, tmp_path: Path) -> None:
    told = Visit("1.001193", Requester(name="LÊ THỊ THỬ"), ("birth-notice", "id-card"))
    visit = open_visit(store, told, who=WHO)
    cover, _copy, receipt, _other = visit_sheets(store, visit.dossier, told, CLERK, tmp_path / "out")
    assert visit.dossier in text_of_pdf(cover)
    printed = text_of_pdf(receipt)
    names = {kind: load_catalogue().paper_name(kind, "vi") for kind in told.kinds}
    assert names["birth-notice"] in printed
    assert names["id-card"] not in printed, "what was only shown is on no receipt"
    again = cover_sheet(store, visit.dossier[-4:], who=WHO, out=None)
    assert (again.dossier, list(again.files)) == (visit.dossier, [cover])


def test_every_use_case_says_that_there_is_no_such_dossier(store: Store) -> None:
    for asked in (
        lambda: to_package(store, "zzzz"),
        lambda: to_push(store, "zzzz", early=False),
        lambda: status_of(store, "zzzz", None),
        lambda: slips_made(store, "zzzz"),
        lambda: make_slip(store, "zzzz", SheetKind.FORM, SlipWish(), PDF_ONLY, CLERK),
        lambda: agree_to_mail(store, "zzzz", ADDRESS, who=WHO, how="counter"),
        lambda: withdraw_from_mail(store, "zzzz", who=WHO),
        lambda: cover_sheet(store, "zzzz", who=WHO, out=None),
    ):
        with pytest.raises(UnknownDossierError):
            asked()
    with pytest.raises(NotQueuedError):
        to_push(store, new_dossier(store), early=False)


def test_a_dry_run_tells_of_every_door_what_it_would_refuse_and_sends_nothing(
    store: Store, tmp_path: Path
) -> None:
    doors = {
        "kho": DoorSettings(connector="folder", place=str(tmp_path / "kho")),
        "so": DoorSettings(connector="register-158", place=str(tmp_path / "so")),
    }
    gateway = GatewaySettings(doors=doors, send_to=("kho", "so"))
    nameless = queued_dossier(store, child__full_name=" ")
    first, second = rehearse_push(store, [nameless], Settings(gateway=gateway))
    assert [(one.door, one.state, one.set_aside) for one in (first, second)] == [
        ("kho", WOULD_SEND, False),
        ("so", WOULD_REFUSE, True),
    ]
    assert [message.key for message in second.messages] == ["child.full_name"]
    assert not (tmp_path / "kho").exists()


def test_covers_of_all_dossiers_without_papers_are_printed_in_one_go(store: Store, tmp_path: Path) -> None:
    made = sorted(
        store.write(lambda session: store.create_dossier(session, procedure="1.001193", who=WHO).id)
        for _number in range(3)
    )
    assert without_papers(store) == made
    sheets = [cover_sheet(store, one, who=WHO, out=None).files[0] for one in made]
    put_together(sheets, tmp_path / "covers.pdf")
    with pikepdf.open(tmp_path / "covers.pdf") as pdf:
        assert len(pdf.pages) == 3
    assert [path.name for path in tmp_path.glob(".*pdf*")] == []
