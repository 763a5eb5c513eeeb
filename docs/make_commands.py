# SPDX-License-Identifier: Apache-2.0
"""Write ``docs/commands.md`` (English) and ``docs/lenh.md`` (Vietnamese) from the program's own help.

``python docs/make_commands.py`` writes them, ``--check`` only says whether they are as the program is.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

import sohoa
from templates.desk.placeholders import placeholder, usage_pieces
from templates.language.messages import choose_language

DOCS = Path(__file__).parent
PAGES = {"en": DOCS / "commands.md", "vi": DOCS / "lenh.md"}
WORDS = {
    "en": {
        "title": "Commands",
        "intro": "Made by `python docs/make_commands.py` from the program's help; do not edit by hand.",
        "global": "Options of every command",
        "option": "Option",
        "meaning": "Meaning",
        "default": "default",
        "needed": "needed",
        "codes": "Exit codes",
        "code": "Code",
    },
    "vi": {
        "title": "Các lệnh",
        "intro": "Do `python docs/make_commands.py` tạo từ trợ giúp của chương trình; không sửa tay.",
        "global": "Tùy chọn dùng được với mọi lệnh",
        "option": "Tùy chọn",
        "meaning": "Ý nghĩa",
        "default": "mặc định",
        "needed": "bắt buộc",
        "codes": "Mã thoát",
        "code": "Mã",
    },
}
EXIT_CODES = {
    "en": {
        0: "done",
        1: "done, some dossiers, pages or files need attention",
        2: "wrong use: an option, a name or a setting that can't be meant",
        3: "could not run: something is missing, full, broken or not permitted",
        130: "stopped by hand (Ctrl-C); the same command goes on where it stopped",
    },
    "vi": {
        0: "đã xong",
        1: "đã xong, có hồ sơ, trang hoặc tệp cần xem lại",
        2: "gõ sai: tùy chọn, tên hoặc cài đặt không hợp lệ",
        3: "không chạy được: thiếu, đầy, hỏng hoặc không có quyền",
        130: "bị dừng bằng tay (Ctrl-C); chạy lại đúng lệnh đó để làm tiếp",
    },
}


def page(language: str) -> str:
    """The whole page in ``language``."""
    choose_language(language)
    words = WORDS[language]
    root = sohoa.build()
    context = typer.Context(root, info_name="sohoa")
    lines = [f"# {words['title']}", "", words["intro"], ""]
    lines += [f"## {words['global']}", "", *_options(root, words), ""]
    for command, inner in _leaves(root, context):
        lines += [f"## {inner.command_path}", "", command.help or "", "", f"    {_usage(command, inner)}", ""]
        table = list(_options(command, words))
        lines += [*table, ""] if table else []
    lines += [f"## {words['codes']}", "", f"| {words['code']} | {words['meaning']} |", "|---|---|"]
    lines += [f"| {code} | {meaning} |" for code, meaning in EXIT_CODES[language].items()]
    return "\n".join(lines) + "\n"


def _leaves(group: Any, context: Any) -> Iterator[tuple[Any, Any]]:
    """Every command that does something, with the context that knows its full name."""
    for name in sorted(group.list_commands(context)):
        command = group.get_command(context, name)
        inner = typer.Context(command, parent=context, info_name=name)
        if hasattr(command, "list_commands"):
            if command.invoke_without_command:
                yield command, inner
            yield from _leaves(command, inner)
        elif not command.hidden:
            yield command, inner


def _usage(command: Any, context: Any) -> str:
    return " ".join([context.command_path, *usage_pieces(command, context)])


def _options(command: Any, words: dict[str, str]) -> Iterator[str]:
    rows = [_row(param, words) for param in command.params if not getattr(param, "hidden", False)]
    if rows:
        yield f"| {words['option']} | {words['meaning']} |"
        yield "|---|---|"
        yield from rows


def _row(param: Any, words: dict[str, str]) -> str:
    if param.param_type_name == "argument":
        name = placeholder(param)
    else:
        is_flag = getattr(param, "is_flag", False)
        value = "" if is_flag else f" {placeholder(param)}"
        name = ", ".join([*param.opts, *param.secondary_opts]) + value
    notes = []
    if param.required:
        notes.append(words["needed"])
    elif param.default and isinstance(param.default, str | int | float) and param.default is not True:
        notes.append(f"{words['default']} {param.default}")
    meaning = (getattr(param, "help", None) or "") + (f" ({', '.join(notes)})" if notes else "")
    return "| `{}` | {} |".format(name.replace("|", "\\|"), meaning.replace("\n", " "))


def main() -> int:
    """Write the pages, or with ``--check`` compare them; 1 where a page is not as it should be."""
    stale = []
    for language, path in PAGES.items():
        # A process for each: some help texts are fixed when their module is imported.
        command = [sys.executable, __file__, "--print", language]
        text = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(path.name)
    if stale:
        sys.stderr.write(f"{', '.join(stale)}: run python docs/make_commands.py\n")
    return 1 if stale else 0


if __name__ == "__main__":
    if "--print" in sys.argv:
        sys.stdout.write(page(sys.argv[-1]))
        sys.exit(0)
    sys.exit(main())
