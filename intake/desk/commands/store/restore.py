# SPDX-License-Identifier: Apache-2.0
"""``sohoa restore``: a store brought back from its copy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from templates.desk.options import AsJson, Who
from templates.language.messages import _

if TYPE_CHECKING:
    from intake.settings.settings import Settings
    from intake.store.life.witness import Witnessed


def register(app: typer.Typer) -> None:
    """Mount ``restore``."""
    app.command("restore")(restore)


def restore(
    place: Annotated[
        str, typer.Argument(metavar="PLACE", help=_("Where the copies lie: a folder, a disk or a URL."))
    ],
    snapshot: Annotated[
        str | None,
        typer.Option("--snapshot", metavar="COPY", help=_("Which copy; the newest unless given.")),
    ] = None,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from intake.desk.console import print_json, say, show
    from intake.desk.progress import progress
    from intake.desk.surroundings import acting, tell, told_of_a_copied_home, told_of_places_not_used
    from intake.dossier.deadline.local_time import local_time
    from intake.services.copying import copies_in
    from intake.settings.apart import places_named
    from intake.settings.clock import utc_now
    from intake.settings.current import current_settings
    from intake.store.backup import restore as bringing_back

    settings = current_settings()
    copies = copies_in(settings, place)
    done = bringing_back.restore(
        copies,
        settings.home,
        snapshot,
        who=acting(who),
        now=utc_now(),
        progress=progress,
        others=_told_elsewhere(settings),
    )
    if as_json:
        print_json(done)
        return
    told = _("The store is back as it was on {moment}; dossiers: {count}, files: {files}.")
    show(told.format(moment=local_time(done.made_at), count=done.dossiers, files=done.files))
    say(_("What came in after that must be taken in again from its scans."))
    say(_("Slips given out after that: their numbers come again; keep their prints and note it on both."))
    say(_("Before a dossier is sent, it is looked up whether the gateway has it already."))
    if done.settings is not None:
        say(_("The settings of then lie in {path}; passwords are not among them.").format(path=done.settings))
    if places := places_named(settings.store):
        tell(told_of_places_not_used(places))
    else:
        tell(told_of_a_copied_home())


def _told_elsewhere(settings: Settings) -> Witnessed:
    """What desks told where papers are kept elsewhere; nothing where that can't be asked, for a loss must not
    wait for it.
    """
    from intake.errors import ObjectStoreError
    from intake.settings.log import log_exception
    from intake.store.life.witness import NOTHING, witnessed
    from intake.store.remote.place import objects_of

    try:
        return witnessed(objects_of(settings).shared)
    except ObjectStoreError as error:
        log_exception("marks-not-asked", error)
        return NOTHING
