# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import sohoa
from intake.desk.bash_completion import SCRIPT
from intake.store.store import Store
from tests.support.desks.intake_desk import PROCEDURE

pytestmark = pytest.mark.long

ROOT = Path(sohoa.__file__).parent.parent
HEAVY = ("sqlalchemy", "cv2", "numpy", "onnxruntime", "PIL", "alembic", "holidays", "reportlab")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def made(home: Path) -> str:
    store = Store.open(home)
    with store.write() as session:
        made = store.create_dossier(session, procedure=PROCEDURE, who="lan").id
        store.set_findings(session, made, [{"code": "birth-proof.missing", "severity": "error"}], who="lan")
    store.close()
    return made


@pytest.fixture
def offered(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., list[str]]:
    """What the program offers bash for the last of these words."""

    def ask(*words: str) -> list[str]:
        monkeypatch.setenv("SOHOA_HOME", str(home))
        monkeypatch.setenv("_SOHOA_COMPLETE", "complete_bash")
        monkeypatch.setenv("COMP_WORDS", " ".join(["sohoa", *words]))
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
        with pytest.raises(SystemExit):
            sohoa.main([])
        return capsys.readouterr().out.split("\n")[:-1]

    return ask


def _with_a_dossier(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The commands, as typed, whose first argument is a dossier."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _with_a_dossier(command, (*path, name))
        elif any(one.param_type_name == "argument" and one.metavar == "ID" for one in command.params[:1]):
            yield (*path, name)


def test_dossiers_are_offered_wherever_one_is_asked_for(made: str, offered: Callable[..., list[str]]) -> None:
    commands = list(_with_a_dossier(sohoa.build()))
    assert {("show",), ("slip",), ("mail", "agree"), ("push",)} <= set(commands)
    assert [command for command in commands if made not in offered(*command, "")] == []


@pytest.mark.parametrize("command", ["show", "edit"])
def test_dossiers_are_offered_by_their_whole_id_and_by_its_end(
    command: str, made: str, offered: Callable[..., list[str]]
) -> None:
    assert made in offered(command, made[:4])
    assert made[-4:].lower()[:2] + made[-2:] in offered(command, made[-4:-2].lower())


def test_fields_of_the_dossiers_form_are_offered(made: str, offered: Callable[..., list[str]]) -> None:
    assert "child.full_name=" in offered("edit", made, "child.f")
    assert "deceased.full_name=" not in offered("edit", made, "")
    assert "child.sex" in offered("edit", made, "--confirm", "child.s")
    assert offered("edit", made, "'ho ten cha") == ["họ, chữ đệm, tên của cha="]
    assert offered("show", made, '"noi sinh') == ["nơi sinh của trẻ"]


def test_questions_and_their_answers_are_offered(made: str, offered: Callable[..., list[str]]) -> None:
    assert "abandoned=" in offered("answer", made, "aban")
    assert set(offered("answer", made, "abandoned=")) == {"abandoned=yes", "abandoned=no"}


def test_codes_of_findings_are_offered(made: str, offered: Callable[..., list[str]]) -> None:
    assert offered("check", made, "--why", "b") == ["birth-proof.missing"]


def test_kinds_and_procedures_are_offered(offered: Callable[..., list[str]]) -> None:
    assert "birth-notice" in offered("new", "--paper", "birth-n")
    assert "1.001193" in offered("new", "--procedure", "1.0011")
    assert "1.000894" in offered("forms", "show", "1.0008")
    assert "id-card" in offered("forms", "show", "id")


@pytest.mark.parametrize("words", [("show", ""), ("edit", "9999", "child."), ("check", "x", "--why", "")])
def test_without_a_store_nothing_is_offered_and_nothing_made(
    words: tuple[str, ...], home: Path, offered: Callable[..., list[str]]
) -> None:
    assert [text for text in offered(*words) if text] == []
    assert not home.exists()


@pytest.mark.parametrize("line", ["sohoa show ", "sohoa new --paper b", "sohoa edit 2 child."])
@pytest.mark.usefixtures("made")
def test_the_tab_key_loads_nothing_heavy(line: str, home: Path) -> None:
    script = "import sohoa, sys, contextlib\nwith contextlib.suppress(SystemExit): sohoa.main([])\n"
    script += f"loaded = [m for m in {HEAVY!r} if m in sys.modules]\nassert not loaded, loaded"
    words = {"COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1)}
    environment = {**os.environ, **words, "SOHOA_HOME": str(home), "_SOHOA_COMPLETE": "complete_bash"}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["new", "--guide"], ["new", "--help"]])
def test_help_and_the_first_question_load_nothing_heavy(arguments: list[str], home: Path) -> None:
    script = (
        f"import sohoa, sys, contextlib\nwith contextlib.suppress(SystemExit): sohoa.main({arguments!r})\n"
    )
    script += f"loaded = [m for m in {HEAVY!r} if m in sys.modules]\nassert not loaded, loaded"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "SOHOA_HOME": str(home)},
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("typed", "offered", "words", "taken"),
    [
        (
            ["sohoa", "answer", "223K", "aban"],
            "abandoned=",
            ["sohoa", "answer", "223K", "aban"],
            "abandoned=",
        ),
        (
            ["sohoa", "answer", "223K", "abandoned", "=", "y"],
            "abandoned=yes",
            ["sohoa", "answer", "223K", "abandoned=y"],
            "yes",
        ),
        (
            ["sohoa", "edit", "2", "noi"],
            "nơi sinh của trẻ=",
            ["sohoa", "edit", "2", "noi"],
            r"nơi\ sinh\ của\ trẻ=",
        ),
        (["sohoa", "show", "2", '"noi'], "nơi sinh", ["sohoa", "show", "2", '"noi'], "nơi sinh"),
        (["sohoa", "edit", "2", "a", "=", "1", ""], "b=", ["sohoa", "edit", "2", "a=1", ""], "b="),
        (["sohoa", "edit", "2", "a", "=", ""], "b=", ["sohoa", "edit", "2", "a=", ""], "b="),
    ],
)
def test_bash_takes_name_and_value_for_one_word(
    typed: list[str], offered: str, words: list[str], taken: str, tmp_path: Path
) -> None:
    """What bash has split at the equals sign reaches the program whole, and only the rest is inserted."""
    program = tmp_path / "sohoa"
    program.write_text(
        f'#!/bin/sh\nprintf "%s\\n" "$COMP_WORDS" "$COMP_CWORD" >"{tmp_path}/asked"\necho "{offered}"\n'
    )
    program.chmod(0o755)
    names = {"complete_func": "_sohoa", "prog_name": "sohoa", "autocomplete_var": "_SOHOA_COMPLETE"}
    array = " ".join(f"'{word}'" for word in typed)
    script = f"compopt() {{ :; }}\n{SCRIPT % names}\nCOMP_WORDS=({array}); COMP_CWORD={len(typed) - 1}\n"
    script += f'_sohoa "{program}"; printf "%s\\n" "${{COMPREPLY[@]}}"'
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    asked = (tmp_path / "asked").read_text().split("\n")[:-1]
    assert (done.stdout, asked) == (f"{taken}\n", [*words, str(len(words) - 1)])


def test_bash_gets_our_script(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION", "1")  # the argument names the shell
    with pytest.raises(SystemExit):
        sohoa.main(["--show-completion", "bash"])
    assert "compopt -o nospace" in capsys.readouterr().out
