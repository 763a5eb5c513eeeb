# SPDX-License-Identifier: Apache-2.0
"""``sohoa show``: all that is known of one dossier, or of some fields of its form."""

from __future__ import annotations

from typing import Annotated

import typer

from intake.desk.completion import field_keys
from intake.desk.options import DossierId
from templates.desk.options import AsJson
from templates.language.messages import _


def register(app: typer.Typer) -> None:
    """Mount ``show``."""
    app.command("show")(show)


def show(
    dossier: DossierId,
    fields: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FIELD…",
            help=_("Only these fields, by name, part of it (“ho ten cha”) or key."),
            autocompletion=field_keys,
        ),
    ] = None,
    whole: Annotated[
        bool,
        typer.Option("--all", help=_("Each field of the form with its key, also those without a value.")),
    ] = False,
    as_json: AsJson = False,
) -> None:
    from intake.desk.console import print_json
    from intake.desk.screens.dossier import show_dossier
    from intake.desk.screens.form import show_fields
    from intake.desk.surroundings import reading_store
    from intake.form.field_search import field_meant
    from intake.services.dossier_view import dossier_shown
    from templates.catalogue.loading import load_catalogue

    catalogue = load_catalogue()
    with reading_store() as store:
        view = dossier_shown(store, dossier, catalogue)
    keys = [field_meant(name, view["fields"], catalogue) for name in fields or ()]
    if as_json:
        print_json({key: view["values"].get(key) for key in keys} if keys else view)
    elif keys:
        show_fields(view, keys, catalogue)
    else:
        show_dossier(view, catalogue, whole=whole)
