"""``sohoa edit``: a person's word on the values of a dossier's form, which is final."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from templates.errors import UsageError
from templates.messages import _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from intake.store import Store
    from templates.catalogue import Catalogue
    from templates.procedures import ProcedureEdition


def register(app: typer.Typer) -> None:
    """Mount ``edit``."""
    app.command("edit", help=_("Correct, confirm or empty values of a dossier's form; your word is final."))(
        edit
    )


def edit(
    dossier: Annotated[str, typer.Argument(metavar="ID", help=_("Dossier; a part of its id is enough."))],
    values: Annotated[
        list[str] | None,
        typer.Argument(metavar="KEY=VALUE…", help=_("New values; KEY= says that the field is empty.")),
    ] = None,
    confirm: Annotated[
        list[str] | None,
        typer.Option("--confirm", metavar="KEY", help=_("This value is right as it stands (repeatable).")),
    ] = None,
    answer: Annotated[
        list[str] | None,
        typer.Option("--answer", metavar="NAME=ANSWER", help=_("Answer a question of the procedure.")),
    ] = None,
    reviewed: Annotated[
        bool, typer.Option("--reviewed", help=_("I have looked at everything: all values are right."))
    ] = False,
    who: Annotated[
        str | None, typer.Option("--who", help=_("Who acts (otherwise the computer's account)."))
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print JSON for programs."))] = False,
) -> None:
    from intake.check_command import judged, needs_attention, show_judged
    from intake.console import print_json, say
    from intake.desk import acting, desk_store

    if not (values or confirm or answer or reviewed):
        raise UsageError(
            _("Nothing to change was named."),
            _('For instance: sohoa edit 7KQ2 child.sex=Nam child.full_name="…"'),
        )
    person = acting(who)
    with desk_store() as store:
        with store.write() as session:
            found = store.find(session, dossier).id
            asked = _change(store, session, found, values or [], confirm or [], answer or [], who=person)
            _move(store, session, found, reviewed=reviewed, who=person)
        told = judged(store, found, who=person)
    for question in asked:
        say(question, "yellow")
    print_json(told) if as_json else show_judged(told)
    if needs_attention(told):
        raise typer.Exit(1)


def _change(
    store: Store,
    session: Session,
    dossier_id: str,
    values: list[str],
    confirm: list[str],
    answers: list[str],
    *,
    who: str,
) -> list[str]:
    """Keep what was typed as it was typed; what it may be a slip of the keys for comes back as questions."""
    from intake.answers import checked_answer
    from intake.desk import split_assignment
    from intake.entry import checked_value, known_field, questions
    from templates.catalogue import load_catalogue

    catalogue = load_catalogue()
    edition = rules_of(store, session, dossier_id, catalogue)
    types = catalogue.paper(edition.form).fields()
    entered = [split_assignment(text) for text in values]
    for key, value in entered:
        store.correct(session, dossier_id, key, checked_value(key, value, types), who=who)
    current = store.form_values(session, dossier_id)
    for key in confirm:
        known_field(key, types)
        if key not in current or not current[key].value:
            raise UsageError(
                _("The field {key} has no value to confirm.").format(key=key),
                _("Enter one with: {key}=VALUE").format(key=key),
            )
        store.correct(session, dossier_id, key, current[key].value, who=who)
    for name, reply in (split_assignment(text) for text in answers):
        store.answer(session, dossier_id, name, checked_answer(edition, name, reply.strip()), who=who)
    return [question for key, value in entered for question in questions(key, value, types[key], catalogue)]


def rules_of(store: Store, session: Session, dossier_id: str, catalogue: Catalogue) -> ProcedureEdition:
    """The edition the dossier is judged by; ``UsageError`` where it was sent already."""
    from intake.deadlines import local_day
    from intake.states import SENT

    dossier = store.get(session, dossier_id)
    if dossier.state in SENT:
        raise UsageError(
            _("Dossier {id} was sent already; its values no longer change here.").format(id=dossier_id),
            _("If the gateway returns it, it can be corrected and sent again."),
        )
    return catalogue.procedure(dossier.procedure, local_day(dossier.received_at))


def _move(store: Store, session: Session, dossier_id: str, *, reviewed: bool, who: str) -> None:
    """What was packaged or returned with other values must be judged and packaged again."""
    from intake.states import State
    from intake.steps import mark_reviewed

    if reviewed:
        mark_reviewed(store, session, dossier_id, who=who)
    elif store.get(session, dossier_id).state in (State.PACKAGED, State.RETURNED):
        store.advance(session, dossier_id, State.REVIEWED, who=who)
