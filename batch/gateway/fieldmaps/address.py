# SPDX-License-Identifier: Apache-2.0
"""An address with the units of today: province and commune by their codes, no district."""

from __future__ import annotations

from dataclasses import dataclass

from ocr.values.units import UnitStanding, propose_units
from templates.catalogue.loading import Catalogue


@dataclass(frozen=True, slots=True)
class CodedAddress:
    """Codes of province and commune ("" where only a person could say which), and the rest in words.

    ``detail`` is what stands before the units where the address names those of today; else all of it, so
    that an old commune's name stays with its house and hamlet.
    """

    province: str
    commune: str
    detail: str


def coded_address(text: str, catalogue: Catalogue) -> CodedAddress:
    """``text`` as printed, with the units that it surely lies in today."""
    found = propose_units(text, catalogue)
    if not found.certain:
        return CodedAddress("", "", text)
    (now,) = found.now
    detail = found.detail if found.standing is UnitStanding.CURRENT else text
    return CodedAddress(now.province, now.number, detail.strip(" ,"))
