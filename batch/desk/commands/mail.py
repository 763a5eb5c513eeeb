# SPDX-License-Identifier: Apache-2.0
"""``sohoa mail``: whether a citizen wants slips by e-mail, what waits in the queue, and sending it."""

from __future__ import annotations

from typing import Annotated

import typer

from intake.desk.options import DossierId
from intake.dossier.entered import entered
from templates.desk.command_line import App
from templates.desk.options import AsJson, Who
from templates.language.messages import _
from templates.language.outside_text import Longest

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
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from batch.desk.screens.mail import show_posted
    from batch.services.mails import mails_waiting, send_mails
    from intake.desk.surroundings import acting, desk_store
    from intake.settings.current import current_settings

    settings = current_settings().mail
    with desk_store() as store:
        posted = send_mails(store, settings, who=acting(who), early=retry)
        others = mails_waiting(store, settings.host, besides=posted)
    if show_posted(posted, others, as_json=as_json):
        raise typer.Exit(NEEDS_ATTENTION)


def queue(as_json: AsJson = False) -> None:
    from batch.desk.screens.mail import show_queue
    from batch.services.mails import all_mails
    from intake.desk.surroundings import desk_store
    from intake.settings.current import current_settings

    with desk_store() as store:
        mails = all_mails(store, current_settings().mail.host)
    show_queue(mails, as_json=as_json)
