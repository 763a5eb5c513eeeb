# SPDX-License-Identifier: Apache-2.0
"""``sohoa show`` and ``sohoa open``: all that is known of one dossier, some fields of it, and its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from intake.desk.completion import field_keys
from intake.desk.options import DossierId
from templates.desk.options import AsJson, Who
from templates.language.messages import _

if TYPE_CHECKING:
    from intake.services.zone_shown import PagePlace
    from intake.store.store import Store


def register(app: typer.Typer) -> None:
    """Mount ``show`` and ``open``."""
    app.command("show")(show)
    app.command("open")(open_pages)


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
        typer.Option("--all", help=_("Each field of the form with its key, also one without a value.")),
    ] = False,
    image: Annotated[
        str,
        typer.Option(
            "--image",
            metavar="FIELD",
            help=_(
                "Show where this field stands on the paper, in a terminal that can (kitty, iTerm, sixel)."
            ),
            autocompletion=field_keys,
        ),
    ] = "",
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from intake.desk.console import print_json
    from intake.desk.screens.dossier import show_dossier
    from intake.desk.screens.form import show_fields
    from intake.desk.surroundings import acting, desk_store, reading_store
    from intake.form.field_search import field_meant
    from intake.services.dossier_view import dossier_shown
    from templates.catalogue.loading import load_catalogue

    catalogue = load_catalogue()
    with desk_store() if image else reading_store() as store:
        view = dossier_shown(store, dossier, catalogue)
        keys = [field_meant(name, view["fields"], catalogue) for name in fields or ()]
        if image:
            keys = [field_meant(image, view["fields"], catalogue), *keys]
            _show_zone(store, view["id"], keys[0], acting(who))
    if as_json:
        print_json({key: view["values"].get(key) for key in keys} if keys else view)
    elif keys:
        show_fields(view, keys, catalogue)
    else:
        show_dossier(view, catalogue, whole=whole)


def _show_zone(store: Store, dossier: str, key: str, who: str) -> None:
    """The strip in the terminal; what was on the screen counts as seen."""
    from intake.desk.screens.terminal_picture import print_picture, way_of_terminal
    from intake.reading.page_work import limits_of
    from intake.services.reviewing.showing import shown
    from intake.services.zone_shown import pictures, place_of_field
    from intake.settings.current import current_settings
    from templates.errors import UsageError

    way = way_of_terminal()
    if way is None:
        raise UsageError(
            _("This terminal shows no pictures."),
            _("Look at the page with: sohoa open {id} {key}").format(id=dossier, key=key),
        )
    settings = current_settings()
    place = place_of_field(store, dossier, key)
    capture, limits = settings.capture_limits, limits_of(settings)
    (strip,) = pictures(store, dossier, [place], way.form, limits, capture, width=900)
    print_picture(strip, way)
    shown(store, dossier, [key], who=who)


def open_pages(
    dossier: DossierId,
    what: Annotated[
        str,
        typer.Argument(
            metavar="FIELD|PAGE",
            help=_(
                "A field, by name or key: its page, the place framed. Or a paper as “sohoa show” numbers them"
                " (2), or one of its pages (2/3). Without it: all pages, at most {count}."
            ).format(count=20),
            autocompletion=field_keys,
        ),
    ] = "",
    who: Who = None,
) -> None:
    from intake.desk.console import say
    from intake.desk.screens.viewer import MOST_PAGES, shown_in_viewer
    from intake.desk.surroundings import acting, desk_store
    from intake.reading.page_work import limits_of
    from intake.reading.zone_picture import ZoneForm
    from intake.services.reviewing.showing import shown
    from intake.services.zone_shown import pictures
    from intake.settings.current import current_settings

    settings = current_settings()
    with desk_store() as store:
        found, keys, places = _meant(store, dossier, what.strip())
        some = places[:MOST_PAGES]
        made = pictures(store, found, some, ZoneForm.FRAMED, limits_of(settings), settings.capture_limits)
        with shown_in_viewer(store.home, made):
            pages = [] if keys else [(place.document, place.page) for place in some]
            shown(store, found, keys, pages=pages, who=acting(who))
            if left := len(places) - len(some):
                say(
                    _("{count} pages more; look at them paper by paper: sohoa open {id} 2").format(
                        count=left, id=found
                    )
                )


def _meant(store: Store, dossier: str, what: str) -> tuple[str, list[str], list[PagePlace]]:
    """The dossier's whole id, the key of a field, and the pages that are meant."""
    import re

    from intake.form.field_search import field_meant
    from intake.services.dossier_view import dossier_shown
    from intake.services.zone_shown import pages_of_dossier, place_of_field
    from templates.catalogue.loading import load_catalogue

    catalogue = load_catalogue()
    view = dossier_shown(store, dossier, catalogue)
    if number := re.fullmatch(r"(\d{1,4})(?:[/.](\d{1,4}))?", what):
        page = int(number[2]) if number[2] else None
        return view["id"], [], pages_of_dossier(store, view["id"], int(number[1]), page)
    if not what:
        return view["id"], [], pages_of_dossier(store, view["id"], None, None)
    key = field_meant(what, view["fields"], catalogue)
    return view["id"], [key], [place_of_field(store, view["id"], key)]
