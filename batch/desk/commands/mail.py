# SPDX-License-Identifier: Apache-2.0
"""``sohoa mail``: whether a citizen wants slips by e-mail, what waits in the queue, and sending it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from intake.desk.options import AllUnits, DossierId
from intake.dossier.entered import entered
from templates.desk.command_line import App
from templates.desk.options import AsJson, Who
from templates.language.messages import _
from templates.language.outside_text import Longest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from batch.desk.each_office import Worked
    from batch.services.mails import Mail
    from batch.slips.mail.round import Posted
    from intake.settings.settings import Settings

NEEDS_ATTENTION = 1


def register(app: typer.Typer) -> None:
    """Mount ``mail``."""
    group = App(no_args_is_help=True)
    group.command("agree", help=_("Record that the citizen agrees to get slips by e-mail."))(agree)
    group.command("withdraw", help=_("Record that the citizen wants no more e-mail."))(withdraw)
    group.command("send", help=_("Send the mails that wait."))(send)
    group.command("queue", help=_("List the mails that wait, were sent or refused."))(queue)
    app.add_typer(group, name="mail")


def agree(
    dossier: DossierId,
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help=_("The citizen's e-mail address."))],
    how: Annotated[
        str, typer.Option("--how", help=_("How they agreed: at the counter, on a form, by phone …"))
    ] = "counter",
    who: Who = None,
) -> None:
    from batch.services.mails import agree_to_mail
    from intake.desk.console import say
    from intake.desk.surroundings import acting, desk_store

    with desk_store() as store:
        new = agree_to_mail(store, dossier, address, who=acting(who), how=entered(how, Longest.NOTE))
    say(_("Recorded with your name and the time.") if new else _("That was recorded before."))


def withdraw(dossier: DossierId, who: Who = None) -> None:
    from batch.services.mails import withdraw_from_mail
    from intake.desk.console import say
    from intake.desk.surroundings import acting, desk_store

    with desk_store() as store:
        changed = withdraw_from_mail(store, dossier, who=acting(who))
    say(_("Recorded with your name and the time.") if changed else _("There was no consent."))


def send(
    retry: Annotated[
        bool, typer.Option("--retry", help=_("Also those that failed before and still wait their time."))
    ] = False,
    all_units: AllUnits = False,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from batch.desk.each_office import each_office, end
    from batch.desk.screens.mail import posted_as_json, wants_person
    from intake.desk.console import print_json
    from intake.settings.current import current_settings

    if all_units:
        send_of = partial(_send_of_many, retry=retry, who=who, as_json=as_json)
        end(each_office(send_of, as_json=as_json), (_("Went out"), _("Waiting")), as_json=as_json)
        return
    posted, others = _sent(current_settings(), retry=retry, who=who, as_json=as_json)
    if as_json:
        print_json(posted_as_json(posted, others))
    if wants_person(posted, others):
        raise typer.Exit(NEEDS_ATTENTION)


def _send_of_many(settings: Settings, *, retry: bool, who: str | None, as_json: bool) -> Worked:
    from batch.desk.each_office import Worked
    from batch.desk.screens.mail import posted_as_json, wants_person
    from batch.services.mails import any_mail_waits
    from intake.desk.surroundings import desk_store

    with desk_store(settings.unit.code or None) as store:
        needed = any_mail_waits(store)
    if not needed:  # an office that mails nothing needs no mail server
        return Worked((0, 0), {"mails": []}, attention=False)
    posted, others = _sent(settings, retry=retry, who=who, as_json=as_json)
    gone = sum(one.state == "sent" for one in posted)
    counts = (gone, len(posted) - gone + len(others))
    told = {"mails": posted_as_json(posted, others)}
    return Worked(counts, told, wants_person(posted, others))


def _sent(
    settings: Settings, *, retry: bool, who: str | None, as_json: bool
) -> tuple[Sequence[Posted], Sequence[Mail]]:
    """Send an office's mails, and show what came of it unless a program wants to know."""
    from batch.desk.screens.mail import show_posted
    from batch.services.mails import mails_waiting, send_mails
    from intake.desk.surroundings import acting, desk_store

    with desk_store(settings.unit.code or None) as store:
        posted = send_mails(store, settings.mail, who=acting(who), early=retry)
        others = mails_waiting(store, settings.mail.host, besides=posted)
    if not as_json:
        show_posted(posted, others)
    return posted, others


def queue(as_json: AsJson = False) -> None:
    from batch.desk.screens.mail import show_queue
    from batch.services.mails import all_mails
    from intake.desk.surroundings import desk_store
    from intake.settings.current import current_settings

    with desk_store() as store:
        mails = all_mails(store, current_settings().mail.host)
    show_queue(mails, as_json=as_json)
