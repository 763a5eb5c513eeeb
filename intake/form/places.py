# SPDX-License-Identifier: Apache-2.0
"""Whether an address as people write it lies in a commune, and whether two can be of one place."""

from __future__ import annotations

import re

from intake.form.agreement import ValueAgreement
from ocr.text.folding import fold, same_text
from ocr.values.units import UnitProposal, UnitStanding, propose_units
from templates.catalogue.loading import Catalogue

_SURE = 0.99
_RANK = re.compile(r"^(?:xa|phuong|thi tran|dac khu|tinh|thanh pho|tp|x|p)\.?\s+")
# People leave commas out, but hardly the words for the rank.
_PART = re.compile(
    r"\s*[,;–]\s*|\s+-\s+|\s+(?=(?:xa|phuong|thi tran|dac khu|huyen|quan|thi xa|tinh|thanh pho)\s)"
)


def lies_in(address: str, commune: str, catalogue: Catalogue) -> bool | None:
    """Whether ``address`` lies in ``commune`` ("Xã Hồng Quang, tỉnh Hưng Yên"; the province may be left out).

    Where the units of both are found, those of today decide: an old commune lies in the one it was merged
    into; of one that was divided, or of several called so, only the citizen knows (None). Else names are
    compared without tone marks and ranks; an address that names one of today's 34 provinces, but another one,
    lies elsewhere.
    """
    ours, theirs = propose_units(commune, catalogue), propose_units(address, catalogue)
    if not (_found(ours) and _found(theirs)):
        return _named_alike(address, commune, catalogue)
    if not {c.code for c in ours.now} & {c.code for c in theirs.now}:
        return False
    return None if theirs.standing in (UnitStanding.DIVIDED, UnitStanding.SEVERAL) else True


def places_agree(one: str, other: str, catalogue: Catalogue) -> ValueAgreement:
    """Two addresses by the units of today they lie in, as far as both name any: communes, else provinces.

    So an old name and a new one of the same place are the same; house and hospital are not compared.
    """
    if same_text(one, other):
        return ValueAgreement.SAME
    ours, theirs = propose_units(one, catalogue), propose_units(other, catalogue)
    if _found(ours) and _found(theirs):
        together = {c.code for c in ours.now} & {c.code for c in theirs.now}
        return ValueAgreement.SAME if together else ValueAgreement.DIFFERS
    provinces = _province_now(one, catalogue), _province_now(other, catalogue)
    apart = all(provinces) and not provinces[0] & provinces[1]
    return ValueAgreement.DIFFERS if apart else ValueAgreement.UNKNOWN


def _province_now(address: str, catalogue: Catalogue) -> set[str]:
    """The numbers of today's provinces that the last part of an address names or has become part of."""
    name = next(reversed(_parts(address)), "")
    codes = catalogue.codes
    new = {entry.code for entry in codes.provinces_34.entries if _bare(entry.name) == name}
    old = {entry.code for entry in codes.provinces_63.entries if _bare(entry.name) == name}
    return new | {now for now, merged in catalogue.units.merged_provinces.items() if merged & old}


def _found(units: UnitProposal) -> bool:
    return bool(units.now) and units.score >= _SURE


def _named_alike(address: str, commune: str, catalogue: Catalogue) -> bool:
    ours, theirs = _parts(commune), _parts(address)
    if not ours or ours[0] not in theirs:
        return False
    provinces = {_bare(entry.name) for entry in catalogue.codes.provinces_34.entries}
    named = [part for part in theirs[theirs.index(ours[0]) + 1 :] if part in provinces]
    return not named or len(ours) == 1 or ours[-1] in named


def _parts(address: str) -> list[str]:
    return [_bare(part) for part in _PART.split(fold(address)) if part.strip()]


def _bare(part: str) -> str:
    return _RANK.sub("", fold(part).strip(" .")).strip()
