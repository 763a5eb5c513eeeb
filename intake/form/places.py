# SPDX-License-Identifier: Apache-2.0
"""Whether an address as people write it lies in a commune, and whether two can be of one place."""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import Enum

from intake.form.agreement import ValueAgreement
from ocr.text.folding import fold, same_text
from ocr.values.units import PrintedUnit, UnitProposal, UnitStanding, propose_units
from templates.catalogue.loading import Catalogue
from templates.model.units import Commune

_SURE = 0.99
_SURELY_GONE = 0.85
_RANK = re.compile(r"^(?:xa|phuong|thi tran|dac khu|tinh|thanh pho|tp|x|p)\.?\s+")
_COMMUNE_RANK = re.compile(r"(?:xa|phuong|thi tran|dac khu|x|p)\.?\s")
_COUNTRY = frozenset({"viet nam", "vietnam"})
# People leave commas out, but hardly the words for the rank.
_PART = re.compile(
    r"\s*[,;–]\s*|\s+-\s+|\s+(?=(?:xa|phuong|thi tran|dac khu|huyen|quan|thi xa|tinh|thanh pho)\s)"
)


class Lies(Enum):
    """Whether an address lies in a commune, as far as names of units tell it."""

    HERE = "here"
    PERHAPS = "perhaps"  # its commune was divided, or is called so by a name from before an earlier merger
    OLDER_NAME = "older-name"  # no list holds the name, and nothing says that it is of another province
    ELSEWHERE = "elsewhere"


def lies_in(address: str, commune: str, catalogue: Catalogue) -> Lies:
    """Whether ``address`` lies in ``commune`` ("Xã Hồng Quang, tỉnh Hưng Yên"; the province may be left out).

    Where the units of both are found, those of today decide: an old commune lies in the one it was merged
    into; of one that was divided, or of several called so, only the citizen knows. A commune that the lists
    of 2025 do not hold was perhaps merged away before: it surely lies elsewhere only where a province of the
    lists is named that is not ours, never by what it merely resembles. Where the office itself is in no list,
    names of communes are compared without tone marks and ranks; an address that names another one of today's
    34 provinces lies elsewhere.
    """
    ours, theirs = _office(commune, catalogue), propose_units(address, catalogue)
    alike = _named_alike(theirs.printed, address, commune, catalogue)
    if not ours:
        return Lies.HERE if alike else Lies.ELSEWHERE
    together = bool({c.code for c in ours} & {c.code for c in theirs.now})
    if _found(theirs):
        unsure = theirs.standing in (UnitStanding.DIVIDED, UnitStanding.SEVERAL)
        return (Lies.PERHAPS if unsure else Lies.HERE) if together else Lies.ELSEWHERE
    if together or (alike and not theirs.now):
        return Lies.HERE if alike else Lies.PERHAPS
    return _of_an_older_name(theirs, ours, address, catalogue)


def is_of_today(commune: str, catalogue: Catalogue) -> bool:
    """Whether an office's ``commune`` is one of today's communes, with its province or without."""
    name = commune.partition(",")[0].strip()
    found = (match.commune for match in propose_units(commune, catalogue).matches)
    return any(unit.is_current and same_text(unit.name, name) for unit in found)


def is_surely_gone(commune: str, catalogue: Catalogue) -> bool:
    """Whether an office's ``commune`` is one of before 01/07/2025, by its own name or one that the lists lead
    on from: no other writing of a unit of today, and nothing that only resembles one.
    """
    found = propose_units(commune, catalogue)
    gone = found.standing in (UnitStanding.BECAME, UnitStanding.DIVIDED)
    return gone and found.matches[0].score >= _SURELY_GONE


def units_meant(address: str, catalogue: Catalogue, near: str = "") -> str:
    """What of today an address probably means, as a person reads it; "" where nothing resembles it.

    ``near``: an office's commune; of units in another province than its own nothing is said.
    """
    found = propose_units(address, catalogue).now
    provinces = {c.province for c in _office(near, catalogue)} if near else set()
    return "; ".join(
        catalogue.units.full_name(commune)
        for commune in found
        if not provinces or commune.province in provinces
    )


def office_units(commune: str, catalogue: Catalogue) -> tuple[Commune, ...]:
    """The units of today that an office's ``commune`` may be: the one called so, else all that the name may
    mean.
    """
    found = _office(commune, catalogue)
    name = commune.partition(",")[0]
    return tuple(unit for unit in found if same_text(unit.name, name)) or found


def _office(commune: str, catalogue: Catalogue) -> tuple[Commune, ...]:
    """The unit of today that the office is; several where its province is left out and names repeat."""
    found = propose_units(commune, catalogue)
    if _found(found):
        return found.now
    name, comma, _rest = commune.strip().partition(",")
    if comma:  # with a province it would have been found
        return ()
    return tuple(c for c in catalogue.units.called(name) if c.is_current and same_text(c.name, name))


def _of_an_older_name(
    theirs: UnitProposal, ours: Collection[Commune], address: str, catalogue: Catalogue
) -> Lies:
    provinces = _province_now(address, catalogue)
    if provinces and not provinces & {c.province for c in ours}:
        return Lies.ELSEWHERE
    named = theirs.printed.commune or theirs.printed.district or provinces
    return Lies.OLDER_NAME if named else Lies.ELSEWHERE


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
    written = [part for part in _PART.split(fold(address)) if part.strip()]
    if written and written[-1].strip(" .") in _COUNTRY:
        written.pop()
    if not written or _COMMUNE_RANK.match(written[-1].strip()):  # "phường Hà Nam" is no province
        return set()
    name = _bare(written[-1])
    codes = catalogue.codes
    new = {entry.code for entry in codes.provinces_34.entries if _bare(entry.name) == name}
    old = {entry.code for entry in codes.provinces_63.entries if _bare(entry.name) == name}
    return new | {now for now, merged in catalogue.units.merged_provinces.items() if merged & old}


def _found(units: UnitProposal) -> bool:
    return bool(units.now) and units.score >= _SURE


def _named_alike(printed: PrintedUnit, address: str, commune: str, catalogue: Catalogue) -> bool:
    """Whether the commune of an address is called like ours, whatever its rank and tone marks.

    A city called so is not meant: most of its wards became communes of other names.
    """
    ours, theirs = _parts(commune), _parts(address)
    larger = [_bare(part.text) for part in (printed.district, printed.province) if part]
    if printed.commune and printed.commune.rank:
        communes = [_bare(printed.commune.text)]
    else:
        communes = [part for part in theirs if part not in larger]
    if not ours or ours[0] not in communes or ours[0] not in theirs:
        return False
    provinces = {_bare(entry.name) for entry in catalogue.codes.provinces_34.entries}
    named = [part for part in theirs[theirs.index(ours[0]) + 1 :] if part in provinces]
    return not named or len(ours) == 1 or ours[-1] in named


def _parts(address: str) -> list[str]:
    return [_bare(part) for part in _PART.split(fold(address)) if part.strip()]


def _bare(part: str) -> str:
    return _RANK.sub("", fold(part).strip(" .")).strip()
