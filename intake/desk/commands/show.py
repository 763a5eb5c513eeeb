# SPDX-License-Identifier: Apache-2.0
"""``sohoa show``: all that is known of one dossier."""

from __future__ import annotations

import typer

from intake.desk.options import DossierId
from templates.desk.options import AsJson


def register(app: typer.Typer) -> None:
    """Mount ``show``."""
    app.command("show")(show)


def show(
    dossier: DossierId,
    as_json: AsJson = False,
) -> None:
    from intake.desk.console import print_json
    from intake.desk.screens.dossier import show_dossier
    from intake.desk.surroundings import reading_store
    from intake.services.dossier_view import dossier_shown
    from templates.catalogue.loading import load_catalogue

    catalogue = load_catalogue()
    with reading_store() as store:
        view = dossier_shown(store, dossier, catalogue)
    if as_json:
        print_json(view)
    else:
        show_dossier(view, catalogue)
