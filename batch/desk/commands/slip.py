# SPDX-License-Identifier: Apache-2.0
"""``sohoa slip``: the slips and sheets of a dossier, numbered, printed and printed again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from batch.services.slip_wish import SheetKind, SlipWish
from intake.desk.options import DossierId
from intake.dossier.entered import entered
from templates.desk.options import AsJson, Who
from templates.language.messages import _
from templates.language.outside_text import Longest

DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]


def register(app: typer.Typer) -> None:
    """Mount ``slip``."""
    app.command("slip")(slip)


def slip(
    dossier: DossierId,
    kind: Annotated[SheetKind | None, typer.Argument(metavar="KIND", help=_("Which slip."))] = None,
    reason: Annotated[
        list[str] | None, typer.Option("--reason", help=_("Why; may be given several times."))
    ] = None,
    law: Annotated[str, typer.Option("--law", help=_("The law a refusal rests on."))] = "",
    until: Annotated[
        datetime | None, typer.Option("--until", formats=DAY_FORMATS, help=_("The new return date."))
    ] = None,
    item: Annotated[
        list[str] | None, typer.Option("--item", help=_("Ask for this too; may be given several times."))
    ] = None,
    renew: Annotated[
        bool, typer.Option("--renew", help=_("Issue a new receipt instead of printing the old one again."))
    ] = False,
    docx: Annotated[bool, typer.Option("--docx", help=_("Also write a DOCX to be changed in Word."))] = False,
    out: Annotated[
        Path | None, typer.Option("--out", file_okay=False, help=_("Put copies into this folder."))
    ] = None,
    mail: Annotated[
        bool, typer.Option("--mail", help=_("Queue it for the citizen's e-mail address."))
    ] = False,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from batch.desk.screens.slip import show_made, show_slips
    from batch.services.slips import make_slip, slips_made, visitor_differs
    from batch.slips.facts.gather import Issuer
    from batch.slips.sheets.files import SlipDelivery
    from intake.desk.console import say
    from intake.desk.surroundings import acting, desk_store
    from intake.settings.current import current_settings

    wish = SlipWish(
        tuple(_notes(reason)),
        entered(law, Longest.NOTE),
        until.date() if until else None,
        tuple(_notes(item)),
        renew,
    )
    issuer = Issuer(acting(who), current_settings().unit)
    with desk_store() as store:
        if kind is None:
            show_slips(slips_made(store, dossier), as_json=as_json)
            return
        for sentence in visitor_differs(store, dossier):
            say(sentence, "yellow")
        made = make_slip(store, dossier, kind, wish, SlipDelivery(docx, out, mail), issuer)
    show_made(made, as_json=as_json)


def _notes(texts: list[str] | None) -> Iterator[str]:
    return (entered(text, Longest.NOTE) for text in texts or ())
