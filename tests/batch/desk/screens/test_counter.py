# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pikepdf
import pytest

import sohoa
from intake.desk import console
from intake.dossier.journal import What, fold
from intake.dossier.requester import Requester, Visit
from intake.services.counter.reception import open_dossier, requester_of
from intake.store.store import Store

BIRTH = ["khai sinh", "Phạm Thị Ví Dụ", "001190012345", "0912 345 678", "vidu@example.vn", "mẹ", ""]
"""Up to the papers: words, who asks, and no assumption to put right."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    opened = Store.open(home)
    yield opened
    opened.close()


@pytest.fixture
def run(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Run the program with lines typed on standard input: exit code, results, remarks."""

    def run(*arguments: str, typed: list[str] | None = None) -> tuple[int, str, str]:
        console.results.cache_clear()
        console.remarks.cache_clear()
        monkeypatch.setenv("SOHOA_HOME", str(home))
        monkeypatch.setenv("COLUMNS", "80")
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in typed or [])))
        code = sohoa.run(list(arguments))
        out = capsys.readouterr()
        return code, out.out, out.err

    return run


@pytest.fixture
def guided(run: Callable[..., tuple[int, str, str]]) -> Callable[..., tuple[int, str, str]]:
    def guided(*typed: str, options: tuple[str, ...] = ("--no-print",)) -> tuple[int, str, str]:
        return run("new", "--guide", *options, "--who", "lan", typed=list(typed))

    return guided


def only(store: Store) -> str:
    with store.read() as session:
        (dossier,) = store.list(session)
        return dossier.id


def count(home: Path) -> int:
    if not (home / "sohoa.db").exists():
        return 0
    store = Store.open(home)
    with store.read() as session:
        found = store.count(session)
    store.close()
    return found


def test_a_guided_visit_becomes_a_dossier_with_all_that_was_said(
    guided: Callable[..., tuple[int, str, str]], store: Store
) -> None:
    code, out, err = guided(*BIRTH, "1 2b 3", "")
    made = only(store)
    assert (code, out) == (0, f"{made}\n")
    assert "1.001193" in err
    with store.read() as session:
        told = requester_of(store, session, made)
        assert told == Requester("Phạm Thị Ví Dụ", "001190012345", "0912345678", "vidu@example.vn", "mẹ")
        shown = fold(store.journal(session, made)).shown
    assert shown == ("birth-registration", "witness-statement", "id-card")


def test_it_is_said_at_once_as_what_a_paper_is_handed_in(
    guided: Callable[..., tuple[int, str, str]], store: Store
) -> None:
    code, _out, err = guided(*BIRTH, "1 2=q", "1 2b=s 3=p", "")
    assert code == 0
    assert "không có loại “q”" in err
    with store.read() as session:
        told = fold(store.journal(session, only(store)))
    assert told.copies == {"witness-statement": "certified", "id-card": "photo"}


def test_unclear_words_are_settled_by_a_number(
    guided: Callable[..., tuple[int, str, str]], store: Store
) -> None:
    code, _out, err = guided("làm lại", "", "khai sinh con nước ngoài", "1", *BIRTH[1:], "0", "")
    assert code == 0
    assert " 1" in err
    with store.read() as session:
        assert store.get(session, only(store)).procedure != "1.001193"


@pytest.mark.long
def test_other_words_may_be_typed_where_a_number_is_asked_for(
    guided: Callable[..., tuple[int, str, str]], store: Store
) -> None:
    code, _out, _err = guided("khai sinh con nước ngoài", "9", *BIRTH, "0", "")
    assert code == 0
    with store.read() as session:
        assert store.get(session, only(store)).procedure == "1.001193"


def test_what_was_put_right_is_shown_so(guided: Callable[..., tuple[int, str, str]]) -> None:
    _code, _out, err = guided(*BIRTH[:-1], "1", "co", "", "1", "")
    asked = [line for line in err.splitlines() if "bỏ rơi không" in line]
    assert asked[0].rstrip().endswith("Không")
    assert asked[-1].rstrip().endswith("Có")


def test_wrong_numbers_and_unknown_words_are_asked_again_with_the_reason(
    guided: Callable[..., tuple[int, str, str]], store: Store
) -> None:
    typed = ["mua xe máy", "khai sinh", "Phạm Thị Ví Dụ", "12345", "001190012345", "call me", "", "x@y", ""]
    code, _out, err = guided(*typed, "mẹ", "99", "", "77", "2z", "", "maybe", "c")
    assert code == 0
    assert "12 chữ số" in err
    with store.read() as session:
        assert requester_of(store, session, only(store)).personal_id == "001190012345"


def test_an_assumption_put_right_changes_what_is_asked_for(
    guided: Callable[..., tuple[int, str, str]], store: Store
) -> None:
    _code, _out, err = guided(*BIRTH[:-1], "1", "1", "", "1", "")
    assert "Biên bản về việc trẻ bị bỏ rơi" in err
    with store.read() as session:
        answers = store.get(session, only(store)).answers
    assert (answers["abandoned"], answers["requester_is_family"]) == ("yes", "yes")


def test_an_assumption_left_standing_is_kept_as_said_unless_a_later_paper_may_tell(
    guided: Callable[..., tuple[int, str, str]], store: Store
) -> None:
    guided(*BIRTH, "1", "")
    with store.read() as session:
        made = only(store)
        answers = store.get(session, made).answers
        said = [event for event in store.journal(session, made) if event.what == What.ANSWERED]
    assert (answers["residence_in_database"], answers["notice_in_database"]) == ("yes", "no")
    assert "abandoned" not in answers
    assert {event.who for event in said} == {"lan"}


def test_a_stranger_is_asked_for_the_authorisation(guided: Callable[..., tuple[int, str, str]]) -> None:
    _code, _out, err = guided(*BIRTH[:-2], "hàng xóm", "", "2", "0", "")
    assert "Văn bản ủy quyền" in err
    assert "Xin ông/bà nộp văn bản ủy quyền" in err


@pytest.mark.long
def test_with_all_papers_there_nothing_is_told_as_missing(
    guided: Callable[..., tuple[int, str, str]],
) -> None:
    _code, _out, err = guided(*BIRTH, "", "")
    assert "Đã có đủ giấy tờ phải nộp." in err


MARITAL = ["1.004873", "Phạm Thị Ví Dụ", "", "", "", "", "", ""]
"""Up to the open questions: status, an earlier certificate, who asks."""
TOLD = {"status": "never", "earlier_certificate": "none", "acts_as": "self", "residence_in_database": "yes"}


def answers_of(store: Store) -> dict[str, str]:
    with store.read() as session:
        return dict(store.get(session, only(store)).answers)


def test_who_never_married_is_asked_of_no_divorce(
    guided: Callable[..., tuple[int, str, str]], store: Store
) -> None:
    code, _out, err = guided(*MARITAL, "1", "1", "1", "", "")
    assert code == 0
    assert "khai tử của vợ, chồng" not in err
    assert answers_of(store) == TOLD


def test_what_nobody_knows_stays_open(guided: Callable[..., tuple[int, str, str]], store: Store) -> None:
    _code, _out, err = guided(*MARITAL, "", "1", "1", "", "")
    assert answers_of(store) == {name: reply for name, reply in TOLD.items() if name != "status"}
    assert err.count("Tình trạng hôn nhân hiện tại") == 2  # asked once, and told at the end


def test_a_wrong_answer_is_put_right_by_the_way_back(
    guided: Callable[..., tuple[int, str, str]], store: Store
) -> None:
    typed = [
        *MARITAL[:2],
        "<",
        "Phạm Thị Ví Dụ Hai",
        *MARITAL[2:],
        "3",
        "<",
        "<",
        "",
        "1",
        "<",
        "1",
        "1",
        "1",
        "",
        "",
    ]
    code, _out, _err = guided(*typed)
    assert code == 0
    assert answers_of(store) == TOLD
    with store.read() as session:
        assert requester_of(store, session, only(store)).name == "Phạm Thị Ví Dụ Hai"


def test_the_way_back_leads_from_the_papers_and_the_end_to_the_last_question(
    guided: Callable[..., tuple[int, str, str]], store: Store
) -> None:
    guided(*MARITAL, "1", "1", "1", "0", "<", "<", "2", "1", "", "")
    assert answers_of(store)["acts_as"] != "self"


def test_before_the_first_question_there_is_none(guided: Callable[..., tuple[int, str, str]]) -> None:
    code, _out, err = guided("<", *BIRTH, "1", "")
    assert code == 0
    assert "Đây là câu đầu tiên." in err


def test_the_due_day_and_the_fee_are_told(guided: Callable[..., tuple[int, str, str]]) -> None:
    _code, _out, err = guided(*MARITAL, "1", "1", "1", "", "")
    assert "Hẹn trả kết quả: " in err
    told = " ".join(err.split())
    assert "Lệ phí: - Cấp Giấy xác nhận tình trạng hôn nhân: Mức do Hội đồng nhân dân tỉnh" in told


def test_nobody_is_born_in_years_to_come(run: Callable[..., tuple[int, str, str]], home: Path) -> None:
    code, _out, err = run("new", "--personal-id", "001245012345")
    assert (code, count(home)) == (2, 0)
    assert "001245012345" not in err


@pytest.mark.parametrize("lines", range(len(BIRTH) + 2))
def test_stopped_at_any_question_nothing_is_left(
    guided: Callable[..., tuple[int, str, str]], home: Path, lines: int
) -> None:
    code, out, _err = guided(*[*BIRTH, "1"][:lines])
    assert (code, out, count(home)) == (130, "", 0)


@pytest.mark.parametrize("lines", range(len(BIRTH) + 2))
def test_ctrl_c_at_any_question_leaves_nothing(
    run: Callable[..., tuple[int, str, str]], home: Path, monkeypatch: pytest.MonkeyPatch, lines: int
) -> None:
    answers = iter([*BIRTH, "1"][:lines])

    class Keyboard(io.StringIO):
        def readline(self, *_size: Any) -> str:
            try:
                return next(answers) + "\n"
            except StopIteration:
                raise KeyboardInterrupt from None

    real = monkeypatch.setattr
    monkeypatch.setattr(
        monkeypatch, "setattr", lambda name, *rest: real(name, Keyboard() if name == "sys.stdin" else rest[0])
    )
    code, out, _err = run("new", "--guide")
    assert (code, out, count(home)) == (130, "", 0)


def test_who_says_no_at_the_end_gets_no_dossier(
    guided: Callable[..., tuple[int, str, str]], home: Path
) -> None:
    code, out, _err = guided(*BIRTH, "", "k")
    assert (code, out, count(home)) == (0, "", 0)


def test_without_a_terminal_nothing_is_asked(run: Callable[..., tuple[int, str, str]], store: Store) -> None:
    code, out, _err = run("new", "--who", "lan", typed=["khai tử"])
    assert (code, out) == (0, f"{only(store)}\n")


def test_options_say_everything_and_the_sheets_are_made(
    run: Callable[..., tuple[int, str, str]], store: Store, tmp_path: Path
) -> None:
    words = ["--procedure", "1.000656", "--requester", "Phạm Văn Ví Dụ", "--relation", "con", "--yes"]
    papers = ["--paper", "death-registration", "--paper", "death-notice", "--out", str(tmp_path / "out")]
    code, out, _err = run("new", *words, *papers, "--json", "--who", "lan")
    told = json.loads(out)
    assert (code, told["id"], told["procedure"]) == (0, only(store), "1.000656")
    for name in told["files"]:
        with pikepdf.open(name) as pdf:
            assert len(pdf.pages) == (2 if "receipt" in name else 1)  # one sheet stays
    assert {Path(name).parent for name in told["files"]} >= {tmp_path / "out"}
    assert any("cover" in name for name in told["files"])
    assert any("receipt" in name for name in told["files"])


def test_clear_words_need_no_code(run: Callable[..., tuple[int, str, str]], store: Store) -> None:
    assert run("new", "dang", "ky", "ket", "hon")[0] == 0
    with store.read() as session:
        assert store.get(session, only(store)).procedure == "1.000894"


@pytest.mark.parametrize(
    "arguments",
    [
        ["mua", "xe"],
        ["nước", "ngoài"],
        ["--procedure", "9.999999"],
        ["--personal-id", "12"],
        ["--phone", "abc"],
        ["--email", "abc"],
        ["--paper", "death-registration"],
        ["--paper", "moon"],
        ["--answer", "moon=yes"],
        ["--answer", "abandoned=perhaps"],
    ],
)
def test_what_can_not_be_meant_is_wrong_use_and_makes_nothing(
    run: Callable[..., tuple[int, str, str]], home: Path, arguments: list[str]
) -> None:
    code, out, err = run("new", *arguments)
    assert (code, out, count(home)) == (2, "", 0)
    assert len(err.splitlines()) >= 2


def test_two_clerks_at_once_get_two_dossiers(home: Path) -> None:
    Store.open(home).close()

    def visit(who: str) -> str:
        own = Store.open(home)
        try:
            return open_dossier(own, Visit("1.001193", Requester(who, phone="0912345678")), who=who)
        finally:
            own.close()

    with ThreadPoolExecutor(4) as clerks:
        made = list(clerks.map(visit, [f"clerk {number}" for number in range(12)]))
    assert len(set(made)) == 12


def test_the_cover_sheet_made_again_is_the_same(
    run: Callable[..., tuple[int, str, str]], store: Store
) -> None:
    run("new", "--who", "lan")
    made = only(store)
    first = Path(run("cover", made)[1].strip()).read_bytes()
    assert Path(run("cover", made)[1].strip()).read_bytes() == first


@pytest.mark.parametrize(
    ("relation", "answers"), [("bà nội", {"requester_is_family": "yes"}), ("hàng xóm", {})]
)
def test_what_the_relation_tells_is_not_asked_again(
    run: Callable[..., tuple[int, str, str]], store: Store, relation: str, answers: dict[str, str]
) -> None:
    run("new", "--relation", relation)
    with store.read() as session:
        assert store.get(session, only(store)).answers == answers
