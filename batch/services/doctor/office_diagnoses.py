# SPDX-License-Identifier: Apache-2.0
"""Can every office be worked for that the settings have a section of?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from batch.services.doctor.health import Diagnosis, Fitness
from intake.form.places import is_of_today, office_units, units_meant
from intake.settings.settings import Settings
from intake.settings.units import faulty_offices, offices
from templates.catalogue.loading import Catalogue, load_catalogue
from templates.errors import SohoaError
from templates.language.messages import _, ngettext
from templates.model.charges.province_fees import FILE, own_province_fees


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
    for commune in _communes(settings, config):
        if not is_of_today(commune, catalogue):
            found = _("“{commune}” is no commune since 01/07/2025").format(commune=commune)
            now = units_meant(commune, catalogue)
            mend = _("It may be this today: {units}. Write it so in the settings (unit.commune).")
            ask = _("Write the commune's name of today, with its province, in the settings (unit.commune).")
            yield Diagnosis("commune", Fitness.LOOK, found, mend.format(units=now) if now else ask)
        elif len(_provinces(commune, catalogue)) > 1:
            found = _("“{commune}” is in several provinces, so that receipts leave the province's fees open")
            ask = _("Write the commune's name of today, with its province, in the settings (unit.commune).")
            yield Diagnosis("commune", Fitness.LOOK, found.format(commune=commune), ask)


def check_own_fees(settings: Settings, config: Path | None) -> Iterator[Diagnosis]:
    """One diagnosis where the office's own table of fees is broken, or of a province where no office lies."""
    mend = _("Correct it; all that is wrong is shown by: sohoa forms check")
    try:
        table = own_province_fees()
    except SohoaError as error:
        left = _("{file} can't be used, and receipts leave the province's fees open: {text}")
        yield Diagnosis("fees", Fitness.LOOK, left.format(file=FILE, text=error.sentence), mend)
        return
    if table is None:
        return
    try:
        catalogue = load_catalogue()
    except SohoaError:
        return
    here = {code for commune in _communes(settings, config) for code in _provinces(commune, catalogue)}
    if here and table.province not in here:
        entry = catalogue.codes.provinces_34.code(table.province)
        named = entry.name if entry else table.province
        found = _("{file} is of {province}, where no office of the settings lies: it is not used")
        ask = _("Write the code of your own province into it (province: “{code}”), or take it away.")
        codes = "”, “".join(sorted(here))
        yield Diagnosis("fees", Fitness.LOOK, found.format(file=FILE, province=named), ask.format(code=codes))


def _communes(settings: Settings, config: Path | None) -> list[str]:
    told = {one.unit.commune for one in (settings, *offices(settings, config).values())}
    return sorted(commune for commune in told if commune)


def _provinces(commune: str, catalogue: Catalogue) -> set[str]:
    """Codes (of 34) of the provinces in which an office's commune may lie."""
    return {unit.province for unit in office_units(commune, catalogue)}
