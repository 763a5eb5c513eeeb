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
    from intake.form.units_now import add_units
    from intake.services.dossier_view import dossier_view, form_types
    from templates.catalogue.loading import load_catalogue

    with reading_store() as store, store.read() as session:
        view = dossier_view(store, session, store.find(session, dossier).id)
    catalogue = load_catalogue()
    add_units(view, form_types(view, catalogue), catalogue)
    if as_json:
        print_json(view)
    else:
        show_dossier(view, catalogue)
