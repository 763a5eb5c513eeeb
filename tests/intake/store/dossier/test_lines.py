# SPDX-License-Identifier: Apache-2.0
"""The list of dossiers: what a line says, and that its cost does not grow with the number of lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from intake.desk.console import print_json, print_json_list
from intake.dossier.facts import Finding, Severity
from intake.dossier.paging import Paging
from intake.dossier.states import State
from intake.dossier.stored import WITHDRAWN
from intake.dossier.values import FormValue, Statement
from intake.store.dossier.lines import lines_of
from intake.store.store import Store
from intake.store.tables.model import StoredFileRow
from tests.support.dossiers.led_dossiers import led_to


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "home")
    yield opened
    opened.close()


def new_dossier(store: Store, values: dict[str, str] | None = None, doubtful: int = 0) -> str:
    with store.write() as session:
        made = store.create_dossier(session, procedure="1.001193", who="t").id
        chosen = [
            FormValue(
                key,
                Statement(value, value, 0.9, "print", "form", key, page=1),
                needs_review=place < doubtful,
            )
            for place, (key, value) in enumerate((values or {}).items())
        ]
        store.set_form_values(session, made, chosen)
    return made


def add_paper(store: Store, dossier: str, name: str, refusal: str = "") -> None:
    with store.write() as session:
        document = StoredFileRow(
            dossier_id=dossier, name=name, refusal_code=refusal, sha256=name, added_at=store.clock()
        )
        session.add(document)


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    """The statements that a session sends."""
    sent: list[str] = []
    engine = session.get_bind()

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def test_a_line_counts_papers_refusals_and_doubts_and_names_the_child_before_others(store: Store) -> None:
    values = {"bride.full_name": "LÝ THỊ C", "child.full_name": "LÊ A", "child.sex": "Nữ"}
    dossier = new_dossier(store, values, doubtful=2)
    other = new_dossier(store, {"child.full_name": "", "subject.full_name": "TRẦN B"})
    for name, refusal in (("a", ""), ("b", ""), ("c", "encrypted"), ("d", WITHDRAWN)):
        add_paper(store, dossier, name, refusal)
    with store.read() as session:
        lines = {line["id"]: line for line in lines_of(session, store.list(session), store.clock())}
    told = ("subject", "papers", "refused", "to_review")
    assert [lines[dossier][name] for name in told] == ["LÊ A", 2, 1, 2]
    assert [lines[other][name] for name in told] == ["TRẦN B", 0, 0, 0]


@pytest.mark.parametrize(
    ("doubtful", "more", "state", "told"),
    [
        (0, "", State.READ, 2),
        (0, "info", State.READ, 2),
        (0, "", State.CAPTURED, 0),
        (0, "warning", State.READ, 0),
        (0, "error", State.READ, 0),
        (1, "", State.READ, 0),
    ],
)
def test_a_line_tells_that_only_questions_are_left(
    store: Store, doubtful: int, more: str, state: State, told: int
) -> None:
    dossier = led_to(store, new_dossier(store, {"child.full_name": "LÊ A"}, doubtful), state)
    found = [Finding(f"birth.{name}.question", Severity.WARNING, "?") for name in ("a", "b")]
    found += [Finding("birth.form", Severity(more), "!")] if more else []
    with store.write() as session:
        store.set_findings(session, dossier, [asdict(finding) for finding in found], who="t")
    with store.read() as session:
        (line,) = lines_of(session, store.list(session), store.clock())
    assert line["only_questions"] == told


@pytest.mark.parametrize(
    ("state", "told"), [(State.COMPLETE, 0), (State.QUEUED, 1), (State.PUSHED, 1), (State.RESULT_ATTACHED, 1)]
)
def test_a_line_tells_of_papers_that_came_when_it_was_on_its_way(
    store: Store, state: State, told: int
) -> None:
    dossier = led_to(store, new_dossier(store), state)
    add_paper(store, dossier, "late", "")
    add_paper(store, dossier, "broken", "encrypted")
    with store.read() as session:
        (line,) = lines_of(session, store.list(session), store.clock())
    assert line["late_papers"] == told


def test_many_lines_take_as_many_queries_as_one(store: Store) -> None:
    for _each in range(40):
        new_dossier(store, {"child.full_name": "LÊ A"})
    asked = []
    for length in (1, 40):
        with store.read() as session, counted(session) as sent:
            parts = store.list_in_parts(session, Paging(1, length))
            assert sum(len(list(lines_of(session, part, store.clock()))) for part in parts) == length
        asked.append(len(sent))
    assert asked[0] == asked[1]


def test_parts_put_together_are_the_list(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.store.dossier.listing.PART", 3)
    for _each in range(8):
        new_dossier(store)
    with store.read() as session:
        whole = [dossier.id for dossier in store.list(session)]
        parts = [[d.id for d in part] for part in store.list_in_parts(session, Paging(everything=True))]
        second = [[d.id for d in part] for part in store.list_in_parts(session, Paging(2, 5))]
    assert [len(part) for part in parts] == [3, 3, 2]
    assert [dossier for part in parts for dossier in part] == whole
    assert second == [whole[5:]]


@pytest.mark.parametrize(
    ("paging", "total", "more"),
    [
        (Paging(1, 30), 30, ""),
        (Paging(1, 30), 31, "1 hồ sơ"),
        (Paging(2, 30), 61, "1 hồ sơ"),
        (Paging(3, 30), 61, ""),
        (Paging(1, 30, everything=True), 61, ""),
        (Paging(9, 30), 5, ""),
    ],
)
def test_what_is_left_out_is_counted(paging: Paging, total: int, more: str) -> None:
    told = paging.more(total)
    assert more in told and bool(told) is bool(more)


def test_a_list_written_as_it_comes_is_the_json_it_would_be_as_a_whole(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for items in ([], [{"tên": "Đặng\nThị \udcff", "papers": []}], [1, "hai", {"a": {"b": [2]}}]):
        print_json({"total": 3, "page": 1, "dossiers": items})
        whole = capsys.readouterr().out
        print_json_list({"total": 3, "page": 1}, "dossiers", iter(items))
        assert capsys.readouterr().out == whole
        assert json.loads(whole)["total"] == 3
