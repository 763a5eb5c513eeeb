# SPDX-License-Identifier: Apache-2.0
"""The way back: what the gateway said is kept and told in one word, and the results that it hands back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from batch.gateway.contract import RemoteOutcome, RemoteResult
from batch.gateway.doors import OnlyDoor
from batch.gateway.errors import BrokenConnectionError
from batch.report.report import report_period
from batch.services.pulling import Pulled, pull
from batch.services.status import Asking, settle
from batch.slips.numbered.issue import issue_supplement
from batch.store import outbox_rows
from bench.storm.dossiers import queued_dossier
from intake.dossier.journal import What
from intake.dossier.sending.results import ResultStanding, StoredResult
from intake.dossier.states import State
from intake.errors.results import ResultError
from intake.reading.page_work import HowToRead
from intake.services.changing.undo import undo
from intake.services.receive.adding import unseen
from intake.services.results.attaching import accept_waiting, attach_results, results_told
from intake.store.dossier.documents import FileInfo
from intake.store.queue.standing import DossierStanding, count_needing_person, doors_of, noteworthy
from intake.store.store import Store
from ocr.result import Box, FieldReading, PageReading, Source
from samples.printing.press import set_paper
from samples.printing.style import Style
from templates.errors import UsageError
from tests.support.desks.packing_desk import WHO
from tests.support.desks.queue_desk import a_round, noted, state_of
from tests.support.desks.slip_desk import CLERK
from tests.support.desks.told_events import sent
from tests.support.dossiers.fake_pages import say
from tests.support.servers.scripted_gateway import Fault, ScriptedGateway

NUMBER = "G09-0001"
CERTIFICATE = RemoteResult("KQ-1", "giay-khai-sinh.pdf")


def certificate(name: str) -> PageReading:
    told = FieldReading("child.full_name", name, name, 0.99, Source.TEXT_LAYER, Box(0, 0, 9, 9))
    return PageReading(1, "birth-certificate", 0.99, 0, 0.0, 100, 100, (told,))


def child_of(store: Store, dossier: str) -> str:
    with store.read() as session:
        return store.form_values(session, dossier)["child.full_name"].value


def reads(name: str) -> HowToRead:
    return HowToRead(work=partial(say, certificate(name)))


def pdf(text: str = "x") -> bytes:
    return set_paper("birth-certificate", {"child.full_name": text}, Style()).pdf


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "giay-khai-sinh.pdf"
    path.write_bytes(pdf())
    return path


def pulled(store: Store, gateway: ScriptedGateway, how: HowToRead | None = None) -> Pulled:
    return pull(store, None, Asking(OnlyDoor(lambda: gateway), WHO, how), unseen)


def accepted(store: Store, gateway: ScriptedGateway) -> None:
    sent(store, gateway)
    gateway.outcomes[NUMBER] = RemoteOutcome.ACCEPTED
    pulled(store, gateway)


def standing(store: Store, dossier: str) -> DossierStanding:
    with store.read() as session:
        return doors_of(session, dossier, store.clock())[0]


def results(store: Store, dossier: str) -> Sequence[StoredResult]:
    return results_told(store, dossier).results


def events(store: Store, dossier: str, what: What) -> list[str]:
    with store.read() as session:
        return [event.what for event in store.journal(session, dossier) if event.what == what]


def test_a_pull_tells_what_is_new_once(store: Store, gateway: ScriptedGateway) -> None:
    queued_dossier(store)
    sent(store, gateway)
    gateway.outcomes[NUMBER], gateway.notes[NUMBER] = RemoteOutcome.ACCEPTED, "Chuyển phòng Tư pháp"
    (new,) = pulled(store, gateway).new
    assert [door.there() for door in new.doors] == ["được tiếp nhận: Chuyển phòng Tư pháp"]
    again = pulled(store, gateway)
    assert (again.asked, again.new, again.troubles) == (1, [], [])


def test_a_state_that_earlier_versions_did_not_note_is_noted_once_as_seen_late(
    store: Store, gateway: ScriptedGateway
) -> None:
    queued_dossier(store)
    sent(store, gateway)
    (_number, dossier), *_rest = gateway.taken
    gateway.outcomes[NUMBER], gateway.means[NUMBER] = RemoteOutcome.ACCEPTED, "finished"
    pulled(store, gateway)
    with store.write() as session:  # as it was moved by a version that kept no word in its journal
        store.note(session, dossier, What.GATEWAY_STATE, who="t", data={"means": "accepted"})
        way = outbox_rows.of_dossier(session, dossier)
        assert way is not None
        outbox_rows.change(session, way.id, {"remote_state": "handed-over"})
    gateway.means[NUMBER] = "handed-over"
    pulled(store, gateway)
    pulled(store, gateway)
    with store.read() as session:
        told = [event.data for event in store.journal(session, dossier) if event.what == What.GATEWAY_STATE]
    assert told == [{"means": "accepted"}, {"means": "handed-over", "late": True}]


def test_one_bad_answer_stops_no_other(store: Store, gateway: ScriptedGateway, two: tuple[str, str]) -> None:
    assert len(a_round(store, gateway)) == 2
    gateway.outcomes = dict.fromkeys(gateway.numbers, RemoteOutcome.ACCEPTED)
    gateway.faults.append(Fault("find", BrokenConnectionError("Đứt."), two[0]))
    told = pulled(store, gateway)
    assert ([one.dossier for one in told.new], len(told.troubles)) == ([two[1]], 1)
    assert [one.dossier for one in pulled(store, gateway).new] == [two[0]]


def test_a_supplement_reopens_the_dossier_stops_its_clock_and_stands_on_the_slip(
    store: Store, gateway: ScriptedGateway, dossier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(store, gateway)
    gateway.outcomes[NUMBER], gateway.notes[NUMBER] = RemoteOutcome.RETURNED, "Thiếu giấy chứng sinh."
    gateway.until[NUMBER] = date(2026, 12, 1)
    pulled(store, gateway)
    assert state_of(store, dossier) is State.RETURNED
    assert events(store, dossier, What.CLOCK_STOPPED)
    assert standing(store, dossier).there() == "yêu cầu bổ sung, hạn 01/12/2026: Thiếu giấy chứng sinh."
    with store.read() as session:
        assert noteworthy(session, [dossier], store.clock())[dossier].needs_person
    kept: list[tuple[str, ...]] = []
    monkeypatch.setattr(
        "batch.slips.numbered.issue.register", lambda _store, draft, *_args, **_more: kept.append(draft.items)
    )
    issue_supplement(store, dossier, by=CLERK)
    assert kept[0][:2] == ("Thiếu giấy chứng sinh.", "Thời hạn bổ sung: đến hết ngày 01/12/2026.")


def test_a_refusal_is_told_everywhere_until_a_person_settles_it(
    store: Store, gateway: ScriptedGateway, dossier: str
) -> None:
    sent(store, gateway)
    gateway.outcomes[NUMBER], gateway.notes[NUMBER] = RemoteOutcome.REJECTED, "Không thuộc thẩm quyền"
    pulled(store, gateway)
    told = standing(store, dossier)
    assert (told.state, told.there()) == (State.REJECTED, "bị từ chối: Không thuộc thẩm quyền")
    assert f"sohoa status {dossier} --settled" in told.until()
    report = report_period(store, None, None)
    assert [one.why(lambda: None) for one in report.not_there] == [told.there()]  # type: ignore[arg-type,return-value]
    with store.read() as session:
        assert noteworthy(session, [dossier], store.clock())[dossier].needs_person
    settle(store, dossier, who=WHO)
    with store.read() as session:
        assert (noteworthy(session, [dossier], store.clock()), count_needing_person(session)) == ({}, 0)
    assert report_period(store, None, None).not_there == ()
    assert standing(store, dossier).there() == "bị từ chối: Không thuộc thẩm quyền"
    with pytest.raises(UsageError, match=r"không có việc từ chối"):
        settle(store, dossier, who=WHO)


def test_a_result_handed_back_is_attached_once_and_counts_as_digitised(
    store: Store, gateway: ScriptedGateway, dossier: str
) -> None:
    accepted(store, gateway)
    assert report_period(store, None, None).numbers.digitised == 0
    gateway.results[NUMBER], gateway.files["KQ-1"] = [CERTIFICATE], pdf()
    how = reads(child_of(store, dossier))
    gateway.faults.append(Fault("fetch", BrokenConnectionError("Đứt.")))
    assert len(pulled(store, gateway, how).troubles) == 1
    assert results(store, dossier) == []
    (new,) = pulled(store, gateway, how).new
    (kept,) = new.results
    assert (kept.standing, kept.name, kept.kind) == (
        ResultStanding.ATTACHED,
        CERTIFICATE.name,
        "birth-certificate",
    )
    with store.objects.opened(kept.sha256, kept.name) as path:
        assert path.read_bytes() == gateway.files["KQ-1"]
    assert state_of(store, dossier) is State.RESULT_ATTACHED
    del gateway.files["KQ-1"]  # it is not fetched again
    assert (pulled(store, gateway, how).new, len(results(store, dossier))) == ([], 1)
    assert not list(store.home.glob(".sent-*"))


def test_a_result_of_another_that_is_handed_back_waits_for_a_person(
    store: Store, gateway: ScriptedGateway, dossier: str
) -> None:
    accepted(store, gateway)
    gateway.results[NUMBER], gateway.files["KQ-1"] = [CERTIFICATE], pdf()
    pulled(store, gateway, reads("TRẦN BẢO NGỌC"))
    (kept,) = results(store, dossier)
    assert kept.standing is ResultStanding.WAITING
    assert [doubt["code"] for doubt in kept.doubts] == ["other-person"]
    assert state_of(store, dossier) is State.ACCEPTED
    assert len(events(store, dossier, What.RESULT_CAME)) == 1
    with pytest.raises(ResultError):
        accept_waiting(store, dossier, who=WHO, because=" ")
    told = accept_waiting(store, dossier, who=WHO, because="Đã đổi tên theo quyết định")
    assert [one.standing for one in told.results] == [ResultStanding.ATTACHED]
    assert told.state is State.RESULT_ATTACHED
    undo(store, dossier, who=WHO, commune="")
    assert [one.standing for one in results(store, dossier)] == [ResultStanding.WAITING]


def test_what_a_person_attached_and_took_back_is_not_attached_again_when_it_is_handed_back(
    store: Store, gateway: ScriptedGateway, dossier: str, file: Path
) -> None:
    accepted(store, gateway)
    how = reads(child_of(store, dossier))
    attach_results(store, dossier, [file], how, who=WHO)
    undo(store, dossier, who=WHO, commune="")
    gateway.results[NUMBER], gateway.files["KQ-1"] = [CERTIFICATE], file.read_bytes()
    pulled(store, gateway, how)
    assert results(store, dossier) == []
    del gateway.files["KQ-1"]  # nor is it fetched again
    assert pulled(store, gateway, how).troubles == []


def test_a_broken_file_holds_up_no_other(store: Store, gateway: ScriptedGateway, dossier: str) -> None:
    accepted(store, gateway)
    broken = replace(CERTIFICATE, id="KQ-0")
    gateway.results[NUMBER] = [broken, CERTIFICATE]
    gateway.files |= {"KQ-0": b"no file", "KQ-1": pdf()}
    pulled(store, gateway, reads(child_of(store, dossier)))
    assert [one.standing for one in results(store, dossier)] == [ResultStanding.ATTACHED]


def test_what_is_no_file_for_a_result_is_fetched_three_times_and_then_told_once(
    store: Store, gateway: ScriptedGateway, dossier: str
) -> None:
    accepted(store, gateway)
    gateway.results[NUMBER], gateway.files["KQ-1"] = (
        [CERTIFICATE],
        b"<html>\xc4\x90ang b\xe1\xba\xa3o tr\xc3\xac</html>",
    )
    how = reads(child_of(store, dossier))
    assert [len(pulled(store, gateway, how).troubles) for _pull in range(5)] == [1, 1, 1, 0, 0]
    assert noted(store, dossier).count("result-unfit") == 1
    assert results(store, dossier) == []


def test_a_person_attaches_it_and_takes_it_back(
    store: Store, gateway: ScriptedGateway, dossier: str, file: Path
) -> None:
    accepted(store, gateway)
    how = reads(child_of(store, dossier))
    told = attach_results(store, dossier, [file], how, who=WHO)
    assert (told.state, len(told.results)) == (State.RESULT_ATTACHED, 1)
    assert attach_results(store, dossier, [file], how, who=WHO).results == told.results
    assert len(events(store, dossier, What.RESULT_ATTACHED)) == 1
    undo(store, dossier, who=WHO, commune="")
    assert (state_of(store, dossier), results(store, dossier)) == (State.ACCEPTED, [])
    assert report_period(store, None, None).numbers.digitised == 0
    assert attach_results(store, dossier, [file], how, who=WHO).state is State.RESULT_ATTACHED


def test_the_result_of_another_is_refused_unless_a_person_says_why(
    store: Store, gateway: ScriptedGateway, dossier: str, file: Path
) -> None:
    accepted(store, gateway)
    how = reads("TRẦN BẢO NGỌC")
    with pytest.raises(ResultError, match="khác với hồ sơ"):
        attach_results(store, dossier, [file], how, who=WHO)
    assert (state_of(store, dossier), results(store, dossier)) == (State.ACCEPTED, [])
    told = attach_results(store, dossier, [file], how, who=WHO, because="Đổi tên")
    assert [(one.reason, one.standing) for one in told.results] == [("Đổi tên", ResultStanding.ATTACHED)]


def test_no_result_before_the_dossier_is_packaged_and_none_that_was_handed_in(
    store: Store, dossier: str, file: Path
) -> None:
    with store.write() as session:
        early = store.create_dossier(session, procedure="1.001193", who=WHO).id
    with pytest.raises(ResultError, match="chưa thể có kết quả"):
        attach_results(store, early, [file], reads("x"), who=WHO)
    kept = store.keep(file)
    with store.write() as session:
        store.add_document(session, dossier, kept, FileInfo("to-khai.pdf", "application/pdf", 1), who=WHO)
    with pytest.raises(ResultError, match="không phải kết quả"):
        attach_results(store, dossier, [file], reads(child_of(store, dossier)), who=WHO, because="x")


def test_a_result_attached_before_the_gateway_is_done_ends_the_dossier_when_it_accepts(
    store: Store, gateway: ScriptedGateway, dossier: str, file: Path
) -> None:
    how = reads(child_of(store, dossier))
    assert attach_results(store, dossier, [file], how, who=WHO).state is State.QUEUED
    sent(store, gateway)
    gateway.outcomes[NUMBER] = RemoteOutcome.ACCEPTED
    pulled(store, gateway, how)
    assert state_of(store, dossier) is State.RESULT_ATTACHED
    assert pulled(store, gateway, how).asked == 1  # it is not at its end over there
