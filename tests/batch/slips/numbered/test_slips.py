# SPDX-License-Identifier: Apache-2.0
"""Issuing slips: numbers, state, deadline, and what a crash between number and file leaves behind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from batch.slips.errors import SlipError, SlipRefusedError
from batch.slips.facts.fees import fee_words
from batch.slips.facts.gather import received, tell
from batch.slips.facts.holders import holder_of
from batch.slips.numbered.issue import (
    Issuer,
    ReceivedDocument,
    Visitor,
    issue_apology,
    issue_receipt,
    issue_refusal,
    issue_stop,
    issue_supplement,
)
from batch.slips.sheets import files
from batch.slips.sheets.files import SlipDelivery
from batch.slips.sheets.unnumbered import print_control
from batch.store.slips import slips_of
from intake.dossier.deadline.turns import is_stopped
from intake.dossier.journal import What
from intake.dossier.requester import Requester
from intake.dossier.states import State
from intake.form.autofill import PaperPage
from intake.services.counter.reception import keep_requester
from intake.services.deadline.events import deadline_of, start
from intake.store.store import Store
from ocr.result import Box, FieldReading, PageReading, Source
from templates.catalogue.loading import load_catalogue
from templates.model.procedures import Fee
from tests.support.desks.packing_desk import Clock
from tests.support.desks.slip_desk import (
    CLERK,
    OFFICE,
    RECEIVED,
    WHO,
    in_order,
    new_dossier,
    opened,
    pages_of_pdf,
    set_office,
    text_of_docx,
    text_of_pdf,
)
from tests.support.programs.processes import fresh_processes

LATER = date(2026, 11, 20)


@pytest.fixture
def clock() -> Clock:
    return Clock(RECEIVED + timedelta(minutes=15))


@pytest.fixture
def store(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    set_office(monkeypatch)
    store = opened(tmp_path / "home", clock)
    yield store
    store.close()


@pytest.fixture
def dossier(store: Store) -> str:
    return new_dossier(store)


def authorisation_page(name: str, confidence: float) -> PaperPage:
    """A page of an authorisation that names who authorises."""
    field = FieldReading("principal.full_name", name, name, confidence, Source.PRINT, Box(0, 0, 1, 1))
    reading = PageReading(1, "authorisation", 1.0, 0, 0.0, 100, 100, (field,))
    return PaperPage(1, "0" * 64, reading)


def state_of(store: Store, dossier: str) -> State:
    with store.read() as session:
        return store.get(session, dossier).state


def kinds_of_events(store: Store, dossier: str) -> list[str]:
    with store.read() as session:
        return [event.what for event in store.journal(session, dossier)]


def test_the_receipt_says_who_what_and_when_in_the_order_of_the_form(store: Store, dossier: str) -> None:
    papers = [
        ReceivedDocument("Giấy chứng sinh", "Bản chính"),
        ReceivedDocument("Bản án", "Bản sao chứng thực", 2),
        ReceivedDocument("Hộ chiếu"),
    ]
    visitor = Visitor(phone="0905 000 111", email="a@example.org")
    issued = issue_receipt(store, dossier, by=CLERK, papers=papers, visitor=visitor, docx=True)
    assert issued.docx is not None
    for text in (text_of_pdf(issued.pdf), text_of_docx(issued.docx)):
        assert "ỦY BAN NHÂN DÂN XÃ VÍ DỤ" in text
        assert "Ví Dụ, ngày 16 tháng 11 năm 2026" in text
        assert in_order(
            text,
            "01/TNHS",
            "GIẤY TIẾP NHẬN HỒ SƠ",
            dossier,
            "Quyển số: 2026",
            "Số thứ tự: 0001",
            "(chủ hồ sơ): NGUYỄN THỊ PHƯỢNG HOÀNG",
            "Người nộp hồ sơ: NGUYỄN THỊ PHƯỢNG HOÀNG",
            "Tổ dân phố Thống Nhất, phường Ví Dụ, tỉnh Đắk Lắk",
            "0905 000 111",
            "a@example.org",
            "Đăng ký khai sinh",
            "1 Giấy chứng sinh 01",
            "2 Bản án 02",
            "3 Hộ chiếu … … …",
            "09 giờ 15 phút, ngày 16 tháng 11 năm 2026",
            "giờ …… phút, ngày 16 tháng 11 năm 2026",
            "Đăng ký khai sinh đúng hạn: Không thu",
            "quá hạn: theo nghị quyết của Hội đồng nhân dân cấp tỉnh",
            "Bản sao trích lục (mỗi bản): 8.000 đồng",
            "NGƯỜI NỘP HỒ SƠ",
        )
        assert in_order(text, "Liên 1: Lưu", "01/TNHS", "Liên 2: Giao người nộp hồ sơ", "01/TNHS")
    assert pages_of_pdf(issued.pdf) == 2


def test_the_counts_stand_in_the_column_of_what_was_handed_in() -> None:
    assert ReceivedDocument("Bản án", "Bản sao chứng thực", 2).counted() == ("", "02", "")
    assert ReceivedDocument("Bản án", "Bản chụp").counted() == ("", "", "01")
    catalogue = load_catalogue()
    assert received("birth-registration", catalogue).counted() == ("01", "", "")
    assert received("birth-notice", catalogue).counted() == ("01", "", "")
    assert received("court-decision", catalogue).counted() == ("…", "…", "…")
    assert received("court-decision", catalogue, copy="certified").counted() == ("", "01", "")
    assert received("birth-notice", catalogue, copy="photo").counted() == ("", "", "01")
    # Two photographs on one page, or scanned one by one.
    assert [received("child-photos", catalogue, n).counted() for n in (1, 2)] == [("02", "", "")] * 2


def test_who_hands_in_stands_beside_whose_it_is(store: Store) -> None:
    """And the officer's name, and the hour, of the settings."""
    office = OFFICE.model_copy(update={"officers": {"QUAY1": "Trần Thị Quầy"}, "return_time": "16:00"})
    dossier = new_dossier(store)
    agent = Requester("LÊ VĂN ĐỠ", "066090001234", "0905 000 222")
    store.write(lambda session: keep_requester(store, session, dossier, agent, who=WHO))
    with store.read() as session:
        told = tell(store, session, dossier, load_catalogue(), by=Issuer("quay1", office))
    assert told.places["clerk"] == "Trần Thị Quầy"
    assert told.places["due_at"] == "16 giờ 00 phút, ngày 16 tháng 11 năm 2026"
    assert (told.places["requester"], told.places["id_paper"]) == ("LÊ VĂN ĐỠ", "066090001234")
    assert told.places["phone"] == "0905 000 222"
    authorised = [authorisation_page("NGUYỄN THỊ PHƯỢNG HOÀNG", confidence) for confidence in (0.97, 0.5)]
    assert [holder_of([page]) for page in authorised] == ["NGUYỄN THỊ PHƯỢNG HOÀNG", ""]
    assert holder_of([authorised[0], authorisation_page("NGÔ THỊ HẠNH", 0.97)]) == ""


def test_a_phone_that_was_put_right_stands_on_the_next_slip(store: Store, dossier: str) -> None:
    issue_receipt(store, dossier, by=CLERK, visitor=Visitor(phone="0905 000 111"))
    right = Requester("NGUYỄN THỊ PHƯỢNG HOÀNG", phone="0905 000 333")
    store.write(lambda session: keep_requester(store, session, dossier, right, who=WHO))
    with store.read() as session:
        assert tell(store, session, dossier, load_catalogue(), by=CLERK).places["phone"] == "0905 000 333"


@pytest.mark.parametrize(
    ("fees", "words"),
    [
        ([(0, False)], "Không thu"),
        ([(None, False)], "theo nghị quyết của Hội đồng nhân dân cấp tỉnh"),
        ([(8000, False)], "Việc 1: 8.000 đồng"),
        ([(0, True)], ""),
        ([(0, False), (12000, True)], "Việc 1: Không thu; việc 2: ……………………"),
        ([], ""),
    ],
)
def test_a_fee_is_said_only_where_it_was_checked(fees: list[tuple[int | None, bool]], words: str) -> None:
    names = [{"vi": f"việc {n}", "en": f"matter {n}"} for n in range(1, len(fees) + 1)]
    given = [
        Fee(name=name, amount_vnd=amount, law="-", unverified=guess)
        for name, (amount, guess) in zip(names, fees, strict=True)
    ]
    assert fee_words(given) == words


def test_the_same_receipt_is_printed_again_under_its_number(store: Store, dossier: str, clock: Clock) -> None:
    papers = [ReceivedDocument("Giấy chứng sinh")]
    first = issue_receipt(store, dossier, by=CLERK, papers=papers)
    clock.move(timedelta(days=3))
    again = [
        issue_receipt(store, dossier, by=Issuer("other", OFFICE)),
        issue_receipt(store, dossier, by=CLERK, papers=papers),
    ]
    for one in again:
        assert (one.number, one.issued_at, one.pdf, one.again) == (1, first.issued_at, first.pdf, True)
    assert kinds_of_events(store, dossier).count(What.SLIP_ISSUED) == 1


def test_other_papers_or_a_wish_for_a_new_one_give_a_new_receipt(store: Store, dossier: str) -> None:
    issue_receipt(store, dossier, by=CLERK, papers=[ReceivedDocument("Giấy chứng sinh")])
    other = issue_receipt(store, dossier, by=CLERK, papers=[ReceivedDocument("Giấy cam đoan")])
    renewed = issue_receipt(store, dossier, by=CLERK, renew=True)
    assert (other.number, renewed.number) == (2, 3)


def test_each_kind_and_each_year_counts_for_itself(store: Store, clock: Clock) -> None:
    first, second = new_dossier(store), new_dossier(store)
    issue_receipt(store, first, by=CLERK)
    assert issue_receipt(store, second, by=CLERK).number == 2
    assert issue_supplement(store, first, by=CLERK).number == 1
    clock.move(timedelta(days=45))
    new_year = issue_receipt(store, second, by=CLERK, renew=True)
    assert (new_year.year, new_year.number, new_year.sign) == (2026, 3, "03/TNHS")
    clock.moment = clock.moment.replace(year=2026, month=12, day=31, hour=17, minute=0)  # 00:00 in Vietnam
    assert issue_receipt(store, second, by=CLERK, renew=True).year == 2027


def test_a_crash_between_number_and_file_costs_no_number(
    store: Store, dossier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_arguments: object) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(files, "_pdf", crash)
        with pytest.raises(KeyboardInterrupt):
            issue_supplement(store, dossier, by=CLERK)
    issued = issue_supplement(store, dossier, by=CLERK)
    assert (issued.number, issued.again) == (1, True)
    assert "01/YCBS" in text_of_pdf(issued.pdf)
    assert kinds_of_events(store, dossier).count(What.CLOCK_STOPPED) == 1


def test_a_full_folder_of_copies_tells_and_keeps_the_number(
    store: Store, dossier: str, tmp_path: Path
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder is wanted")
    with pytest.raises(SlipError):
        issue_receipt(store, dossier, by=CLERK, copies_to=blocked)
    issued = issue_receipt(store, dossier, by=CLERK, copies_to=tmp_path / "out")
    assert (issued.number, [path.name for path in issued.copies]) == (1, [issued.pdf.name])


def _issue_in_child(home: Path, dossiers: list[str]) -> list[int]:
    store = opened(home)
    numbers = [issue_receipt(store, dossier, by=CLERK).number for dossier in dossiers]
    store.close()
    return numbers


@pytest.mark.of_sqlite  # the other processes know the home alone
@pytest.mark.slow
def test_two_desks_at_once_leave_neither_holes_nor_doubles(store: Store) -> None:
    dossiers = [new_dossier(store) for _each in range(6)]
    with fresh_processes().Pool(2) as pool:
        parts = pool.starmap(_issue_in_child, [(store.home, dossiers[:3]), (store.home, dossiers[3:])])
    assert sorted(number for part in parts for number in part) == [1, 2, 3, 4, 5, 6]


def test_the_request_names_what_the_check_misses_and_stops_the_clock(store: Store, dossier: str) -> None:
    issued = issue_supplement(
        store, dossier, by=CLERK, items=["Bản chụp hộ chiếu của người cha."], reason="Thiếu thành phần."
    )
    text = text_of_pdf(issued.pdf)
    assert in_order(
        text,
        "PHIẾU YÊU CẦU",
        "Lần 01",
        "Xin ông/bà điền và nộp Tờ khai đăng ký khai sinh",
        "Giấy chứng sinh",
        "Bản chụp hộ chiếu của người cha.",
        "Lý do: Thiếu thành phần.",
        "không tính vào thời hạn",
        "0262 3000 000",
    )
    with store.read() as session:
        (slip,) = slips_of(session, dossier)
        wanted = slip.content["tables"]["wanted"]
        assert [row[2:] for row in wanted] == [["01", "", ""], ["01", "", ""], ["", "", ""]]
        assert is_stopped(store.journal(session, dossier))
        assert deadline_of(store, session, dossier, load_catalogue()).due.stopped


def test_a_law_that_nobody_checked_does_not_go_out(store: Store) -> None:
    dossier = new_dossier(store, {**PERSON_BY_PROXY})
    text = text_of_pdf(issue_supplement(store, dossier, by=CLERK).pdf)
    assert "văn bản ủy quyền" in text
    assert "Luật Hộ tịch 60/2014/QH13 Điều 16" in text  # of the missing form, which was checked
    assert "TT 04/2020/TT-BTP Điều 2" not in text  # of the authorisation, marked unverified


PERSON_BY_PROXY = {"requester.full_name": "LÊ VĂN ĐỠ", "requester.relation": "người được ủy quyền"}


def test_the_same_request_is_printed_again_while_the_citizen_is_away(store: Store, dossier: str) -> None:
    first = issue_supplement(store, dossier, by=CLERK)
    assert issue_supplement(store, dossier, by=CLERK).again
    with store.write() as session:
        start(store, session, dossier, who=WHO, why="person")
    second = issue_supplement(store, dossier, by=CLERK)
    assert (first.number, second.number, second.again, second.earlier) == (1, 2, False, 1)
    assert "chỉ thực hiện một lần" in text_of_pdf(first.pdf)
    text = text_of_pdf(second.pdf)
    assert "Lần 02" in text
    assert "chỉ thực hiện một lần" not in text


def test_nothing_is_asked_for_where_nothing_is_missing(
    store: Store, dossier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("batch.slips.numbered.issue.citizens_points", lambda *_a, **_k: ())
    with pytest.raises(SlipRefusedError):
        issue_supplement(store, dossier, by=CLERK)
    assert issue_supplement(store, dossier, by=CLERK, items=["Ảnh chân dung."]).number == 1


def test_a_refusal_closes_the_dossier_with_reason_and_law(store: Store, dossier: str) -> None:
    reasons = ["Việc này không thuộc thẩm quyền.", "Hồ sơ đã được giải quyết nơi khác."]
    issued = issue_refusal(store, dossier, by=CLERK, reasons=reasons, law="Luật Hộ tịch 60/2014/QH13 Điều 13")
    assert in_order(text_of_pdf(issued.pdf), "1. " + reasons[0], "2. " + reasons[1], "Căn cứ: Luật Hộ tịch")
    assert state_of(store, dossier) is State.REJECTED
    again = issue_refusal(store, dossier, by=CLERK, reasons=reasons, law="Luật Hộ tịch 60/2014/QH13 Điều 13")
    assert again.again
    with pytest.raises(SlipRefusedError):
        issue_refusal(store, dossier, by=CLERK, reasons=["Lý do khác."], law="Luật khác")
    with pytest.raises(SlipRefusedError):
        issue_supplement(store, dossier, by=CLERK, items=["Ảnh."])


def test_what_the_gateway_has_is_neither_refused_nor_asked_for_here(store: Store, dossier: str) -> None:
    with store.write() as session:
        for state in (
            State.CAPTURED,
            State.READ,
            State.REVIEWED,
            State.COMPLETE,
            State.PACKAGED,
            State.QUEUED,
        ):
            store.advance(session, dossier, state, who=WHO)
    with pytest.raises(SlipRefusedError):
        issue_refusal(store, dossier, by=CLERK, reasons=["Lý do."], law="Luật")
    with pytest.raises(SlipRefusedError):
        issue_supplement(store, dossier, by=CLERK, items=["Ảnh."])
    with store.read() as session:
        assert slips_of(session, dossier) == []


def test_an_apology_moves_the_return_date_once(store: Store, dossier: str) -> None:
    first = issue_apology(store, dossier, by=CLERK, reason="Chờ xác minh", until=LATER)
    again = issue_apology(store, dossier, by=CLERK, reason="Chờ xác minh", until=LATER)
    assert (first.number, again.number, again.again) == (1, 1, True)
    text = text_of_pdf(first.pdf)
    assert in_order(text, "Thời gian hẹn trả kết quả: ngày 16 tháng 11 năm 2026", "Lý do: Chờ xác minh.")
    assert "vào ngày 20 tháng 11 năm 2026" in text
    with store.read() as session:
        assert deadline_of(store, session, dossier, load_catalogue()).due.day == LATER
    assert kinds_of_events(store, dossier).count(What.DUE_MOVED) == 1


@pytest.mark.parametrize("until", [date(2026, 11, 16), date(2026, 11, 22), date(2026, 11, 13)])
def test_a_new_day_that_is_no_later_working_day_is_refused(store: Store, dossier: str, until: date) -> None:
    with pytest.raises(SlipRefusedError):
        issue_apology(store, dossier, by=CLERK, reason="Chờ xác minh", until=until)
    with store.read() as session:
        assert slips_of(session, dossier) == []


def test_the_control_sheet_tells_the_steps_of_the_journal(store: Store, dossier: str) -> None:
    issue_supplement(store, dossier, by=CLERK)
    sheet = print_control(store, dossier, SlipDelivery(docx=True), by=CLERK)
    for text in (text_of_pdf(sheet.files.pdf), text_of_docx(sheet.files.docx or Path())):
        assert in_order(
            text, "PHIẾU KIỂM SOÁT", dossier, "Tiếp nhận hồ sơ", "Nhận:", "Yêu cầu bổ sung", "Nhận:"
        )


def test_a_later_slip_knows_the_phone_that_the_counter_wrote_down(store: Store, dossier: str) -> None:
    issue_receipt(store, dossier, by=CLERK, visitor=Visitor(phone="0905 000 111"))
    assert "0905 000 111" in text_of_pdf(issue_supplement(store, dossier, by=CLERK).pdf)


def test_a_name_nobody_is_sure_of_is_left_to_the_pen(store: Store) -> None:
    doubtful = new_dossier(store, confidence=0.6)
    text = text_of_pdf(issue_receipt(store, doubtful, by=CLERK).pdf)
    assert "PHƯỢNG HOÀNG" not in text
    assert "(chủ hồ sơ): ....." in text


def test_a_citizen_who_withdraws_gets_a_notice_and_the_dossier_is_closed(store: Store, dossier: str) -> None:
    issued = issue_stop(store, dossier, by=CLERK, reason="Công dân rút hồ sơ")
    assert issued.sign == "01/TBD"
    assert in_order(text_of_pdf(issued.pdf), "dừng giải quyết hồ sơ", dossier, "Công dân rút hồ sơ.")
    assert state_of(store, dossier) is State.REJECTED
    again = issue_stop(store, dossier, by=CLERK, reason="Công dân rút hồ sơ")
    assert (again.again, again.number) == (True, 1)
