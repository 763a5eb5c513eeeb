# SPDX-License-Identifier: Apache-2.0
"""``sohoa push``: what waits in the outbox goes to the gateway, of one office or of all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from intake.desk.completion import dossier_ids
from intake.desk.options import AllUnits
from intake.desk.surroundings import acting, desk_store, reading_store
from templates.desk.options import AsJson
from templates.errors import UsageError
from templates.language.messages import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from batch.desk.each_office import Worked
    from batch.outbox.perhaps_sent import NumberFound
    from batch.outbox.push import Pushed
    from intake.settings.settings import Settings
    from intake.store.queue.standing import DossierStanding
    from intake.store.store import Store

    _Outcome = tuple[Sequence[Pushed], Sequence[DossierStanding]]

NEEDS_ATTENTION = 1


def register(app: typer.Typer) -> None:
    """Mount ``push``."""
    app.command("push")(push)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What was asked for: ``number`` and ``anew`` are what a person found at the gateway."""

    dossier: str | None
    at_once: bool
    dry_run: bool
    number: str | None
    anew: bool
    sure: bool

    @property
    def early(self) -> bool:
        return self.at_once or self.dossier is not None


def push(
    dossier: Annotated[
        str | None,
        typer.Argument(
            metavar="ID", help=_("Dossier; all that are due without it."), autocompletion=dossier_ids
        ),
    ] = None,
    at_once: Annotated[
        bool, typer.Option("--now", help=_("Also those that wait for their next try after a failure."))
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show what would be sent; send nothing."))
    ] = False,
    number: Annotated[
        str | None, typer.Option("--number", help=_("The gateway has the dossier ID under this number."))
    ] = None,
    anew: Annotated[
        bool, typer.Option("--anew", help=_("The gateway does not have the dossier ID, only files of it."))
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help=_("I compared the number's dossier there with ID; don't ask."))
    ] = False,
    all_units: AllUnits = False,
    as_json: AsJson = False,
) -> None:
    if (number or anew) and (dossier is None or dry_run or (number and anew)):
        raise UsageError(
            _("--number and --anew say of one dossier what was found at the gateway."),
            _("For instance: sohoa push ID --anew"),
        )
    wanted = _Wanted(dossier, at_once, dry_run, number, anew, yes)
    if all_units:
        _every_office(wanted, as_json=as_json)
    else:
        _own_office(wanted, as_json=as_json)


def _own_office(wanted: _Wanted, *, as_json: bool) -> None:
    from batch.desk.screens.push import pushed_as_json, wants_person
    from intake.desk.console import print_json
    from intake.settings.current import current_settings

    results, others = _shown(wanted, current_settings(), as_json=as_json)
    if as_json:
        print_json(pushed_as_json(results, others))
    if wants_person(results, others):
        raise typer.Exit(NEEDS_ATTENTION)


def _every_office(wanted: _Wanted, *, as_json: bool) -> None:
    from batch.desk.each_office import each_office, end

    if wanted.dossier is not None:
        raise UsageError(
            _("A dossier belongs to one office."), _("Say which with --unit CODE instead of --all-units.")
        )
    done = each_office(partial(_office_of_many, wanted, as_json=as_json), as_json=as_json)
    end(done, (_("Went out"), _("Waiting")), as_json=as_json)


def _office_of_many(wanted: _Wanted, settings: Settings, *, as_json: bool) -> Worked:
    from batch.desk.each_office import Worked
    from batch.desk.screens.push import pushed_as_json, wants_person
    from intake.dossier.sending import Sending

    results, others = _shown(wanted, settings, as_json=as_json)
    sent = sum(one.state == Sending.SENT for one in results)
    waiting = sum(one.state == Sending.RETRY for one in results) + len(others)
    told = {"dossiers": pushed_as_json(results, others)}
    return Worked((sent, waiting), told, wants_person(results, others))


def _shown(wanted: _Wanted, settings: Settings, *, as_json: bool) -> _Outcome:
    """Push, or rehearse it, and show what came of it unless a program wants to know."""
    from batch.desk.screens.push import show_pushed, show_rehearsed

    results, others = _pushed(wanted, settings)
    if wanted.dry_run and not as_json:
        show_rehearsed(results)
    elif not as_json:
        show_pushed(results, others)
    return results, others


def _pushed(wanted: _Wanted, settings: Settings) -> _Outcome:
    """What became, or (``dry_run``) would become, of an office's dossiers, and which others wait."""
    from batch.gateway.registry import OfficeDoors
    from batch.services.pushing import rehearse_push, still_waiting, tell_found, to_push
    from intake.store.store import WHOLE_FOR

    unit = settings.unit.code or None
    if wanted.dry_run:
        with reading_store(unit) as store:
            return rehearse_push(store, to_push(store, wanted.dossier, early=wanted.at_once), settings), ()
    with desk_store(unit) as store:
        store.require_whole(WHOLE_FOR)
        unsigned = settings.signing.unsigned
        ids = to_push(store, wanted.dossier, early=wanted.at_once, unsigned=unsigned)
        if wanted.number or wanted.anew:
            sure = partial(_sure, wanted)
            doors = OfficeDoors(settings)
            arrived = tell_found(store, ids[0], wanted.number, doors, who=acting(None), sure=sure)
            if arrived is not None:
                return [arrived], ()
        results = _push(store, ids, settings, early=wanted.early)
        _tell_of_rests(store, settings)
        return results, still_waiting(store, results) if wanted.dossier is None else ()


def _sure(wanted: _Wanted, found: NumberFound) -> bool:
    """Whether the person compared what the gateway has under the number with the dossier."""
    from intake.desk.asking import alone, ask_yes, at_terminal

    if wanted.sure or not at_terminal():
        return wanted.sure
    named = {"number": found.number, "dossier": found.dossier, "subject": found.subject or "?"}
    if found.there is None:
        question = _("The gateway can't be asked about {number}. Is that dossier {dossier} ({subject})?")
        return alone(lambda: ask_yes(question.format(**named), enter=None))
    there = [found.there.owner, found.there.procedure, found.there.name]
    told = ", ".join(filter(None, there))
    question = _("The gateway has {number}: {told}. Is that dossier {dossier} ({subject})?")
    return alone(lambda: ask_yes(question.format(told=told or "?", **named), enter=None))


def _tell_of_rests(store: Store, settings: Settings) -> None:
    """Which doors are left alone for a while."""
    from batch.gateway.registry import OfficeDoors
    from batch.services.pushing import left_alone
    from intake.desk.console import complain

    for rest in left_alone(store, OfficeDoors(settings)):
        complain(rest.sentence, rest.advice)


def _push(store: Store, ids: Sequence[str], settings: Settings, *, early: bool) -> list[Pushed]:
    from batch.gateway.errors import GatewaySetupError
    from batch.gateway.registry import OfficeDoors
    from batch.services.pushing import push_dossiers
    from intake.desk.console import complain
    from intake.desk.progress import progress

    results: list[Pushed] = []
    pushing = push_dossiers(store, ids, OfficeDoors(settings), who=acting(None), early=early)
    try:
        with progress(_("Pushing"), len(ids), unit=_("dossiers")) as advance:
            for result in pushing:
                results.append(result)
                advance(1)
    except GatewaySetupError as error:
        if not results:
            raise
        complain(error.sentence, error.advice)  # what leaves by other doors went out
    return results
