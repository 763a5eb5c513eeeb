# SPDX-License-Identifier: Apache-2.0
"""Whom values wait for that a person decided and another is to look at as well, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from intake.dossier.second_look import Looks, LookStage
from templates.language.messages import _, ngettext


def waits_told(looks: Looks) -> str:
    """Whom a value waits for."""
    if looks.stage is LookStage.SECOND:
        return _("waits for a second person, another than {first}").format(first=looks.first.who)
    return _("two read it differently; waits for a third person, another than {persons}").format(
        persons=_listed(looks.persons)
    )


def all_told(waiting: Iterable[Looks]) -> str:
    """Whom the values of a dossier wait for, "" where none does."""
    found = Counter((looks.stage, looks.persons) for looks in waiting)
    return "; ".join(_some_told(stage, persons, count) for (stage, persons), count in found.items())


def _some_told(stage: LookStage | None, persons: tuple[str, ...], count: int) -> str:
    if stage is LookStage.SECOND:
        told = ngettext(
            "{count} value waits for a second person, another than {persons}",
            "{count} values wait for a second person, another than {persons}",
            count,
        )
    else:
        told = ngettext(
            "{count} value waits for a third person, another than {persons}",
            "{count} values wait for a third person, another than {persons}",
            count,
        )
    return told.format(count=count, persons=_listed(persons))


def _listed(persons: Iterable[str]) -> str:
    return _(" and ").join(persons)


def look_told(name: str, *, agrees: bool) -> str:
    """What came of a second look at the field ``name``."""
    if agrees:
        return _("{field}: both read the same.").format(field=name)
    return _("{field}: the first person read something else; a third person decides.").format(field=name)
