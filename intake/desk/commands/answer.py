# SPDX-License-Identifier: Apache-2.0
"""``sohoa answer``: the questions of a dossier's procedure, and a person's answers to them."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from intake.desk.completion import question_answers
from intake.desk.options import DossierId, SeenVersion
from templates.desk.options import AsJson, Who
from templates.language.messages import _


def register(app: typer.Typer) -> None:
    """Mount ``answer``."""
    app.command("answer")(answer)


def answer(
    dossier: DossierId,
    replies: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="NAME=ANSWER…",
            help=_("Answers; without any, the questions are listed."),
            autocompletion=question_answers,
        ),
    ] = None,
    seen_version: SeenVersion = None,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from intake.desk.console import print_json
    from intake.desk.screens.judged import needs_attention, show_judged
    from intake.desk.surroundings import acting, desk_store, our_commune, split_assignment
    from intake.services.changing.meanwhile import version_seen
    from intake.services.questions import answer_questions, questions_of

    with desk_store() as store:
        if replies:
            said = [split_assignment(text) for text in replies]
            seen = seen_version or version_seen(store, dossier)
            told = answer_questions(store, dossier, said, who=acting(who), commune=our_commune(), seen=seen)
        else:
            told = {**questions_of(store, dossier), "check": None}
    if as_json:
        print_json(told)
        return
    _show(told["id"], told["questions"])
    if checked := told["check"]:
        show_judged(checked, unfilled=False)
        if needs_attention(checked):
            raise typer.Exit(1)


def _show(dossier_id: str, lines: list[dict[str, Any]]) -> None:
    from intake.desk.console import say, show_table

    if not lines:
        say(_("Nothing has to be asked about dossier {id}.").format(id=dossier_id))
        return
    columns = [_("Name"), _("Question"), _("Answer"), _("Who")]
    show_table(columns, [_row(line) for line in lines], title=dossier_id)
    if any(line["open"] for line in lines):
        say(_("Answer with: sohoa answer {id} NAME=ANSWER").format(id=dossier_id))


def _row(line: dict[str, Any]) -> tuple[str, str, str, str]:
    from intake.dossier.deadline.local_time import local_time

    words = line["answers"]
    possible = ", ".join(words.values()) or "…"
    who = f"{line['who']}, {local_time(line['at'])}" if line["who"] else ""
    answer = line["answer"]
    answered = words.get(answer, answer) if answer else _("open: {answers}").format(answers=possible)
    return line["name"], line["question"], answered, who
