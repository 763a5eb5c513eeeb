# SPDX-License-Identifier: Apache-2.0
"""Write the walk of ``docs/new-form.md`` and ``docs/mau-moi.md`` by really going it, command by command.

``python docs/new_form_walk.py`` writes both, ``--check`` (of ``en`` or ``vi``, if named) only says whether
they are what the program does now. Each command is run at a terminal of 80 columns in a store of its own, and
each change of a file is made as the page says it, so that neither can be wrong.
"""

from __future__ import annotations

import difflib
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from counter_session import ROOT, SHOWN_HOME, at_terminal

DOCS = Path(__file__).parent
PAGES = {"en": DOCS / "new-form.md", "vi": DOCS / "mau-moi.md"}
BEGIN, END = "<!-- walk:begin -->\n", "<!-- walk:end -->\n"
SCANS = ROOT / "samples" / "new-form"
FORM = f"{SHOWN_HOME}/forms/dog-registration"
_LAW = "QĐ 01/2026/QĐ-UBND Điều 3"
_SIZES = re.compile(r"\d+ kB")
"""How large a PDF becomes hangs on the version of a library."""


@dataclass(frozen=True)
class Change:
    """A line of a file as it was and as it is written; an empty new one takes it out."""

    old: str
    new: str


@dataclass(frozen=True)
class Step:
    """What the author reads, in both languages; then commands, or changes of a file of the form."""

    en: str
    vi: str
    commands: tuple[str, ...] = ()
    file: str = ""
    changes: tuple[Change, ...] = ()


WALK = (
    Step(
        "### Draft it\n\nThe blank form is a PDF (a scan will do, at 300 dpi). Give the kind a key, and "
        "the procedure's code if you know it:",
        "### Nháp mẫu\n\nMẫu trắng là tệp PDF (bản quét 300 dpi cũng được). Đặt khóa cho loại giấy tờ, "
        "và nêu mã thủ tục nếu biết:",
        ("sohoa forms new to-khai.pdf --kind dog-registration --procedure 9.000001",),
    ),
    Step(
        "It is a draft: `form.yaml` says `draft: true`, and nothing of it is used yet. Try it on a form "
        "that somebody has filled in; nothing is stored:",
        "Đây là bản nháp: `form.yaml` có dòng `draft: true`, chưa lệnh nào dùng đến. Thử trên một tờ đã "
        "điền; không có gì được lưu:",
        ("sohoa forms try dog-registration da-dien.jpg",),
    ),
    Step(
        "All labels were found. If one is missing or a value runs into the next, correct `form.yaml` "
        "(other wordings go into `aliases`) and try again.\n\n### Finish it\n\nWhat only you know is a "
        "question mark. The check says what belongs there:",
        "Mọi nhãn đều tìm thấy. Nếu thiếu nhãn, hoặc giá trị lấn sang chỗ khác, hãy sửa `form.yaml` "
        "(cách ghi khác thì thêm vào `aliases`) rồi thử lại.\n\n### Hoàn thiện\n\nĐiều gì chỉ anh/chị "
        "biết thì máy để dấu hỏi. Lệnh kiểm tra nói cần điền gì:",
        (f"sohoa forms check {FORM}",),
    ),
    Step(
        "In `procedure.yaml`, the law in every place that asks for it:",
        "Trong `procedure.yaml`, điền căn cứ pháp lý ở mọi chỗ hỏi:",
        file="procedure.yaml",
        changes=(
            Change("category: '?'", "category: Nông nghiệp"),
            Change("law: '?'", f"law: {_LAW}"),
            Change("source: '?'", "source: QĐ 01/2026/QĐ-UBND"),
            Change("working_days: 3", "working_days: 1"),
        ),
    ),
    Step(
        "In `print.yaml`, name and colour of the dog on one line, and two leader lines for the residence:",
        "Trong `print.yaml`, tên và màu lông chó cùng một dòng, nơi cư trú hai dòng chấm:",
        file="print.yaml",
        changes=(
            Change("  - chu_nuoi.residence", "  - chu_nuoi.residence *2"),
            Change("  - chu_nuoi.ten_cho", "  - chu_nuoi.ten_cho + chu_nuoi.mau_long"),
            Change("  - chu_nuoi.mau_long", ""),
        ),
    ),
    Step(
        "A typing error, to see what happens:",
        "Gõ sai một chữ, xem chương trình nói gì:",
        file="form.yaml",
        changes=(Change("role: form", "rolle: form"),),
        commands=(f"sohoa forms check {FORM}",),
    ),
    Step(
        "Put it right, and take out the line `draft: true`: from now on the form is in use.",
        "Sửa lại, và bỏ dòng `draft: true`: từ giờ mẫu được dùng.",
        file="form.yaml",
        changes=(Change("rolle: form", "role: form"), Change("draft: true", "")),
        commands=(f"sohoa forms check {FORM}",),
    ),
    Step(
        "### Use it\n\nA citizen comes with the form:",
        "### Dùng mẫu\n\nCông dân mang tờ khai đến:",
        ('sohoa new "đăng ký nuôi chó" --requester "Phạm Văn Ví Dụ" --paper dog-registration --yes',),
    ),
    Step(
        "The scan is read, filled in and checked, the form printed for signing, the dossier packaged:",
        "Bản quét được đọc, điền và kiểm tra; in tờ khai để ký; đóng gói hồ sơ:",
        (
            "sohoa add 223K da-dien.jpg --quiet",
            "sohoa check 223K",
            "sohoa slip 223K form",
            "sohoa package 223K",
        ),
    ),
    Step(
        "`sohoa show 223K` has every value with its source.",
        "`sohoa show 223K` cho xem từng giá trị và nơi lấy.",
    ),
)


def walk(language: str) -> str:
    """The whole walk as Markdown, gone anew."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for scan in SCANS.iterdir():
            shutil.copy(scan, home)
        return "\n".join(part for step in WALK for part in _shown(step, home, language))


def _shown(step: Step, home: Path, language: str) -> Iterator[str]:
    told = step.en if language == "en" else step.vi
    if told:
        yield f"{told}\n"
    if step.changes:
        yield "```diff\n" + "\n".join(_changed(step, home)) + "\n```\n"
    if step.commands:
        screens = "\n\n".join("\n".join(_run(command, home, language)) for command in step.commands)
        yield "\n".join(f"    {line}".rstrip() for line in screens.split("\n")) + "\n"


def _changed(step: Step, home: Path) -> Iterator[str]:
    """Make the changes, each in every line that reads so; a change that finds no line is an error."""
    path = home / "store" / "forms" / "dog-registration" / step.file
    before = lines = path.read_text(encoding="utf-8").splitlines()
    for change in step.changes:
        if not any(_reads(line, change.old) for line in lines):
            raise SystemExit(f"{step.file} has no line {change.old!r}")
        made = (line.replace(change.old, change.new) if _reads(line, change.old) else line for line in lines)
        lines = [line for line in made if line.strip()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    compared = difflib.unified_diff(before, lines, n=0, lineterm="")
    return (line for line in compared if not line.startswith(("---", "+++", "@@")))


def _reads(line: str, words: str) -> bool:
    """Whether the line says it: whole, where it is an entry of a list, else with no word going on."""
    return (
        line == words if words.startswith("  -") else bool(re.search(rf"{re.escape(words)}(?![\w.])", line))
    )


def _run(command: str, home: Path, language: str) -> Iterator[str]:
    yield f"$ {command}"
    real = command.replace(SHOWN_HOME, str(home / "store"))
    screen = at_terminal(shlex.split(real)[1:], (), home, language)
    screen = _SIZES.sub("… kB", screen.replace(str(home / "store"), SHOWN_HOME))
    yield from (line.rstrip() for line in screen.rstrip().strip("\n").split("\n"))


def main() -> int:
    """Write the pages, or with ``--check`` compare them; 1 where one is not as it should be."""
    stale = []
    for language in [name for name in PAGES if name in sys.argv] or list(PAGES):
        path = PAGES[language]
        text = path.read_text(encoding="utf-8")
        before, rest = text.split(BEGIN)
        made = before + BEGIN + walk(language) + END + rest.split(END)[1]
        if "--check" not in sys.argv:
            path.write_text(made, encoding="utf-8")
        elif made != text:
            stale.append(path.name)
    if stale:
        sys.stderr.write(f"{', '.join(stale)}: run python docs/new_form_walk.py\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
