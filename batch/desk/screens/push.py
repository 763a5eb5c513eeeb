# SPDX-License-Identifier: Apache-2.0
"""What ``push`` prints: what became of each dossier, and what waits besides, why and until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from batch.gateway.contract import FieldMessage
from batch.outbox.push import Pushed
from batch.outbox.rehearsal import WOULD_REFUSE
from batch.services.pushing import told_of_fields
from intake.desk.console import say, show, show_table
from intake.dossier.sending import Sending
from intake.dossier.sending.outbox_words import reason_told, sending_word, set_aside_word
from intake.dossier.state_words import state_word
from intake.dossier.states import State
from intake.store.queue.standing import DossierStanding
from templates.catalogue.loading import load_catalogue
from templates.language.messages import _, ngettext

MOST_SHOWN = 20
_ATTENTION = (
    WOULD_REFUSE,
    Sending.REFUSED.value,
    Sending.RETRY.value,
    "already-sent",
    "returned",
    "rejected",
)


def show_pushed(results: Sequence[Pushed], others: Sequence[DossierStanding]) -> None:
    """What became of each dossier, and which others wait."""
    if not results and not others:
        say(_("No dossier waits to be sent."))
        return
    _show_results(results)
    tell_of_unsigned(results)
    _show_waiting(others)


def tell_of_unsigned(results: Sequence[Pushed]) -> None:
    """What went out without a digital signature, in one sentence."""
    if count := sum(result.unsigned for result in results):
        told = ngettext(
            "{count} dossier went out without a digital signature; the rules on digitising ask for one "
            "(sohoa sign).",
            "{count} dossiers went out without a digital signature; the rules on digitising ask for one "
            "(sohoa sign).",
            count,
        )
        say(told.format(count=count), "yellow")


def show_rehearsed(results: Sequence[Pushed]) -> None:
    """What a push would do."""
    if not results:
        say(_("No dossier waits to be sent."))
        return
    _show_results(results, _("Dry run: nothing was sent"))


def show_foretold(refused: Sequence[FieldMessage]) -> None:
    """What the gateway would refuse of a dossier that is complete."""
    if refused:
        say(_("The gateway would return it:"), "yellow")
    for sentence in told_of_fields(refused):
        show(f"  {sentence}")


def refusals_as_json(refused: Sequence[FieldMessage]) -> list[dict[str, Any]]:
    """The same for programs."""
    return [{**m, "sentence": reason_told(m, load_catalogue())} for m in map(asdict, refused)]


def pushed_as_json(results: Sequence[Pushed], others: Sequence[DossierStanding]) -> list[dict[str, Any]]:
    """All of them for programs."""
    return [_json(result) for result in (*results, *map(_as_pushed, others))]


def wants_person(results: Sequence[Pushed], others: Sequence[DossierStanding]) -> bool:
    """Whether a person should look at any of them."""
    return any(result.state in _ATTENTION for result in results) or any(one.trouble for one in others)


def _show_results(results: Sequence[Pushed], title: str = "") -> None:
    if not results:
        return
    doors = len({r.door for r in results}) > 1
    rows = [(r.dossier, r.number, *([r.door] * doors), _word(r), r.sentence) for r in results]
    columns = (_("Dossier"), _("Number"), *([_("Door")] * doors), _("State"), _("Reason"))
    show_table(columns, rows, title=title, whole=(0,))
    for result in results:
        for sentence in told_of_fields(result.messages):
            show(f"  {result.dossier}  {sentence}")


def _word(result: Pushed) -> str:
    """A state as ``list`` and ``status`` call it."""
    if result.state == WOULD_REFUSE:
        return _("would not be sent") if result.set_aside else _("would be returned")
    if result.set_aside:
        return set_aside_word()
    if result.state == Sending.REFUSED:
        return state_word(State.RETURNED)
    if result.state in (State.RETURNED, State.REJECTED):
        return state_word(State(result.state))
    return sending_word(result.state)


def _show_waiting(others: Sequence[DossierStanding]) -> None:
    if not others:
        return
    rows = [(one.dossier, one.why(load_catalogue), one.until()) for one in others[:MOST_SHOWN]]
    columns = (_("Dossier"), _("Why it is not sent yet"), _("Waits until"))
    show_table(columns, rows, title=_("Waiting to be sent: {count}").format(count=len(others)), whole=(0,))
    if len(others) > MOST_SHOWN:
        more = len(others) - MOST_SHOWN
        told = ngettext(
            "{more} more waits; see it with: sohoa status",
            "{more} more wait; see them with: sohoa status",
            more,
        )
        say(told.format(more=more))
    say(_("To try all of them now: sohoa push --now; one of them: sohoa push ID"))


def _as_pushed(one: DossierStanding) -> Pushed:
    messages = tuple(FieldMessage(**message) for message in one.messages)
    why = one.why(load_catalogue)
    told = Pushed(one.dossier, one.sending, one.number, one.trouble, messages, why, one.next_at)
    return replace(told, door=one.door)


def _json(result: Pushed) -> dict[str, Any]:
    messages = refusals_as_json(result.messages)
    return asdict(result) | {"messages": messages}
