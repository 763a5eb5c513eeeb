# SPDX-License-Identifier: Apache-2.0
"""``sohoa morning``: the last run in one look, what waits for whom and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from templates.desk.options import AsJson
from templates.language.messages import _

if TYPE_CHECKING:
    from batch.services.nightly.morning import Morning

NEEDS_ATTENTION = 1


def register(app: typer.Typer) -> None:
    """Mount ``morning``."""
    app.command("morning")(morning)


def morning(
    run: Annotated[int | None, typer.Option("--run", min=1, help=_("The number of a run."))] = None,
    html: Annotated[
        Path | None, typer.Option("--html", dir_okay=False, help=_("Write it as a page to print or send."))
    ] = None,
    prometheus_file: Annotated[
        Path | None,
        typer.Option("--prometheus", dir_okay=False, help=_("Write numbers for Prometheus (a .prom file).")),
    ] = None,
    send: Annotated[
        bool, typer.Option("--send", help=_("Mail it and tell the webhook, as the settings say."))
    ] = False,
    as_json: AsJson = False,
) -> None:
    from batch.desk.told_outside import told_morning
    from batch.services.nightly.morning import morning_of
    from batch.services.nightly.morning_told import prometheus, write_whole
    from intake.desk.console import print_json, say
    from intake.desk.surroundings import desk_store
    from intake.settings.current import current_settings

    with desk_store() as store:
        told = morning_of(store, run)
    if prometheus_file is not None:
        write_whole(prometheus(told), prometheus_file, for_others=True)  # the exporter is another account
    if told is None:
        if as_json:
            print_json(None)
        say(_("There was no run yet. Begin one: sohoa run"))
        return
    if html is not None:
        from batch.web.morning_sheet import morning_html

        write_whole(morning_html(told, current_settings().unit.name), html)
    failed = send and told_morning(told, current_settings())
    if as_json:
        print_json(told.as_json())
    else:
        _show(told)
    if failed:
        raise typer.Exit(NEEDS_ATTENTION)


def _show(told: Morning) -> None:
    from batch.services.nightly.morning import whom_word
    from intake.desk.console import say, show_table

    show_table([_("Count"), ""], [(word, str(count)) for word, count in told.words], title=told.when)
    rows = [(one.dossier, one.name, whom_word(one.whom), one.why) for one in told.waiting]
    if rows:
        show_table([_("Dossier"), _("Name"), _("Waits for"), _("To do")], rows)
    if told.stopped:
        pages = [(one.dossier, str(one.number), one.file, one.why) for one in told.stopped]
        show_table([_("Dossier"), _("Page"), _("File"), _("Why")], pages, title=_("Not read"))
        say(_("Try again: sohoa papers again ID; a new scan: sohoa papers replace ID PAGE FILE"))
    if told.ahead.left:
        say(_("In all {count} dossiers wait for a person: sohoa list --left").format(count=told.ahead.left))
