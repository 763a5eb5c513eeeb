"""``sohoa slip``: the slips and sheets of a dossier, numbered, printed and printed again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from intake.desk.options import DossierId
from intake.dossier.entered import entered
from templates.desk.options import AsJson, Who
from templates.language.messages import _
from templates.language.outside_text import Longest

if TYPE_CHECKING:
    from batch.slips.facts.gather import Issuer
    from batch.slips.numbered.register import Issued
    from batch.slips.sheets.files import SlipDelivery
    from batch.slips.sheets.unnumbered import PrintedSheet
    from intake.store.store import Store

DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]


class SheetKind(StrEnum):
    """What can be printed."""

    RECEIPT = "receipt"
    SUPPLEMENT = "supplement"
    REFUSAL = "refusal"
    APOLOGY = "apology"
    CONTROL = "control"
    FORM = "form"


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
    from batch.slips.facts.gather import Issuer
    from batch.slips.sheets.files import SlipDelivery
    from intake.desk.surroundings import acting, desk_store
    from intake.settings.settings import current_settings

    wish = _Wish(
        tuple(_notes(reason)),
        entered(law, Longest.NOTE),
        until.date() if until else None,
        tuple(_notes(item)),
        renew,
    )
    issuer = Issuer(acting(who), current_settings().unit)
    with desk_store() as store:
        with store.read() as session:
            found = store.find(session, dossier).id
        if kind is None:
            show_slips(store, found, as_json=as_json)
            return
        made = _make(store, found, kind, wish, SlipDelivery(docx, out, mail), issuer)
    show_made(made, as_json=as_json)


def _notes(texts: list[str] | None) -> Iterator[str]:
    return (entered(text, Longest.NOTE) for text in texts or ())


class _Wish:
    """What was typed besides the kind."""

    def __init__(
        self, reasons: tuple[str, ...], law: str, until: date | None, items: tuple[str, ...], renew: bool
    ) -> None:
        self.reasons, self.law, self.until, self.items, self.renew = reasons, law, until, items, renew

    def all_reasons(self) -> str:
        """The reasons as one text; raises ``SlipRefusedError`` where there is none."""
        return " ".join(self.need_reasons())

    def need_reasons(self) -> tuple[str, ...]:
        """The reasons; raises ``SlipRefusedError`` where there is none."""
        from batch.slips.errors import SlipRefusedError

        if not any(reason.strip() for reason in self.reasons):
            raise SlipRefusedError.needs("--reason")
        return self.reasons

    def need_law(self) -> str:
        """The law; raises ``SlipRefusedError`` where none was given."""
        from batch.slips.errors import SlipRefusedError

        if not self.law.strip():
            raise SlipRefusedError.needs("--law")
        return self.law

    def need_until(self) -> date:
        """The new day; raises ``SlipRefusedError`` where none was given."""
        from batch.slips.errors import SlipRefusedError

        if self.until is None:
            raise SlipRefusedError.needs("--until")
        return self.until


def _make(
    store: Store, found: str, kind: SheetKind, wish: _Wish, wanted: SlipDelivery, by: Issuer
) -> Issued | PrintedSheet:
    from batch.slips.numbered import issue
    from batch.slips.sheets import unnumbered

    match kind:
        case SheetKind.RECEIPT:
            return issue.issue_receipt(
                store,
                found,
                by=by,
                copies_to=wanted.copies_to,
                docx=wanted.docx,
                renew=wish.renew,
                mail=wanted.mail,
            )
        case SheetKind.SUPPLEMENT:
            reason = " ".join(wish.reasons)
            return issue.issue_supplement(store, found, by=by, items=wish.items, reason=reason, wanted=wanted)
        case SheetKind.REFUSAL:
            reasons, law = wish.need_reasons(), wish.need_law()
            return issue.issue_refusal(store, found, by=by, reasons=reasons, law=law, wanted=wanted)
        case SheetKind.APOLOGY:
            why, until = wish.all_reasons(), wish.need_until()
            return issue.issue_apology(store, found, by=by, reason=why, until=until, wanted=wanted)
        case SheetKind.CONTROL:
            return unnumbered.print_control(store, found, wanted, by=by)
    return unnumbered.print_form(store, found, wanted)
