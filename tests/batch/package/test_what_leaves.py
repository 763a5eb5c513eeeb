# SPDX-License-Identifier: Apache-2.0
"""What leaves the desk tells what the papers show, and nothing of who made them where and with what."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

import sohoa
from batch.gateway.sandbox.server import running_sandbox
from batch.outbox.push import Pusher
from batch.package.pack_work import PackageSettings
from batch.package.pdfa import Leaf, master
from batch.package.scan import scan_of
from batch.store.tables.run_model import Run
from intake.dossier.states import State
from intake.services.receive.ingest import take_in
from intake.store.store import Store
from ocr.result import PageReading
from templates.catalogue.loading import load_catalogue
from tests.support.desks.packing_desk import (
    FORM,
    RECEIVED,
    WHO,
    Clock,
    choice,
    connected,
    new_store,
    package_dossier,
)
from tests.support.desks.slip_desk import set_office
from tests.support.pages.drawn_scans import drawn
from tests.support.pages.poisoned import MARK, PAPERS, jbig2_pdf, long_pdf, mark, phone_jpeg, refer_to_a_file
from tests.support.pages.read_back import extras_of_pdf, marks_in
from tests.support.pages.viewed_pdfs import IMPRINT, difference, seen

pytestmark = [pytest.mark.long, pytest.mark.timeout(120)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = new_store(tmp_path / mark("home"), Clock(RECEIVED + timedelta(hours=1)))
    yield store
    store.close()


def poison(path: Path) -> Path:
    """A marked paper under a marked name."""
    image = drawn().image
    path.parent.mkdir(parents=True, exist_ok=True)
    PAPERS[path.name.removeprefix(f"{MARK}-")](path, image)
    return path


def complete(store: Store, *papers: Path) -> str:
    """A complete dossier of these papers, out of a folder with a marked name."""
    with store.write() as session:
        dossier = store.create_dossier(
            session, procedure="1.001193", who=WHO, received_at=RECEIVED, folder=mark("folder")
        ).id
    added = take_in(store, dossier, papers, who=WHO).added
    assert len(added) == len(papers)
    with store.write() as session:
        for document in added:
            reading = drawn(kind="birth-registration").reading
            store.save_page_reading(session, document, reading, reader="test")
        store.set_form_values(session, dossier, [choice(key, value) for key, value in FORM.items()])
        for state in (State.READ, State.REVIEWED, State.COMPLETE):
            store.advance(session, dossier, state, who=WHO)
    return dossier


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


PLACES = {
    "photo.jpg": 16,
    "screenshot.png": 10,
    "colour.tif": 6,
    "fax.tif": 6,
    "camera.jp2": 2,
    "scanned.pdf": 30,
    "packed.pdf": 30,
    "fax.pdf": 13,
    "long.pdf": 13,
}
"""In how many places each paper is marked, at least: the search below must be able to find them."""


@pytest.mark.parametrize("name", PAPERS)
def test_the_search_finds_every_mark_of_the_paper_itself(tmp_path: Path, name: str) -> None:
    data = poison(tmp_path / name).read_bytes()

    assert len(marks_in(data, MARK)) >= PLACES[name]
    assert not name.endswith(".pdf") or extras_of_pdf(data)


@pytest.mark.parametrize("limit_mb", [2.0, 0.035])
@pytest.mark.parametrize("name", PAPERS)
def test_copies_carry_pixels_resolution_and_colours_only(
    store: Store, tmp_path: Path, name: str, limit_mb: float
) -> None:
    paper = poison(tmp_path / f"{MARK}-{name}")
    dossier = complete(store, paper)

    built = package_dossier(store, dossier, load_catalogue(), PackageSettings(limit_mb), who=WHO)

    made = files_below(built.folder)
    assert {path.suffix for path in made} == {".pdf", ".json"}
    for path in made:
        assert marks_in(path.read_bytes() + path.name.encode(), MARK) == set()
        assert path.suffix != ".pdf" or extras_of_pdf(path.read_bytes()) == []
        assert path.suffix != ".pdf" or difference(seen(path.read_bytes(), 100), drawn().image) < 8
    (kept,) = files_below(store.home / "objects")
    assert kept.read_bytes() == paper.read_bytes()


KEPT = {"scanned.pdf": "/DCTDecode", "packed.pdf": "/DCTDecode", "fax.pdf": "/CCITTFaxDecode", "long.pdf": ""}
"""In whose own coding a scan inside a PDF goes on; "" where it holds more than can be taken from it."""


@pytest.mark.parametrize("refers", [False, True], ids=["plain", "refers to a file"])
@pytest.mark.parametrize("name", KEPT)
def test_a_scan_inside_a_pdf_keeps_its_coding_and_none_of_the_marks(
    tmp_path: Path, name: str, refers: bool
) -> None:
    paper = poison(tmp_path / name)
    if refers:
        refer_to_a_file(paper)

    scan = scan_of(paper, 1)

    assert marks_in(scan.image_pdf, MARK) == set()
    with pikepdf.open(io.BytesIO(scan.image_pdf)) as pdf:
        (picture,) = pdf.pages[0].resources.XObject.values()
        own = str(picture.get("/Filter", "")) == KEPT[name]
    assert own == (bool(KEPT[name]) and not refers)


@pytest.mark.parametrize("packed", [True, False])
def test_what_stands_behind_the_last_row_of_a_scan_stays_here(tmp_path: Path, packed: bool) -> None:
    paper = tmp_path / "scan.pdf"
    long_pdf(paper, drawn().image, packed=packed)

    assert marks_in(scan_of(paper, 1).image_pdf, MARK) == set()


@pytest.mark.parametrize("comment", [True, False])
def test_a_comment_in_a_jbig2_scan_stays_here(tmp_path: Path, comment: bool) -> None:
    paper = tmp_path / "scan.pdf"
    jbig2_pdf(paper, drawn().image, comment=comment)

    scan = scan_of(paper, 1)

    assert bool(marks_in(paper.read_bytes(), MARK)) == comment
    assert marks_in(scan.image_pdf, MARK) == set()
    assert scan.bilevel


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_upright_though_its_mark_of_turning_is_gone(tmp_path: Path, orientation: int) -> None:
    upright = {1: [], 2: [0], 3: [3], 4: [1], 5: [5], 6: [2], 7: [6], 8: [4]}[orientation]
    lying = drawn().image
    for turn in upright:
        lying = lying.transpose(Image.Transpose(turn))
    (tmp_path / "photo.jpg").write_bytes(phone_jpeg(lying, orientation))
    leaf = Leaf(scan_of(tmp_path / "photo.jpg", 1), PageReading(1, "", 0.0, 0, 0.0, 1, 1))

    assert difference(seen(master([leaf], IMPRINT), 100), drawn().image) < 8


def test_the_gateway_gets_no_name_and_no_word_of_the_computer(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("USER", mark("account"))
    papers = [poison(tmp_path / f"{MARK}-{name}") for name in ("photo.jpg", "scanned.pdf")]
    dossier = complete(store, *papers)
    package_dossier(store, dossier, load_catalogue(), PackageSettings(), who=mark("clerk"))

    with running_sandbox(tmp_path / "gateway") as gateway, connected(gateway) as connector:
        assert Pusher(store, connector, mark("clerk")).push(dossier).state == "sent"

    received = files_below(tmp_path / "gateway")
    assert sum(path.read_bytes().startswith(b"%PDF") for path in received) == 1
    assert [path for path in received if marks_in(path.read_bytes() + path.name.encode(), MARK)] == []


@pytest.mark.parametrize(
    "words",
    [
        ("slip", "ID", "receipt", "--docx"),
        ("slip", "ID", "supplement", "--docx"),
        ("slip", "ID", "refusal", "--reason", "Không đúng thẩm quyền", "--law", "Điều 5", "--docx"),
        ("slip", "ID", "apology", "--reason", "Chờ xác minh", "--until", "2027-01-05", "--docx"),
        ("slip", "ID", "control", "--docx"),
        ("slip", "ID", "form", "--docx"),
        ("cover", "ID"),
    ],
    ids=lambda words: words[2] if len(words) > 2 else words[0],
)
def test_slips_name_no_file_and_no_computer(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    dossier = at_the_counter(store, tmp_path, monkeypatch)
    out = tmp_path / "out"

    assert (
        sohoa.run([dossier if word == "ID" else word for word in words] + ["--who", WHO, "--out", str(out)])
        == 0
    )

    made = files_below(out)
    assert len(made) == (2 if "--docx" in words else 1)
    assert [path.name for path in made if marks_in(path.read_bytes(), MARK)] == []
    assert [path.name for path in made if told_of_its_making(path)] == []


def test_register_and_report_name_no_file_and_no_computer(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at_the_counter(store, tmp_path, monkeypatch)
    with store.write() as session:
        session.add(Run(folder=f"/home/{mark('account')}/scans", who=WHO, started_at=store.clock()))
    book, report = tmp_path / "book.xlsx", tmp_path / "report.xlsx"

    assert sohoa.run(["book", "--out", str(book)]) == 0
    capsys.readouterr()
    for asked in (["--run", "1"], ["--from", "2026-11-01", "--to", "2026-11-30", "--xlsx", str(report)]):
        sohoa.run(["report", *asked, "--json"])
        assert marks_in(capsys.readouterr().out.encode(), MARK) == set()

    for made in (book, report):
        assert marks_in(made.read_bytes(), MARK) == set()
        assert told_of_its_making(made) == []


def at_the_counter(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A dossier of marked papers, one of which can't be opened, at a marked computer."""
    set_office(monkeypatch)
    monkeypatch.setenv("SOHOA_HOME", str(store.home))
    for name in ("USER", "LOGNAME", "USERNAME", "HOSTNAME"):
        monkeypatch.setenv(name, mark(name.lower()))
    dossier = complete(store, poison(tmp_path / f"{MARK}-photo.jpg"))
    broken = tmp_path / f"{MARK}-broken.pdf"
    broken.write_bytes(b"%PDF-1.4 " + mark("broken").encode())
    assert take_in(store, dossier, [broken], who=WHO).refused
    return dossier


def told_of_its_making(path: Path) -> list[str]:
    """What a slip or a workbook says of a person or program that made it, but for ours; [] for nothing."""
    if path.suffix == ".pdf":
        with pikepdf.open(path) as pdf:
            author = str(pdf.docinfo.get("/Author", ""))
            return [author] if author else [str(key) for key in pdf.Root.keys() & {"/Names", "/Metadata"}]
    with zipfile.ZipFile(path) as archive:
        core = archive.read("docProps/core.xml").decode()
        people = re.findall(r"<(?:dc:creator|cp:lastModifiedBy|dc:description)>([^<]+)<", core)
        return people + [name for name in archive.namelist() if "thumbnail" in name or "customXml" in name]
