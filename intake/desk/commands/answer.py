"""``sohoa answer``: the questions of a dossier's procedure, and a person's answers to them."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from intake.desk.completion import question_answers
from intake.desk.options import DossierId
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
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from intake.desk.commands.check import judged, needs_attention, show_judged
    from intake.desk.console import print_json
    from intake.desk.surroundings import acting, desk_store, split_assignment
    from intake.dossier.deadline.local_time import local_day
    from intake.services.answers import question_lines
    from intake.services.edit import Entry
    from intake.services.facts_of import facts_of
    from intake.services.reopening import reopen
    from templates.catalogue.loading import load_catalogue

    person, catalogue, told = acting(who), load_catalogue(), None
    with desk_store() as store:
        with store.read() as session:
            found = store.find(session, dossier).id
        if replies:
            with store.write() as session:
                Entry(store, session, found, person).answer(map(split_assignment, replies))
                unqueued = reopen(store, session, found, who=person)
            told = judged(store, found, who=person) | {"left_queue": unqueued}
        with store.read() as session:
            kept_dossier = store.get(session, found)
            edition = catalogue.procedure(kept_dossier.procedure, local_day(kept_dossier.received_at))
            facts = facts_of(store, session, found, catalogue)
            lines = question_lines(facts, edition, store.journal(session, found))
    if as_json:
        print_json({"id": found, "questions": lines, "check": told})
        return
    _show(found, lines)
    if told:
        show_judged(told, unfilled=False)
        if needs_attention(told):
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

    possible = "|".join(line["answers"]) or "…"
    who = f"{line['who']}, {local_time(line['at'])}" if line["who"] else ""
    answered = line["answer"] or _("open: {answers}").format(answers=possible)
    return line["name"], line["question"], answered, who
