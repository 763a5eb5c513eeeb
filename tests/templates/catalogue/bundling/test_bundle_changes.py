# SPDX-License-Identifier: Apache-2.0
"""What a newer catalogue says otherwise, statement by statement."""

from __future__ import annotations

from pathlib import Path

import pytest

from templates.catalogue.bundling.changes import Difference, differences
from templates.errors import TemplateError


def _changes(tmp_path: Path, before: str | None, after: str | None, name: str = "x.yaml") -> list[Difference]:
    for folder, text in (("now", before), ("newer", after)):
        (tmp_path / folder).mkdir()
        if text is not None:
            (tmp_path / folder / name).write_text(text, "utf-8")
    return differences(tmp_path / "now", tmp_path / "newer", [name])


def test_an_entry_put_in_between_is_one_change(tmp_path: Path) -> None:
    before = "rules: [{id: a, days: 1}, {id: c, days: 3}]"
    after = "rules: [{id: a, days: 1}, {id: b, days: 2}, {id: c, days: 3}]"
    assert _changes(tmp_path, before, after) == [
        Difference("x.yaml", "rules[b].id", "", "b"),
        Difference("x.yaml", "rules[b].days", "", "2"),
    ]


def test_a_changed_and_a_lost_statement_say_what_stood_there(tmp_path: Path) -> None:
    assert _changes(tmp_path, "fee: {amount: 5000, free: [a, b]}", "fee: {amount: 8000}") == [
        Difference("x.yaml", "fee.amount", "5000", "8000"),
        Difference("x.yaml", "fee.free", "a; b", ""),
    ]


def test_two_entries_of_one_name_are_both_told(tmp_path: Path) -> None:
    before = "lines: [{name: a, text: x}, {name: a, text: y}]"
    assert _changes(tmp_path, before, before.replace("y", "z")) == [
        Difference("x.yaml", "lines[a].text#2", "y", "z")
    ]


def test_comments_and_order_of_keys_are_no_change(tmp_path: Path) -> None:
    assert _changes(tmp_path, "a: 1\nb: 2\n", "# new\nb: 2\na: 1\n") == []


def test_a_new_file_and_a_file_that_is_gone_are_told_whole(tmp_path: Path) -> None:
    assert _changes(tmp_path, None, "a: 1") == [Difference("x.yaml", "a", "", "1")]
    (tmp_path / "more").mkdir()
    assert _changes(tmp_path / "more", "a: 1", None) == [Difference("x.yaml", "a", "1", "")]


def test_tables_are_compared_line_by_line(tmp_path: Path) -> None:
    changes = _changes(tmp_path, "01\tA\n02\tB\n", "01\tA\n02\tC\n03\tD\n", "units.tsv")
    assert [(c.place, c.before, c.after) for c in changes] == [
        ("02", "02\tB", "02\tC"),
        ("03", "", "03\tD"),
    ]


def test_what_is_no_yaml_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TemplateError):
        _changes(tmp_path, "a: 1", "a: [")
