# SPDX-License-Identifier: Apache-2.0
"""Can every office be worked for that the settings have a section of?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from batch.services.doctor.health import Diagnosis, Fitness
from intake.form.places import is_of_today, units_meant
from intake.settings.settings import Settings
from intake.settings.units import faulty_offices, offices
from templates.catalogue.loading import load_catalogue
from templates.errors import SohoaError
from templates.language.messages import _, ngettext


def check_offices(settings: Settings, config: Path | None) -> Iterator[Diagnosis]:
    """One diagnosis where there are sections ``[units.…]``; ``config`` is the file that they stand in."""
    if not settings.units:
        return
    faulty, sound = faulty_offices(settings, config), len(offices(settings, config))
    if not faulty:
        told = ngettext("{count} office", "{count} offices", sound).format(count=sound)
        yield Diagnosis("offices", Fitness.OK, told)
        return
    named = ", ".join(f"{one.code} [units.{one.section}]".strip() for one in faulty)
    mend = " ".join(f"{one.error.sentence} {one.error.advice}" for one in faulty)
    yield Diagnosis(
        "offices", Fitness.BROKEN, _("can't be worked for: {offices}").format(offices=named), mend
    )


def check_communes(settings: Settings, config: Path | None) -> Iterator[Diagnosis]:
    """One diagnosis for each ``unit.commune`` that is none of today's: nobody would be competent by it. None
    where the catalogue can't be read; other diagnoses tell of that.
    """
    try:
        catalogue = load_catalogue()
    except SohoaError:
        return
    told = {one.unit.commune for one in (settings, *offices(settings, config).values()) if one.unit.commune}
    for commune in sorted(told):
        if not is_of_today(commune, catalogue):
            found = _("“{commune}” is no commune since 01/07/2025").format(commune=commune)
            now = units_meant(commune, catalogue)
            mend = _("It may be this today: {units}. Write it so in the settings (unit.commune).")
            ask = _("Write the commune's name of today, with its province, in the settings (unit.commune).")
            yield Diagnosis("commune", Fitness.LOOK, found, mend.format(units=now) if now else ask)
