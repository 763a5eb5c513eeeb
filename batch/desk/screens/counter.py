# SPDX-License-Identifier: Apache-2.0
"""From what was said at the counter to a dossier with its cover sheet and receipt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from intake.check.checklist import told_by_relation
from intake.desk.console import print_json, say, show, show_paths
from intake.desk.options import DEFAULT_PROCEDURE
from intake.desk.surroundings import split_assignment
from intake.dossier.deadline.local_time import local_day
from intake.dossier.requester import Visit
from intake.services.counter.visit import (
    checked_answers,
    checked_kinds,
    checked_requester,
    meant_by,
    papers_typed,
    search_of,
)
from templates.catalogue.loading import Catalogue, load_catalogue
from templates.language.messages import _
from templates.model.procedures import ProcedureEdition

if TYPE_CHECKING:
    from intake.store.store import Store


@dataclass(frozen=True)
class CounterInput:
    """What the command line says of a visit. ``requester``: name, number, telephone, e-mail, relation, day of
    birth.
    """

    words: str = ""
    procedure: str = ""
    requester: tuple[str, ...] = ("",) * 6
    kinds: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()

    @property
    def enough(self) -> bool:
        """Whether nothing has to be asked: procedure, name and papers are all there."""
        return bool(self.procedure and self.requester[0] and self.kinds)


def guided(now: datetime, told: CounterInput) -> Visit | None:
    """Ask for what the command line leaves open; None where the person wants no dossier.

    The store is not opened before the last answer, so that the first question is there at once.
    """
    from intake.desk.screens.visit_session import Session

    catalogue = load_catalogue()
    edition = _edition(now, told.procedure, catalogue) if told.procedure else None
    given = _visit(now, told, edition, catalogue)
    try:
        visit = Session(catalogue, now, given, words=told.words).run()
    except KeyboardInterrupt:
        say("\n" + _("No dossier was made."))  # the last question still stands on its line
        raise
    if visit is None:
        say(_("No dossier was made."))
    return visit


def plain(now: datetime, told: CounterInput) -> Visit:
    """The visit as the command line tells it, without a question."""
    catalogue = load_catalogue()
    code = told.procedure or (_meant(now, told.words, catalogue) if told.words else DEFAULT_PROCEDURE)
    edition = _edition(now, code, catalogue)
    visit = _visit(
        now, CounterInput(told.words, code, told.requester, told.kinds, told.answers), edition, catalogue
    )
    implied = told_by_relation(edition, now, visit.requester.relation) if visit.requester.relation else {}
    return replace(visit, answers=implied | dict(visit.answers))


def show_made(store: Store, visit: Visit, *, who: str, sheets: bool, out: Path | None, as_json: bool) -> None:
    """Make the dossier, print its id, then make its sheets and print where they are."""
    from batch.services.visit import open_visit

    opened = open_visit(store, visit, who=who)
    made = opened.dossier
    if not as_json:
        show(made)  # before anything else can fail, so that nobody makes the dossier twice
    files = _sheets(store, made, visit, who=who, out=out) if sheets else []
    if as_json:
        told = {"id": made, "procedure": opened.procedure, "received_at": opened.received_at}
        print_json({**told, "files": files} if sheets else told)
        return
    show_paths(files)
    say(_("Add the papers with: sohoa add {id} FILE…").format(id=made))


def _sheets(store: Store, made: str, visit: Visit, *, who: str, out: Path | None) -> list[Path]:
    from batch.services.visit import visit_sheets
    from batch.slips.facts.gather import Issuer
    from intake.settings.current import current_settings

    return visit_sheets(store, made, visit, Issuer(who, current_settings().unit), out)


def _visit(
    now: datetime, told: CounterInput, edition: ProcedureEdition | None, catalogue: Catalogue
) -> Visit:
    replies = [split_assignment(text) for text in told.answers]
    kinds, copies = papers_typed(told.kinds)
    return Visit(
        told.procedure,
        checked_requester(*told.requester, today=local_day(now)),
        checked_kinds(kinds, edition, catalogue) if edition else kinds,
        checked_answers(replies, edition) if edition else dict(replies),
        copies,
    )


def _edition(now: datetime, code: str, catalogue: Catalogue) -> ProcedureEdition:
    return catalogue.procedure(code, local_day(now))


def _meant(now: datetime, words: str, catalogue: Catalogue) -> str:
    today = local_day(now)
    return meant_by(words, search_of(catalogue, today), catalogue)
