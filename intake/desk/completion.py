# SPDX-License-Identifier: Apache-2.0
"""What the Tab key offers of the store: dossiers, fields of their forms, questions, findings.

A person waits for every key press, so the database is read by SQLite's own module (the store and its models
take longer to import than all the rest), and nothing is ever written.
"""

from __future__ import annotations

import os
import shlex
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import typer

from templates.desk.completion import quietly

_MOST = 40
_SEVERAL_OFFICES = "SELECT (SELECT min(unit) FROM dossier) < (SELECT max(unit) FROM dossier)"


@quietly
def dossier_ids(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """The newest dossiers whose id, or its part after the dash, begins like that."""
    typed = incomplete.strip().upper()
    rows = _rows(
        ctx,
        "SELECT id, state, procedure FROM dossier WHERE id LIKE ? OR id LIKE ? ORDER BY id DESC LIMIT ?",
        (f"{typed}%", f"%-{typed}%", _MOST),
    )
    for number, state, procedure in rows:
        # The shell only takes what goes on as it was typed: the whole id, or its part after the dash.
        whole = number.startswith(typed)
        tail = incomplete + number.partition("-")[2][len(typed) :]
        yield number if whole else tail, f"{_state_word(state)}, {procedure}"


@quietly
def field_keys(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """The fields of the dossier's form, by key or by the words of their names."""
    yield from ((_Meant(name), told) for name, told in _fields(ctx, incomplete))


@quietly
def field_assignments(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """``FIELD=`` for every field of the dossier's form."""
    if "=" not in incomplete:
        yield from ((_Meant(f"{name}="), told) for name, told in _fields(ctx, incomplete))


class _Meant(str):
    """An offer that goes on from what was typed in other letters than those: "ho t", "họ, chữ đệm, tên"."""

    __slots__ = ()

    def startswith(self, *_typed: object) -> bool:
        """True: Typer asks this to leave out what does not go on from what was typed."""
        return True


def _fields(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    from intake.form.field_search import offered
    from templates.catalogue.loading import load_catalogue

    catalogue = load_catalogue()
    return offered(incomplete, catalogue.document_type(_edition(ctx).form).fields(), catalogue)


@quietly
def state_words(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:  # noqa: ARG001 (found by its name)
    """The states by their words."""
    from intake.dossier.states import State
    from templates.language.folding import without_marks

    for state in State:
        if without_marks(incomplete) in without_marks(word := _state_word(state.value)):
            yield _Meant(word), state.value


@quietly
def question_answers(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """``NAME=`` for the questions of the dossier's procedure, and then their answers."""
    name, sign, reply = incomplete.partition("=")
    for question in _edition(ctx).questions:
        if sign and question.name == name:
            texts = ((value, text["vi"]) for value, text in question.values.items())
            yield from ((f"{name}={value}", text) for value, text in texts if value.startswith(reply))
        elif not sign and question.name.startswith(name):
            yield f"{question.name}=", question.ask["vi"]


@quietly
def finding_codes(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """The codes of the dossier's last findings."""
    query = "SELECT code, severity FROM finding WHERE dossier_id = ? AND code LIKE ? ORDER BY id"
    yield from _rows(ctx, query, (_dossier(ctx)[0], f"{incomplete}%"))


def _edition(ctx: typer.Context) -> Any:
    """The rules the named dossier is judged by."""
    from datetime import date

    from templates.catalogue.loading import load_catalogue

    _id, procedure, received = _dossier(ctx)
    return load_catalogue().procedure(procedure, date.fromisoformat(received[:10]))


def _dossier(ctx: typer.Context) -> tuple[str, str, str]:
    """Id, procedure and (UTC) reception of the dossier the line names; ``LookupError`` without one."""
    typed = str(ctx.params.get("dossier") or _first_word_after(ctx.info_name or "")).strip().upper()
    query = "SELECT id, procedure, received_at FROM dossier WHERE id LIKE ? OR id LIKE ? LIMIT 2"
    ((number, procedure, received),) = _rows(ctx, query, (f"{typed}%", f"%-{typed}%"))
    return number, procedure, received


def _first_word_after(command: str) -> str:
    """The dossier on the line where an option still waits for its value, so that nothing is parsed yet."""
    line = os.environ.get("COMP_WORDS") or os.environ.get("_TYPER_COMPLETE_ARGS") or ""
    words = shlex.split(line)
    after = words[words.index(command) + 1 :]
    return next(word for word in after if not word.startswith("-"))


def _rows(ctx: typer.Context, query: str, values: tuple[object, ...]) -> list[Any]:
    database = _home(ctx) / "sohoa.db"
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True, timeout=0.2)) as opened:
        if opened.execute(_SEVERAL_OFFICES).fetchone()[0]:
            # A view that hides the table: each query below sees the dossiers of one office.
            unit = _unit(ctx).replace("'", "''")
            opened.execute(f"CREATE TEMP VIEW dossier AS SELECT * FROM main.dossier WHERE unit = '{unit}'")
        return opened.execute(query, values).fetchall()


def _unit(ctx: typer.Context) -> str:
    """The code of the office that the line typed so far, the environment or the settings name."""
    from intake.settings.settings import load_settings
    from intake.settings.units import settings_of

    options = ctx.find_root().params
    return settings_of(load_settings(options.get("config")), options.get("unit")).unit.code


def _home(ctx: typer.Context) -> Path:
    """Where the store is: the line typed so far, the environment, else the settings."""
    options = ctx.find_root().params
    if typed := options.get("home") or os.environ.get("SOHOA_HOME"):
        return Path(typed).expanduser()
    from intake.settings.settings import load_settings

    return load_settings(options.get("config")).home


def _state_word(state: str) -> str:
    from intake.dossier.state_words import state_word
    from intake.dossier.states import State

    return state_word(State(state))
