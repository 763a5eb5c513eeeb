# SPDX-License-Identifier: Apache-2.0
"""What has become of the commune an address on paper names, as a line beside it; the address itself stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ocr.values.units import UnitProposal, UnitStanding, propose_units
from templates.catalogue.loading import Catalogue
from templates.language.messages import _
from templates.model.document_types import FieldType
from templates.model.units import Commune, Units

_MOST_TOLD = 4


def add_units(view: dict[str, Any], types: Mapping[str, FieldType], catalogue: Catalogue) -> None:
    """Put ``units_now`` beside every address among ``view["values"]`` whose commune is found."""
    for key, value in view["values"].items():
        if types.get(key) is FieldType.ADDRESS and value["value"]:
            value["units_now"] = units_now(value["value"], catalogue)


def units_now(address: str, catalogue: Catalogue, on: date | None = None) -> dict[str, Any] | None:
    """The units ``address`` names and what they are today, as plain values; None where none is found.

    ``certain`` is false where a person must say which unit is meant.
    """
    found = propose_units(address, catalogue, on)
    if found.standing is UnitStanding.UNKNOWN:
        return None
    change = catalogue.units.sources.change
    return {
        "standing": found.standing.value,
        "certain": found.certain,
        "score": round(found.score, 2),
        "detail": found.detail,
        "was": [_plain(match.commune, catalogue) for match in found.matches],
        "now": [_plain(commune, catalogue) for commune in found.now],
        "since": change.day,
        "source": change.source,
        "told": told(found, catalogue),
    }


def told(found: UnitProposal, catalogue: Catalogue) -> str:
    """One line for the clerk; empty where the address already names a unit of today and nothing is odd."""
    units = catalogue.units
    now = _listed(found.now, units)
    match found.standing:
        case UnitStanding.CURRENT:
            return "" if found.as_printed else _("Is {unit} meant?").format(unit=now)
        case UnitStanding.BECAME if found.certain:
            return _("now {unit}").format(unit=now)
        case UnitStanding.BECAME:
            was = units.full_name(found.matches[0].commune)
            return _("Is {unit} meant? Now {now}").format(unit=was, now=now)
        case UnitStanding.DIVIDED:
            return _("divided, now one of: {units}; ask which").format(units=now)
        case UnitStanding.SEVERAL:
            return _("several communes are called so, now: {units}; ask which").format(units=now)
    return ""


def _listed(communes: Sequence[Commune], units: Units) -> str:
    """The communes by name, a province they share only once."""
    provinces = list(dict.fromkeys(units.province_name(commune) for commune in communes))
    if len(provinces) > 1:
        names = [units.full_name(commune) for commune in communes]
    else:
        names = [units.full_name(commune).rpartition(", ")[0] for commune in communes]
    shown = "; ".join([*names[:_MOST_TOLD], *(["…"] if len(names) > _MOST_TOLD else [])])
    return shown if len(provinces) > 1 else ", ".join([shown, *provinces])


def _plain(commune: Commune, catalogue: Catalogue) -> dict[str, str]:
    code = commune.code
    return {"list": code.list, "code": code.value, "name": catalogue.units.full_name(commune)}
