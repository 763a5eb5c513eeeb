# SPDX-License-Identifier: Apache-2.0
"""The pages of a dossier in the browser: each change told in a sentence, and files taken in from it."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from batch.web import reading, uploads
from batch.web.pages import sent_files
from batch.web.uploads import file_name
from batch.web.ways import Changes
from intake.dossier.states import State
from intake.reading.page_work import HowToRead
from intake.store.store import Store
from tests.support.desks.web_desk import csrf_of
from tests.support.dossiers.fake_pages import fake_read, shaded
from tests.support.dossiers.led_dossiers import state_of
from tests.support.dossiers.paged_dossiers import (
    BLANK,
    CARD,
    FORM,
    NOTICE,
    new_dossier,
    page,
    pages_there,
    scanned,
)

HOSTILE = "<script>alert(1)</script>.png"


@pytest.fixture(autouse=True)
def quick_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are read by a reader that only looks at their corner."""
    monkeypatch.setattr(reading, "how_to_read", lambda _settings: HowToRead(work=fake_read))


@pytest.fixture
def pile(store: Store, tmp_path: Path) -> str:
    dossier = new_dossier(store)
    kinds = [page(FORM, {"child.full_name": "TRẦN GIA HÂN"}), page(NOTICE), page(CARD), page(BLANK)]
    scanned(store, dossier, tmp_path / "chong-giay.tif", kinds)
    return dossier


def value(at: tuple[int, int]) -> str:
    return f"{at[0]}-{at[1]}"


def told(text: str) -> str:
    (found,) = re.findall(r'id="told"[^>]*>(.*?)</div>', text, re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", found).split())


def do(clerk: TestClient, dossier: str, what: str, pages: list[tuple[int, int]], **more: str) -> Any:
    """Press a button of the page, with what the page holds by then."""
    address = f"/dossier/{dossier}/papers"
    shown = clerk.get(address).text
    hidden = dict(re.findall(r'name="(csrf|seen|change)" value="([^"]*)"', shown))
    chosen = [value(at) for at in pages]
    return clerk.post(address, data={**hidden, "do": what, "page": chosen, **more})


def send(clerk: TestClient, dossier: str, where: str, files: list[Any], **more: Any) -> Any:
    address = f"/dossier/{dossier}/papers"
    return clerk.post(f"{address}/{where}", data={"csrf": csrf_of(clerk, address), **more}, files=files)


def test_every_page_is_shown_with_its_number_and_kind(clerk: TestClient, pile: str) -> None:
    text = clerk.get(f"/dossier/{pile}/papers").text
    assert text.count('class="sheet"') == 4
    assert "Giấy chứng sinh" in text and "Trang 4 · trắng" in text
    assert f'href="/dossier/{pile}/papers"' in clerk.get(f"/dossier/{pile}").text


def test_pages_are_removed_and_taken_back_in_a_sentence(clerk: TestClient, store: Store, pile: str) -> None:
    there = pages_there(store, pile)
    done = do(clerk, pile, "remove", there[3:], because="trang trắng")
    assert told(done.text) == f"Đã lấy 1 trang ra khỏi hồ sơ {pile}; trang vẫn được lưu."
    assert "chong-giay.tif, trang 4" in done.text and "trang trắng" in done.text
    assert pages_there(store, pile) == there[:3]
    assert told(do(clerk, pile, "undo", []).text) == "Đã lấy lại: Lấy trang ra."
    assert pages_there(store, pile) == there
    refused = do(clerk, pile, "undo", [])  # what brought them: without it the dossier would be empty
    assert "không còn trang nào" in refused.text and pages_there(store, pile) == there


def test_what_was_taken_out_comes_back_by_its_button(clerk: TestClient, store: Store, pile: str) -> None:
    there = pages_there(store, pile)
    do(clerk, pile, "remove", there[2:])
    do(clerk, pile, "turn-right", there[:1])
    done = do(clerk, pile, "back", there[3:])
    assert told(done.text) == f"1 trang đã trở lại hồ sơ {pile}."
    assert pages_there(store, pile) == [*there[:2], there[3]]
    assert done.text.count('value="back"') == 1


@pytest.mark.long
def test_pages_are_moved_and_the_other_dossier_is_named(clerk: TestClient, store: Store, pile: str) -> None:
    other, there = new_dossier(store), pages_there(store, pile)
    done = do(clerk, pile, "move", there[1:3], to=other)
    assert other in told(done.text)
    assert len(pages_there(store, other)) == 2
    made = do(clerk, pile, "move", there[:1], to="Mới")
    (new,) = set(re.findall(r"\d{6}-\w+", told(made.text))) - {pile}
    assert len(pages_there(store, new)) == 1


def test_where_all_pages_went_away_the_page_leads_on_to_them(
    clerk: TestClient, store: Store, pile: str
) -> None:
    other = new_dossier(store)
    onward = f'href="/dossier/{other}/papers" data-onward'
    assert onward not in do(clerk, pile, "move", pages_there(store, pile)[1:], to=other).text
    assert do(clerk, pile, "move", pages_there(store, pile), to=other).text.count(onward) == 1


@pytest.mark.parametrize(("what", "count"), [("split", 1), ("join", 1), ("turn-right", 2), ("turn-over", 1)])
def test_pages_are_sorted_by_buttons(
    clerk: TestClient, store: Store, pile: str, what: str, count: int
) -> None:
    done = do(clerk, pile, what, pages_there(store, pile)[1 : 1 + count])
    assert done.status_code == 200 and told(done.text)


@pytest.mark.long
def test_a_kind_is_told_by_its_name(clerk: TestClient, store: Store, pile: str) -> None:
    for typed in (CARD, "Thẻ căn cước", "the can cuoc", "can the"):
        done = do(clerk, pile, "kind", pages_there(store, pile)[:2], kind=typed)
        assert told(done.text) == "2 trang nay là: Thẻ căn cước."


@pytest.mark.parametrize("typed", ["", "to khai", "xe dap"])
def test_a_kind_that_is_none_or_several_is_refused(
    typed: str, clerk: TestClient, store: Store, pile: str
) -> None:
    done = do(clerk, pile, "kind", pages_there(store, pile)[:1], kind=typed)
    assert done.status_code == 422
    assert "Không có loại giấy tờ nào tên như vậy" in done.text


@pytest.mark.long
def test_pages_go_one_place_earlier_and_later_and_before_another(
    clerk: TestClient, store: Store, pile: str
) -> None:
    a, b, c, d = pages_there(store, pile)
    for what, chosen, more, order in (
        ("earlier", [c], {}, [a, c, b, d]),
        ("earlier", [a], {}, [a, c, b, d]),
        ("later", [a, c], {}, [b, a, c, d]),
        ("later", [d], {}, [b, a, c, d]),
        ("order", [d], {"before": value(b)}, [d, b, a, c]),
        ("order", [d], {"before": ""}, [b, a, c, d]),
    ):
        assert do(clerk, pile, what, chosen, **more).status_code == 200
        assert pages_there(store, pile) == order


def test_files_from_the_browser_are_taken_in_and_read(
    clerk: TestClient, store: Store, pile: str, tmp_path: Path
) -> None:
    scan = shaded(tmp_path / "sent.png", 33)
    sent = send(
        clerk, pile, "files", [("files", (HOSTILE, scan.read_bytes())), ("files", ("x.pdf", b"no pdf"))]
    )
    assert sent.status_code == 200
    assert "Đã thêm 1 trang." in told(sent.text) and "x.pdf" in told(sent.text)
    assert "<script>alert" not in sent.text
    with store.read() as session:
        names = [paper.name for paper in store.documents(session, pile)]
    assert names[1:] == ["scan.png", "x.pdf"]  # its name is none that every disk takes
    assert sorted(store.home.glob(".sent-*")) == []


def test_a_file_that_is_refused_is_told_alone(clerk: TestClient, pile: str) -> None:
    said = told(send(clerk, pile, "files", [("files", ("x.pdf", b"no pdf"))]).text)
    assert said.startswith("x.pdf: ") and "0 trang" not in said


def test_a_new_scan_stands_in_the_place_of_the_chosen_page(
    clerk: TestClient, store: Store, pile: str, tmp_path: Path
) -> None:
    there = pages_there(store, pile)
    scan = shaded(tmp_path / "again.png", 44)
    done = send(clerk, pile, "scan", [("scan", ("again.png", scan.read_bytes()))], page=value(there[1]))
    assert told(done.text) == "again.png đã thay trang 2; bản quét cũ vẫn được lưu."
    now = pages_there(store, pile)
    assert [now[0], *now[2:]] == [there[0], *there[2:]] and now[1] != there[1]


@pytest.mark.parametrize(
    ("told_name", "kept"),
    [
        ("quét 1.pdf", "quét 1.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\to-khai.jpg", "to-khai.jpg"),
        ("..", "scan"),
        ("", "scan"),
        ("con.pdf", "scan.pdf"),
        ("a\x00b.png", "scan.png"),
        (f"{'ấ' * 200}.pdf", f"{'ấ' * 33}.pdf"),
    ],
)
def test_a_name_from_outside_is_a_name_and_never_a_path(told_name: str, kept: str) -> None:
    assert file_name(told_name) == kept


def test_more_than_the_limit_is_refused_before_it_is_read(clerk: TestClient, store: Store, pile: str) -> None:
    ways = [way for way in sent_files.WAYS if isinstance(way, Changes) and way.path.endswith("/files")]
    assert [way.most_mb for way in ways] == [uploads.MOST_MB]
    address = f"/dossier/{pile}/papers/files"
    headers = {
        "Content-Length": str(uploads.MOST_MB * 1_000_001),
        "Content-Type": "multipart/form-data; boundary=x",
    }
    assert clerk.post(address, content=b"--x--", headers=headers).status_code == 413

    def endless() -> Any:
        yield b"--x"

    assert (
        clerk.post(address, content=endless(), headers={"Content-Type": headers["Content-Type"]}).status_code
        == 413
    )
    assert len(pages_there(store, pile)) == 4


def test_what_is_sent_without_our_page_changes_nothing(clerk: TestClient, store: Store, pile: str) -> None:
    there = pages_there(store, pile)
    address = f"/dossier/{pile}/papers"
    assert clerk.post(address, data={"do": "remove", "page": value(there[0])}).status_code == 403
    assert clerk.post(f"{address}/files", files=[("files", ("a.png", b"x"))]).status_code == 403
    assert pages_there(store, pile) == there


@pytest.mark.parametrize(
    "form", [{}, {"do": "remove"}, {"do": "x"}, {"do": "remove", "page": "1;2"}, {"do": "move"}]
)
def test_half_a_change_is_refused_in_words(clerk: TestClient, pile: str, form: dict[str, str]) -> None:
    address = f"/dossier/{pile}/papers"
    answer = clerk.post(address, data={"csrf": csrf_of(clerk, address), **form})
    assert answer.status_code == 422 and 'role="alert"' in answer.text


def test_a_change_of_a_page_that_is_old_is_refused_and_one_sent_twice_is_made_once(
    clerk: TestClient, store: Store, pile: str
) -> None:
    there = pages_there(store, pile)
    address = f"/dossier/{pile}/papers"
    hidden = dict(re.findall(r'name="(csrf|seen|change)" value="([^"]*)"', clerk.get(address).text))
    form = {**hidden, "do": "remove", "page": value(there[3])}
    for _twice in range(2):
        assert clerk.post(address, data=form).status_code == 200
    assert pages_there(store, pile) == there[:3]
    late = {**hidden, "change": "another", "do": "remove", "page": value(there[0])}
    assert clerk.post(address, data=late).status_code == 409
    assert pages_there(store, pile) == there[:3]


def test_a_dossier_that_leaves_the_queue_says_so(clerk: TestClient, store: Store, pile: str) -> None:
    with store.write() as session:
        for step in (State.REVIEWED, State.COMPLETE, State.PACKAGED, State.QUEUED):
            store.advance(session, pile, step, who="lan")
    done = do(clerk, pile, "remove", pages_there(store, pile)[3:])
    assert "rút khỏi hàng chờ" in told(done.text) or "hàng chờ" in told(done.text)
    assert state_of(store, pile) is not State.QUEUED


def test_what_a_killed_desk_left_is_cleared_away(store: Store) -> None:
    left, mine = store.home / ".sent-999999999-x", store.home / f".sent-{os.getpid()}-y"
    for folder in (left, mine):
        folder.mkdir()
    uploads.clear_left_overs(store.home)
    assert (left.exists(), mine.exists()) == (False, True)
