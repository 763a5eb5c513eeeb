# SPDX-License-Identifier: Apache-2.0
"""Asking a person on the terminal: questions on standard error, one line of an answer from standard input."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from intake.desk.console import remarks
from templates.errors import UsageError
from templates.language.folding import without_marks
from templates.language.messages import _

Answer = TypeVar("Answer")

WAY_BACK = "<"


class WayBackError(Exception):
    """The person wants the question before once more."""


def at_terminal() -> bool:
    """Whether a person sits there who can be asked."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def tell(*lines: str, style: str = "") -> None:
    """Something the person needs for answering, shown even with ``--quiet``."""
    for line in lines:
        remarks().print(line, style=style or None, markup=False, soft_wrap=False)


def tell_list(rows: Iterable[tuple[str, str]]) -> None:
    """Marks and texts in two columns, so that a long text stays beside its mark."""
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2))
    for mark, text in rows:
        table.add_row(Text(f" {mark:>3}", style="bold"), Text(text))
    remarks().print(table)


def ask(question: str, default: str = "") -> str:
    """One line from the person, ``default`` where they only press Enter.

    Raises ``KeyboardInterrupt`` where they stop (Ctrl-C) or there is nobody (end of input), ``WayBackError``
    for ``WAY_BACK``.
    """
    remarks().print(f"{question} ", end="", style="bold", markup=False, soft_wrap=False)
    line = sys.stdin.readline()
    if not line:
        raise KeyboardInterrupt
    if line.strip() == WAY_BACK:
        raise WayBackError
    return " ".join(line.split()) or default


def asked_password() -> str:
    """The password of locked files, typed unseen, or a line of standard input where nobody sits there."""
    if not at_terminal():
        return sys.stdin.readline().rstrip("\r\n")
    from getpass import getpass

    return getpass(_("Password of the locked PDF: "))


def first_question() -> str:
    """That there is none before."""
    return _("This is the first question.")


def walk(steps: Sequence[Callable[[bool], None]]) -> None:
    """One step after the other; from each the person may go back to the one before. A step is told whether
    they came back to it.
    """
    at, back = 0, False
    while at < len(steps):
        try:
            steps[at](back)
            at, back = at + 1, False
        except WayBackError:
            if at == 0:
                tell(first_question(), style="yellow")
            at, back = max(at - 1, 0), at > 0


def alone(question: Callable[[], Answer]) -> Answer:
    """The answer to a question that has none before it."""
    while True:
        try:
            return question()
        except WayBackError:
            tell(first_question(), style="yellow")


def ask_until(question: str, checked: Callable[[str], Answer]) -> Answer:
    """Ask until ``checked`` raises no ``UsageError``; says why not and asks again."""
    while True:
        try:
            return checked(ask(question))
        except UsageError as error:
            tell(f"{error.sentence} {error.advice}", style="yellow")


def ask_choice(question: str, choices: Sequence[str]) -> int | None:
    """The place (from 0) of the choice whose number or beginning is typed; None for Enter alone."""

    def checked(typed: str) -> int | None:
        if not typed:
            return None
        begun = [place for place, text in enumerate(choices) if _begins(text, typed)]
        return begun[0] if len(begun) == 1 else _place(typed, len(choices))

    _tell_choices(choices)
    return ask_until(question, checked)


def ask_choice_or_words(question: str, choices: Sequence[str]) -> int | str:
    """The place (from 0) of the choice whose number is typed, or the words typed instead; "" for Enter."""

    def checked(typed: str) -> int | str:
        return _place(typed, len(choices)) if typed.isdecimal() else typed

    _tell_choices(choices)
    return ask_until(question, checked)


def _begins(text: str, typed: str) -> bool:
    return without_marks(text).startswith(without_marks(typed))


def _tell_choices(choices: Sequence[str]) -> None:
    tell_list((str(number), text) for number, text in enumerate(choices, start=1))


def _place(typed: str, count: int) -> int:
    if typed.isdecimal() and 1 <= int(typed) <= count:
        return int(typed) - 1
    raise UsageError(_("Type a number from 1 to {count}, or only Enter.").format(count=count), "")


def ask_yes(question: str, *, enter: bool | None = True) -> bool:
    """Yes or no; Enter alone is ``enter``, None: it is no answer."""
    words = {"": enter} if enter is not None else {}
    words |= {**dict.fromkeys(("c", "co", "có", "y", "yes"), True)}
    words |= dict.fromkeys(("k", "kh", "khong", "không", "n", "no"), False)

    def checked(typed: str) -> bool:
        if typed.casefold() in words:
            return words[typed.casefold()]
        raise UsageError(_("Type c (yes) or k (no)."), "")

    return ask_until(question, checked)
