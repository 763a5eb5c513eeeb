# SPDX-License-Identifier: Apache-2.0
"""Papers certified the short way: numbers without holes, fees, receipts, what is changed later."""

from __future__ import annotations

import errno
import io
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
from PIL import Image

from batch.desk.screens.certification import asked, show_certified
from batch.package.certified import CopyMade, CopyTask, certified_copy
from batch.package.pdfa import Imprint
from batch.services import certified_copy as copying
from batch.services.certified_copy import _words_of, electronic_copy
from batch.slips.certification import entering
from batch.slips.certification.book import certification_lines, write_certification_book
from batch.slips.certification.changing import correct_certification, void_certification
from batch.slips.certification.entering import (
    CertificationWish,
    PaperBrought,
    certify,
)
from batch.slips.certification.errors import CertificationError
from batch.slips.certification.slips import certification_slips, kept_as, slips_again
from batch.slips.facts.gather import Issuer
from batch.slips.sheets import files
from intake.dossier.facts import Severity
from intake.dossier.journal import CERTIFIED
from intake.dossier.requester import Requester, Visit
from intake.errors import StorageFullError
from intake.services.counter.correcting import correct_requester
from intake.services.counter.reception import open_dossier
from intake.settings.settings import Settings
from intake.store.life.life import numbers_given
from intake.store.store import Store
from tests.support.desks.packing_desk import Clock
from tests.support.desks.slip_desk import CLERK, OFFICE, RECEIVED, in_order, new_dossier, opened, text_of_pdf

DAY = date(2026, 11, 16)
ELSEWHERE = Issuer("Trần Văn Bàn", OFFICE.model_copy(update={"code": "G09.21"}))
COPY = CertificationWish(
    "copy",
    "LÒ THỊ MẾN",
    (PaperBrought("Bằng tốt nghiệp", 2, 3), PaperBrought("Học bạ", 12, 1)),
    signer="Vũ Văn Ký, Phó Chủ tịch",
)


@pytest.fixture
def clock() -> Clock:
    return Clock(RECEIVED)


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    store = opened(tmp_path / "home", clock)
    yield store
    store.close()


def test_each_original_has_a_number_and_a_visit_one_receipt(store: Store) -> None:
    made = certify(store, COPY, CLERK)
    again = certify(store, replace(COPY, papers=COPY.papers[:1]), CLERK)
    signed = certify(store, CertificationWish("signature", "LÒ VĂN AN", (PaperBrought("Đơn"),)), CLERK)
    assert [line.sign for line in made.lines] == [
        "1, quyển số 01/2026-SCT/BS",
        "2, quyển số 01/2026-SCT/BS",
    ]
    assert (made.total_vnd, made.due) == (26_000, DAY)
    assert again.lines[0].number == 3
    assert signed.lines[0].sign == "1, quyển số 01/2026-SCT/CK,ĐC"  # a register of its own
    assert [m.lines[0].receipt for m in (made, again, signed)] == [1, 2, 3]
    electronic = certify(store, replace(COPY, electronic=True), CLERK)
    assert electronic.lines[0].sign == "1, quyển số 01/2026-SCTĐT/BS"


def test_two_at_once_leave_no_hole_and_no_double(tmp_path: Path) -> None:
    opened(tmp_path / "home").close()

    def counter(_desk: int) -> list[int]:
        store = opened(tmp_path / "home")
        try:
            return [line.number for _ in range(8) for line in certify(store, COPY, CLERK).lines]
        finally:
            store.close()

    with ThreadPoolExecutor(2) as both:
        one, other = both.map(counter, range(2))
    assert sorted([*one, *other]) == list(range(1, 33))


def test_numbers_begin_anew_with_the_year_and_go_on_in_the_next_volume(store: Store, clock: Clock) -> None:
    clock.moment = datetime(2026, 12, 31, 16, 59, tzinfo=UTC)  # 23:59 in Vietnam
    assert certify(store, COPY, CLERK).lines[-1].sign == "2, quyển số 01/2026-SCT/BS"
    second = certify(store, replace(COPY, volume=2), CLERK)
    assert second.lines[0].sign == "3, quyển số 02/2026-SCT/BS"
    assert certify(store, COPY, CLERK).lines[0].volume == 2
    with pytest.raises(CertificationError):
        certify(store, replace(COPY, volume=1), CLERK)
    with pytest.raises(CertificationError):
        certify(store, replace(COPY, volume=9), CLERK)
    clock.move(timedelta(minutes=2))
    assert certify(store, COPY, CLERK).lines[0].sign == "1, quyển số 01/2027-SCT/BS"
    assert len(certification_lines(store, "copies", None, date(2026, 12, 31), OFFICE)) == 6


def test_what_is_void_or_corrected_keeps_its_number_and_its_reason(store: Store, tmp_path: Path) -> None:
    certify(store, COPY, CLERK)
    correct_certification(store, "copies", 2026, 1, {"count": 5, "year": 1999}, reason="đếm nhầm", by=CLERK)
    void_certification(store, "copies", 2026, 2, reason="người yêu cầu rút lại", by=CLERK)
    first, second = certification_lines(store, "copies", DAY, DAY, OFFICE)
    assert (first.count, first.year, first.void) == (5, 2026, None)
    assert second.void is not None
    assert certify(store, COPY, CLERK).lines[0].number == 3
    for told in ({"count": 1}, {}):
        with pytest.raises(CertificationError):
            correct_certification(store, "copies", 2026, 2, told, reason="x", by=CLERK)
    with pytest.raises(CertificationError):
        void_certification(store, "copies", 2026, 1, reason="", by=CLERK)
    with pytest.raises(CertificationError):
        void_certification(store, "copies", 2026, 99, reason="x", by=CLERK)
    book = tmp_path / "so.xlsx"
    assert write_certification_book(store, book, "copies", DAY, DAY, OFFICE) == 4
    rows = list(openpyxl.load_workbook(book).active.iter_rows(min_row=6, values_only=True))
    assert [row[0].split("\n")[0] for row in rows[:4]] == ["1", "2", "3", "4"]
    assert "đếm nhầm" in rows[0][-1] and "số bản: 3 → 5" in rows[0][-1]
    assert rows[1][-1].startswith("HỦY") and "người yêu cầu rút lại" in rows[1][-1]
    # Void ones are in no sum: 5 + 3 + 1 copies; the fee of the first stays what was paid.
    assert (rows[4][6], rows[4][7]) == (9, 12_000 + 26_000)


def test_a_full_disk_between_number_and_slip_costs_no_second_number(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    wish = replace(COPY, visit="khách-17")
    made = certify(store, wish, CLERK)

    def full(_path: Path, _data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(files, "put_file", full)
        with pytest.raises(StorageFullError):
            certification_slips(store, made, CLERK)
    again = certify(store, wish, CLERK)
    assert again.again
    assert again.lines == made.lines
    receipt, _fee = certification_slips(store, again, CLERK)
    assert receipt.is_file()
    assert len(certification_lines(store, "copies", None, None, OFFICE)) == 2


def test_the_receipts_say_what_was_brought_and_paid(store: Store, tmp_path: Path) -> None:
    made = certify(store, COPY, CLERK)
    receipt, paid = map(text_of_pdf, certification_slips(store, made, CLERK))
    assert in_order(receipt, "LÒ THỊ MẾN", "Bằng tốt nghiệp", "12.000", "Học bạ", "14.000", "26.000 đồng")
    assert in_order(receipt, "26.000 đồng", "Hai mươi sáu nghìn đồng", "ngày 16 tháng 11 năm 2026")
    assert in_order(paid, "BIÊN LAI", "LÒ THỊ MẾN", "2.000 đồng/trang", "26.000 đồng", "Hai mươi sáu nghìn")
    void_certification(store, "copies", 2026, 2, reason="rút", by=CLERK)
    later, *_ = slips_again(store, "copies", 2026, 1, CLERK, copies_to=tmp_path / "ra")
    assert in_order(text_of_pdf(later), "đã hủy", "12.000 đồng")


def test_who_pays_nothing_gets_no_fee_receipt(store: Store) -> None:
    made = certify(store, replace(COPY, waived="vay vốn nông nghiệp"), CLERK)
    assert (made.total_vnd, made.lines[0].receipt) == (0, None)
    (receipt,) = certification_slips(store, made, CLERK)
    assert "0 đồng" in text_of_pdf(receipt)


@pytest.mark.parametrize(
    "change",
    [
        {"word": "passport"},
        {"requester": ""},
        {"papers": ()},
        {"papers": (PaperBrought("", 1, 1),)},
        {"papers": (PaperBrought("Bằng", 0, 1),)},
        {"papers": (PaperBrought("Bằng", 1, 10_000),)},
        {"word": "signature", "electronic": True},
    ],
)
def test_what_can_not_be_entered_takes_no_number(store: Store, change: dict[str, object]) -> None:
    with pytest.raises(CertificationError):
        certify(store, replace(COPY, **change), CLERK)  # type: ignore[arg-type]
    assert certify(store, COPY, CLERK).lines[0].number == 1


def test_a_store_that_is_brought_back_knows_the_numbers(store: Store) -> None:
    certify(store, COPY, CLERK)
    with store.read() as session:
        told = numbers_given(session)
    assert told[f"certification-2026/{OFFICE.code}/copies"] == 2
    assert told[f"slip-2026/{OFFICE.code}/fee-receipt"] == 1


def test_an_electronic_copy_is_an_archive_pdf_with_the_words_of_certification(
    store: Store, tmp_path: Path
) -> None:
    wish = replace(COPY, electronic=True, papers=(PaperBrought("Bằng tốt nghiệp", 1, 1),))
    (line,) = certify(store, wish, CLERK).lines
    picture = io.BytesIO()
    Image.new("L", (400, 560), 255).save(picture, "JPEG", dpi=(100, 100))
    scan = tmp_path / "bang.jpg"
    scan.write_bytes(picture.getvalue())
    imprint = Imprint("Bản sao", "sohoa", line.certified_at)
    made = certified_copy(CopyTask((scan,), _words_of(line, CLERK), imprint))
    assert made.pages == 1
    assert b"pdfaid:part" in made.data  # it was checked as it was written
    text = text_of_pdf(made.data)
    assert in_order(text, "CHỨNG THỰC BẢN SAO ĐÚNG VỚI BẢN CHÍNH", "Bằng tốt nghiệp", line.sign)


def test_what_was_counted_is_shown(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    show_certified(certify(store, COPY, CLERK))
    shown = " ".join(capsys.readouterr().out.split())
    assert "Bằng tốt nghiệp (số trang bản chính: 2; số bản sao: 3)" in shown


@pytest.mark.parametrize("word", ["signature", "contract", "translator", "original-book"])
def test_the_identity_paper_is_asked_for_where_the_register_has_it(
    word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = ["LÒ THỊ MẾN", "012345678901", "Đơn", "", "", ""]
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
    assert asked(CertificationWish(word, "", ())).id_paper == "012345678901"


@pytest.mark.parametrize(
    "change",
    [
        {"word": "signature"},
        {"requester": "LÒ VĂN AN"},
        {"id_paper": "012345678901"},
        {"papers": COPY.papers[:1]},
        {"electronic": True},
        {"waived": "hộ nghèo"},
        {"volume": 2},
    ],
)
def test_another_errand_under_the_name_of_a_visit_is_refused(store: Store, change: dict[str, object]) -> None:
    wish = replace(COPY, visit="khách-17")
    certify(store, wish, CLERK)
    with pytest.raises(CertificationError, match=r"1, quyển số 01/2026-SCT/BS"):
        certify(store, replace(wish, **change), CLERK)  # type: ignore[arg-type]
    assert certify(store, wish, CLERK).again
    assert len(certification_lines(store, "copies", None, None, OFFICE)) == 2


def test_a_visit_is_known_again_after_a_correction(store: Store) -> None:
    wish = replace(COPY, visit="khách-17")
    certify(store, wish, CLERK)
    for right in (5, 6):
        correct_certification(store, "copies", 2026, 1, {"count": right}, reason="đếm nhầm", by=CLERK)
    again = certify(store, wish, CLERK)
    assert again.again
    assert (again.lines[0].count, again.lines[0].entered.count) == (6, 3)


def test_what_comes_from_a_dossier_is_asked_by_who_asks_there_and_noted_in_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entering, "check", lambda *_args, **_more: SimpleNamespace(findings=[]))
    dossier = new_dossier(store, {}, procedure="2.000884")
    asks = Requester("LÒ THỊ MẾN", "001190000015")
    correct_requester(store, dossier, asks, who="lan", commune="")
    wish = CertificationWish("signature", "", (PaperBrought("Giấy ủy quyền"),), dossier=dossier, visit="k-1")
    (line,) = certify(store, wish, CLERK).lines
    assert (line.requester, line.id_paper, line.dossier_id) == (asks.name, asks.personal_id, dossier)
    assert certify(store, wish, CLERK).again
    with store.read() as session:
        notes = [e.data for e in store.journal(session, dossier) if e.data.get("code") == CERTIFIED]
    assert notes == [{"code": CERTIFIED, "signs": [line.sign]}]
    with pytest.raises(CertificationError, match=r"2\.000884"):
        certify(store, replace(wish, word="contract", visit="k-2"), CLERK)
    finding = SimpleNamespace(severity=Severity.ERROR, code="not-certified.alert")
    monkeypatch.setattr(entering, "check", lambda *_args, **_more: SimpleNamespace(findings=[finding]))
    with pytest.raises(CertificationError):
        certify(store, replace(wish, visit="k-3"), CLERK)
    assert len(certification_lines(store, "signatures", None, None, OFFICE)) == 1


def test_an_original_that_the_counter_saw_need_not_be_scanned(store: Store) -> None:
    bare, seen = (
        open_dossier(store, Visit("2.000815", Requester(name), kinds), who="lan")
        for name, kinds in (("LÒ THỊ MẾN", ()), ("LÒ VĂN AN", ("certification-original",)))
    )
    wish = CertificationWish("copy", "", (PaperBrought("Bằng tốt nghiệp"),))
    with pytest.raises(CertificationError, match=bare):
        certify(store, replace(wish, dossier=bare, visit="k-8"), CLERK)
    (line,) = certify(store, replace(wish, dossier=seen, visit="k-9"), CLERK).lines
    assert (line.requester, line.dossier_id) == ("LÒ VĂN AN", seen)


def test_two_offices_of_one_store_share_no_visit_and_no_file(store: Store, tmp_path: Path) -> None:
    wish = replace(COPY, visit="khách-17")
    made = certify(store, wish, CLERK)
    other = certify(store, replace(wish, requester="LÒ VĂN AN"), ELSEWHERE)
    assert not other.again
    assert [m.lines[0].number for m in (made, other)] == [1, 1]
    ours, theirs = (
        certification_slips(store, each, by, copies_to=tmp_path / "ra")
        for each, by in ((made, CLERK), (other, ELSEWHERE))
    )
    assert not set(ours) & set(theirs)
    (again, _paid) = slips_again(store, "copies", 2026, 1, CLERK)
    assert again.name == ours[0].name
    assert "LÒ THỊ MẾN" in text_of_pdf(again)


def test_no_two_offices_have_one_folder(tmp_path: Path, store: Store) -> None:
    (line,) = certify(store, replace(COPY, papers=COPY.papers[:1]), CLERK).lines
    codes = ["G09.20", "g09.20", "G09/20", "G09_20", "", "_", "../G09.20"]
    folders = [kept_as(tmp_path, replace(line, unit=code))[0] for code in codes]
    assert len({str(folder).casefold() for folder in folders}) == len(codes)
    assert all(folder.resolve().is_relative_to(tmp_path / "slips") for folder in folders)


def test_an_electronic_copy_is_never_written_over(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = iter([b"first", b"other office", b"second"])
    monkeypatch.setattr(copying, "copy_apart", lambda _task, _limits: CopyMade(next(made), 1))
    wish = replace(COPY, electronic=True, papers=(PaperBrought("Bằng tốt nghiệp"),))
    settings, out = Settings(home=store.home), tmp_path / "ra"

    def copied(by: Issuer = CLERK, **how: bool) -> Path:
        return electronic_copy(store, 2026, 1, [], settings, by, copies_to=out, **how).file

    certify(store, wish, CLERK)
    certify(store, wish, ELSEWHERE)
    first, theirs = copied(), copied(ELSEWHERE)
    with pytest.raises(CertificationError, match=re.escape(first.name)):
        copied()
    second = copied(anew=True)
    assert [path.read_bytes() for path in (first, theirs, second)] == [b"first", b"other office", b"second"]
    kept = sorted(path.name for path in (store.home / "slips").rglob("*e-copies*"))
    assert kept == sorted(path.name for path in (first, theirs, second))


def test_the_way_to_correct_pages_names_number_and_register(store: Store) -> None:
    (line,) = certify(store, replace(COPY, electronic=True, papers=COPY.papers[:1]), CLERK).lines
    assert "correct 1 --of e-copies --year 2026 --pages 4" in CertificationError.other_pages(line, 4).advice
    assert "list --of e-copies" in CertificationError.no_such_number("e-copies", 9, 2026).advice
