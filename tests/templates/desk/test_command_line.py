# SPDX-License-Identifier: Apache-2.0
"""The command line: wrong use is said by its kind in Vietnamese, help pages are plain and in our words."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import pytest
import typer
from typer.core import TyperCommand, TyperGroup

import sohoa
from templates.desk.command_line import App, Command, CommandEntry, Front, Group
from templates.desk.usage_words import complaint_of
from templates.language.messages import speaking


class _Kind(StrEnum):
    RECEIPT = "receipt"
    REFUSAL = "refusal"


def act(
    file: Annotated[str, typer.Argument(metavar="FILE…", help="Tệp.")],
    port: Annotated[int, typer.Option("--port", "-p", min=1, max=9, help="Cổng.")] = 5,
    kind: Annotated[_Kind | None, typer.Option("--kind", help="Loại phiếu.")] = None,
    day: Annotated[datetime | None, typer.Option("--day", formats=["%d/%m/%Y"], help="Ngày.")] = None,
    folder: Annotated[Path | None, typer.Option("--folder", file_okay=False, help="Thư mục.")] = None,
    scan: Annotated[
        Path | None, typer.Option("--scan", dir_okay=False, exists=True, help="Bản quét.")
    ] = None,
    needed: Annotated[bool, typer.Option("--read/--no-read", help="Có hay không.")] = True,
) -> None:
    """Does nothing."""


def need(out: Annotated[str, typer.Option("--out", help="Nơi ghi.")]) -> None:
    """Needs an option."""


def _tree() -> Any:
    app = App()
    app.command("act", help="Một lệnh.")(act)
    app.command("need", help="Lệnh khác.")(need)
    return typer.main.get_command(app)


@pytest.fixture
def complaint(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., str]:
    """The sentence for a command line, run in a folder with a file and a folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tệp.pdf").touch()
    (tmp_path / "thư mục").mkdir()

    def told(*words: str) -> str:
        with pytest.raises(typer.TyperException) as caught:
            _tree().main(args=list(words), prog_name="sohoa", standalone_mode=False)
        said = complaint_of(caught.value)
        inner = f" {words[0]}" if words[0] in ("act", "need") else ""
        assert said.advice.endswith(f": sohoa{inner} --help")
        return said.sentence

    return told


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["atc"], "Không có lệnh “atc”. Có phải là act?"),
        (["xyz"], "Không có lệnh “xyz”."),
        (["act"], "Thiếu TỆP…."),
        (["need"], "Thiếu tùy chọn --out."),
        (["act", "a", "b", "c"], "Thừa: b c"),
        (["act", "a", "--prot", "1"], "Không có tùy chọn --prot. Có phải là --port?"),
        (["act", "a", "-z"], "Không có tùy chọn -z."),
        (["act", "a", "--port"], "Tùy chọn --port cần một giá trị."),
        (["act", "a", "--read=1"], "Tùy chọn --read không nhận giá trị."),
        (["act", "a", "-p", "x"], "Giá trị của --port không đúng: cần một số nguyên"),
        (["act", "a", "-p", "0"], "Giá trị của --port không đúng: ít nhất là 1"),
        (["act", "a", "-p", "10"], "Giá trị của --port không đúng: nhiều nhất là 9"),
        (["act", "a", "--kind", "x"], "Giá trị của --kind không đúng: phải là một trong receipt, refusal"),
        (["act", "a", "--day", "x"], "Giá trị của --day không đúng: cần một ngày, ví dụ 31/12/2026"),
        (
            ["act", "a", "--folder", "tệp.pdf"],
            "Giá trị của --folder không đúng: “tệp.pdf” là tệp, cần một thư mục.",
        ),
        (
            ["act", "a", "--scan", "thư mục"],
            "Giá trị của --scan không đúng: “thư mục” là thư mục, cần một tệp.",
        ),
        (["act", "a", "--scan", "không"], "Giá trị của --scan không đúng: không có “không”."),
    ],
)
def test_each_kind_of_wrong_use_has_its_sentence(
    words: list[str], sentence: str, complaint: Callable[..., str]
) -> None:
    assert complaint(*words) == sentence


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="to root everything is readable")
def test_a_file_without_permission_is_said(complaint: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "tệp.pdf").chmod(0)
    assert complaint("act", "a", "--scan", "tệp.pdf").endswith("không đọc được “tệp.pdf” (không có quyền).")


def test_wrong_use_is_said_in_the_language_of_the_reader(complaint: Callable[..., str]) -> None:
    with speaking("en"):
        assert complaint("xyz") == "There is no command “xyz”."


def test_a_complaint_we_have_no_words_for_is_passed_on() -> None:
    assert complaint_of(typer.TyperException("Something new")).sentence == "Something new"


def _help(*words: str) -> str:
    context = typer.Context(_tree(), info_name="sohoa")
    command = context.command
    for word in words:
        command = command.get_command(context, word)  # type: ignore[attr-defined]
        context = typer.Context(command, parent=context, info_name=word)
    return command.get_help(context)


def test_the_help_page_of_a_command_tells_defaults_choices_and_what_is_needed() -> None:
    text = _help("act")
    assert text.startswith("Cách dùng: sohoa act [TÙY CHỌN] TỆP…\n")
    assert "\nĐối số:\n" in text
    assert "Tệp.  [bắt buộc]" in text
    assert "Cổng.  [mặc định: 5]" in text
    assert "--day NN/TT/NNNN" in text
    assert "--kind receipt|refusal" in text
    assert "True" not in text
    assert "Hiện trợ giúp này rồi thoát." in text


def test_the_help_page_of_a_group_tells_whole_sentences_within_80_columns() -> None:
    app = App()
    long = "Một câu rất dài nói rõ lệnh này làm gì, cho ai, và khi nào thì nên dùng nó thay cho lệnh kia."
    app.command("act", help=long)(act)
    app.command("need", help="Lệnh khác.")(need)
    group: Any = typer.main.get_command(app)
    text = group.get_help(typer.Context(group, info_name="sohoa"))
    assert long in " ".join(text.split())
    assert max(map(len, text.splitlines())) <= 80


def _front(*entries: CommandEntry) -> Any:
    app = App(cls=Front)
    app.callback()(lambda: None)
    front: Any = typer.main.get_command(app)
    front.mount(entries)
    return front


def test_a_mounted_command_is_imported_only_when_asked_for() -> None:
    front = _front(
        CommandEntry("gone", ("no.such.module",), "Có tên."),
        CommandEntry("forms", ("templates.desk.commands",)),
    )
    context = typer.Context(front, info_name="sohoa")
    assert "gone  Có tên." in front.get_help(context).replace("gone   ", "gone  ")
    assert front.list_commands(context) == ["gone", "forms"]
    assert "list" in front.get_command(context, "forms").commands
    with pytest.raises(ModuleNotFoundError):
        front.get_command(context, "gone")


def test_entries_of_one_name_are_one_command_with_the_help_that_is_there() -> None:
    front = _front(
        CommandEntry("forms", ("batch.desk.commands.forms_try",)),
        CommandEntry("forms", ("templates.desk.commands",), "Mẫu giấy tờ."),
    )
    assert len(front.commands) == 1
    assert {"try", "list"} <= set(front.commands["forms"].commands)
    assert front.commands["forms"].help == "Mẫu giấy tờ."


def test_all_commands_and_groups_of_the_program_are_of_our_classes() -> None:
    import sohoa

    def walk(command: Any) -> None:
        assert isinstance(command, Group if isinstance(command, TyperGroup) else Command)
        assert isinstance(command, TyperGroup | TyperCommand)
        for inner in getattr(command, "commands", {}).values():
            walk(inner)

    walk(sohoa.build())


def _leaves(group: Any, context: Any) -> Any:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        inner = typer.Context(command, parent=context, info_name=name)
        yield command, inner
        if hasattr(command, "list_commands"):
            yield from _leaves(command, inner)


def test_no_help_page_shows_names_of_types_or_english_placeholders() -> None:
    root = sohoa.build()
    odd = re.compile(r"<\w|\[OPTIONS\]|\b(?:ARGS|FIELD|FILE|FOLDER|KIND|NAME|TEXT|VALUE|REASON|PAGE|PATH)\b")
    leaves = _leaves(root, typer.Context(root, info_name="sohoa"))
    pages = [(context.command_path, command.get_help(context)) for command, context in leaves]
    assert [(path, found[0]) for path, text in pages if (found := odd.search(text))] == []
