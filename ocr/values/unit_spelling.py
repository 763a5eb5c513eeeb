# SPDX-License-Identifier: Apache-2.0
"""An address with the names of its units spelt as the lists have them: a proposal, never a correction."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ocr.text.folding import text_key
from ocr.values.address_parts import NamedPart
from ocr.values.distance import nearness
from ocr.values.units import NEAR, UnitProposal, UnitStanding, propose_units
from templates.catalogue.loading import Catalogue
from templates.model.unit_names import split_rank

UNSTOPPED = re.compile(r"\b(P|Q|H|X|T|TP|TX|TT|KP|TDP)\s+(?=[\dA-ZĐÀ-Ỹ])")
"""An abbreviation of a unit without its full stop: "P Tân Lập", "TP Nha Trang"."""


@dataclass(frozen=True)
class Respelt:
    """The address with its units respelt, and how near (0…1) the farthest of them was."""

    text: str
    score: float


def respelt(address: str, catalogue: Catalogue) -> Respelt | None:
    """``address`` with misread names of its one commune, district and province spelt rightly.

    None where nothing differs, several communes fit, or a printed name is another name altogether (one from
    before an earlier merger).
    """
    found = propose_units(address, catalogue)
    if found.standing is UnitStanding.UNKNOWN or len(found.matches) != 1:
        return None
    text, score = address, 1.0
    for part, official in _names(found, catalogue):
        if text_key(part.name) == text_key(official) or _short(part.name):
            continue
        near = nearness(part.name, official)
        if near < NEAR:
            return None
        text, score = _replaced(text, part, official), min(score, near)
    return Respelt(text, score) if text_key(text) != text_key(address) else None


def _names(found: UnitProposal, catalogue: Catalogue) -> list[tuple[NamedPart, str]]:
    """Each printed level with the name its unit has."""
    units, commune = catalogue.units, found.matches[0].commune
    district = units.districts.get(commune.district)
    provinces = (units.codes.provinces_63, units.codes.provinces_34)
    pairs = [(found.printed.commune, split_rank(commune.name)[1])]
    pairs.append((found.printed.district, split_rank(district.name)[1] if district else ""))
    entry = next(
        (p.code(code.value) for code in found.printed.provinces for p in provinces if p.id == code.list), None
    )
    pairs.append((found.printed.province, entry.name if entry else ""))
    return [(part, official) for part, official in pairs if part and official]


def _short(name: str) -> bool:
    """An abbreviation (HCM) or a number is no misspelling."""
    return name.isdigit() or (name.isupper() and name.isascii() and len(name) <= 4)


def _replaced(text: str, part: NamedPart, official: str) -> str:
    """The last place where the part's name stands, with the official one in the same capitals."""
    start = text.rfind(part.name)
    spelt = official.upper() if part.name.isupper() else official
    return text if start < 0 else text[:start] + spelt + text[start + len(part.name) :]
