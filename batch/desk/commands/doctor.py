# SPDX-License-Identifier: Apache-2.0
"""``sohoa doctor``: what is missing or too old on this computer, and how to mend it."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from templates.desk.options import AsJson
from templates.errors import SohoaError
from templates.language.messages import _

if TYPE_CHECKING:
    from batch.services.doctor.health import Diagnosis, Fitness

_COULD_NOT_RUN = 3


def register(app: typer.Typer) -> None:
    """Mount ``doctor``."""
    app.command("doctor")(doctor)


def doctor(
    full: Annotated[
        bool, typer.Option("--full", help=_("Read the whole database, every paper and every package."))
    ] = False,
    as_json: AsJson = False,
) -> None:
    from batch.services.doctor.examination import examine
    from batch.services.doctor.health import Diagnosis, Fitness
    from intake.desk.console import print_json
    from intake.desk.surroundings import told_of_a_copy
    from intake.settings.current import chosen_config, current_settings
    from intake.settings.file import settings_path

    config = settings_path(chosen_config())
    diagnoses = list(examine(current_settings(), datetime.now(UTC), full=full, config=config))
    with suppress(SohoaError, OSError):  # a home that can't be looked into is told of as such
        if copy := told_of_a_copy():
            diagnoses.append(Diagnosis("copy", Fitness.LOOK, *copy))
    if as_json:
        print_json([_plain(diagnosis) for diagnosis in diagnoses])
    else:
        _show(diagnoses)
    if not all(diagnosis.usable for diagnosis in diagnoses):
        raise typer.Exit(_COULD_NOT_RUN)


def _plain(diagnosis: Diagnosis) -> dict[str, object]:
    return {
        "name": diagnosis.name,
        "health": diagnosis.health.value,
        "found": diagnosis.found,
        "mend": diagnosis.mend,
    }


def _show(diagnoses: list[Diagnosis]) -> None:
    from rich.text import Text

    from intake.desk.console import show, show_table

    rows = [
        (_thing(d.name), Text(_health_word(d.health), style="green" if d.usable else "bold red"), d.found)
        for d in diagnoses
    ]
    show_table([_("Needed"), _("Condition"), _("Found")], rows)
    for diagnosis in diagnoses:
        if diagnosis.mend:
            show(f"{_thing(diagnosis.name)}: {diagnosis.mend}")


def _thing(name: str) -> str:
    """What was looked at, as the clerk calls it; programs by their own names."""
    return {
        "tesseract vie": _("Tesseract, Vietnamese"),
        "tesseract": "Tesseract",
        "poppler": "Poppler",
        "python packages": _("program packages"),
        "package names": _("package names"),
        "networks": _("reading networks"),
        "font": _("font of slips"),
        "offices": _("offices"),
        "commune": _("the office's commune"),
        "fees": _("the province's fees"),
        "home": _("store's folder"),
        "copy": _("whose store it is"),
        "disk": _("disk"),
        "clock": _("clock"),
        "database": _("database"),
        "papers": _("kept papers"),
        "packages": _("packages"),
        "slips": _("slips"),
        "registers": _("registers"),
        "objects": _("object store"),
        "queues": _("what waits"),
        "backup": _("copies of the store"),
        "forms": _("forms"),
        "own forms": _("own forms"),
    }.get(name, name)


def _health_word(health: Fitness) -> str:
    return {
        "ok": _("ok"),
        "low": _("low"),
        "spared": _("not there, works without"),
        "look": _("to look at"),
        "unknown": _("not known"),
        "too-old": _("too old"),
        "missing": _("missing"),
        "broken": _("broken"),
    }[health.value]
