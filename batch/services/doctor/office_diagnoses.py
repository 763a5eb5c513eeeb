# SPDX-License-Identifier: Apache-2.0
"""Can every office be worked for that the settings have a section of?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from batch.services.doctor.health import Diagnosis, Fitness
from intake.settings.settings import Settings
from intake.settings.units import faulty_offices, offices
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
