# SPDX-License-Identifier: Apache-2.0
"""Which administrative units an address means, and what has become of them.

The address on the paper stays as printed; what is found here stands beside it as a proposal. Names repeat, so
a commune is only looked for inside the district and province printed with it; where several fit, or the old
commune was divided in 2025, all are given and a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from rapidfuzz import process

from ocr.text.folding import text_key
from ocr.values.address_parts import NamedPart, named_parts
from ocr.values.distance import nearness
from templates.catalogue.loading import Catalogue
from templates.model.codelists import CodeList
from templates.model.typed_codes import Code
from templates.model.unit_names import COMMUNE_RANKS, DISTRICT_RANKS, PROVINCE_RANKS, split_rank, squeezed
from templates.model.units import Commune, District, Units, bare_key

T = TypeVar("T")

NEAR = 0.75
"""Below this nearness two names are different names."""

EARLIER = 0.9
"""What a match by a name from before an earlier merger counts: what else was merged then is not known."""

OTHER_RANK = 0.93
"""What a match counts that has another rank than printed: a commune may have become a ward since."""

_BEFORE_1997 = re.compile(
    "bacthai|binhtrithien|caolang|cuulong|gialaikontum|habac|hanamninh|hasonbinh|hatay|hatuyen|haihung|"
    "hoanglienson|minhhai|namha|nghetinh|nghiabinh|phukhanh|quangnamdanang|songbe|thuanhai|vinhphu"
)
"""Provinces divided from 1989 to 1997, and Hà Tây: in no list; one spelt much like them is another."""

_SHORTLIST = 8
_RANK_KEYS = ("xa", "phuong", "thitran")
_SIGNS = re.compile(r"['’‘`´–\-\s]+")
_I_OR_Y = str.maketrans("yýỳỷỹỵ", "iíìỉĩị")
_ZEROS = re.compile(r"^0+(?=\d)")


class UnitStanding(StrEnum):
    """What became of the commune an address names."""

    CURRENT = "current"  # it is a unit of today
    BECAME = "became"  # all of it lies in one unit of today
    DIVIDED = "divided"  # its land went to several; only the house tells which
    SEVERAL = "several"  # several communes fit what is printed
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class UnitMatch:
    """A commune that an address may mean, and how well the printed words fit it (0…1)."""

    commune: Commune
    score: float


@dataclass(frozen=True)
class PrintedUnit:
    """The parts of an address that were taken for units, and which provinces the last may be."""

    commune: NamedPart | None = None
    district: NamedPart | None = None
    province: NamedPart | None = None
    provinces: tuple[Code, ...] = ()


@dataclass(frozen=True)
class UnitProposal:
    """What an address means: ``matches`` as of its own time, best first, ``now`` the units of today.

    ``detail`` is what stands before the units (house, street, hamlet).
    """

    standing: UnitStanding
    detail: str = ""
    matches: tuple[UnitMatch, ...] = ()
    now: tuple[Commune, ...] = ()
    printed: PrintedUnit = PrintedUnit()

    @property
    def score(self) -> float:
        return max((match.score for match in self.matches), default=0.0)

    @property
    def certain(self) -> bool:
        """Whether nothing is left to ask: one unit of today, and every printed word fits."""
        return len(self.now) == 1 and self.as_printed

    @property
    def as_printed(self) -> bool:
        """Whether every printed word fits."""
        return self.score >= 0.999


def propose_units(address: str, catalogue: Catalogue, on: date | None = None) -> UnitProposal:
    """The units that ``address`` names. ``on`` is the day it was written, where known: it tells which list
    of units a name without a district belongs to.
    """
    return _proposed(catalogue.units, address, on)


@lru_cache(256)  # the rules of a check ask for the same few addresses and for the office's commune
def _proposed(units: Units, address: str, on: date | None) -> UnitProposal:
    found = _Search(units, address, on)
    matches = found.matches()
    if not matches:
        return UnitProposal(UnitStanding.UNKNOWN, found.detail, printed=found.printed)
    best = [match for match in matches if match.score >= matches[0].score - 0.001]
    now = tuple(dict.fromkeys(s for match in best for s in units.successors(match.commune)))
    return UnitProposal(_standing(best, now), found.detail, tuple(best), now, found.printed)


def _standing(best: Sequence[UnitMatch], now: Sequence[Commune]) -> UnitStanding:
    # Until 30/06/2025 every full address had a district, so one without that fits a unit of today means it.
    if any(match.commune.is_current for match in best):
        return UnitStanding.CURRENT
    if len(now) > 1:
        return UnitStanding.DIVIDED if len(best) == 1 else UnitStanding.SEVERAL
    return UnitStanding.BECAME


class _Search:
    """One address, its levels found from the last part to the first."""

    def __init__(self, units: Units, address: str, on: date | None) -> None:
        self._units, self._on = units, on
        self._parts = named_parts(address)
        self._province_part: NamedPart | None = None
        self._district_part: NamedPart | None = None
        self._city_named_as_province = False
        self._older_province = False
        self._provinces = self._take_province()
        self._districts = self._take_districts()
        self._commune = self._take_commune()
        self.detail = ", ".join(part.text for part in self._parts)

    @property
    def printed(self) -> PrintedUnit:
        """What was taken for which level."""
        provinces = tuple(code for code, _score in self._provinces)
        return PrintedUnit(self._commune, self._district_part, self._province_part, provinces)

    def matches(self) -> list[UnitMatch]:
        """The communes that fit, best first."""
        if self._commune is None:
            return self._whole_districts()
        found: list[UnitMatch] = []
        for pool, score in self._pools(self._commune):
            if not found:
                found = [UnitMatch(m.commune, m.score * score) for m in _matching(self._commune, pool)]
                found = found or self._whole_districts()
        return sorted(found, key=lambda match: -match.score)

    def _pools(self, commune: NamedPart) -> Iterable[tuple[list[Commune], float]]:
        """Where to look, in this order until something is found, and what a find there counts."""
        old = [c for code in self._old_provinces() for c in self._units.in_province(code)]
        if self._districts:
            yield (
                [c for d, _score in self._districts for c in self._units.in_district(d.number)],
                self._misfit,
            )
            if self._city_named_as_province:  # written "thành phố" where the province is a "tỉnh"
                yield self._of_today(), EARLIER
            yield old, 0.8  # the printed district may be misread, or that of before an earlier change
        elif self._provinces:
            yield [c for code in self._time() for c in self._units.in_province(code)], self._misfit
            yield old, EARLIER
        else:
            yield list(self._units.called(commune.name)), 0.8

    def _of_today(self) -> list[Commune]:
        new = self._units.codes.provinces_34.id
        codes = [code for code, _score in self._provinces if code.list == new]
        return [c for code in codes for c in self._units.in_province(code)]

    @property
    def _misfit(self) -> float:
        """How well district and province themselves fit."""
        scores = [score for _code, score in self._provinces] + [score for _d, score in self._districts[:1]]
        return min([*scores, EARLIER] if self._older_province else scores, default=1.0)

    def _time(self) -> list[Code]:
        """The provinces of the list in force on the day, of both where the day is not known."""
        named = [code for code, _score in self._provinces]
        if self._on is None:
            return named
        wanted = self._units.codes.provinces(self._on).id
        return [code for code in named if code.list == wanted] or named

    def _old_provinces(self) -> list[Code]:
        """The old provinces meant: by their name, or as part of the new province of that name."""
        old, new = self._units.codes.provinces_63, self._units.codes.provinces_34
        numbers = [code.value for code, _score in self._provinces if code.list == old.id]
        for code, _score in self._provinces:
            if code.list == new.id:
                numbers += sorted(self._units.merged_provinces.get(code.value, ()))
        return [Code(old.id, number) for number in dict.fromkeys(numbers)]

    def _take_province(self) -> list[tuple[Code, float]]:
        if not self._parts or self._parts[-1].rank not in (*PROVINCE_RANKS, ""):
            return []
        if _BEFORE_1997.fullmatch(squeezed(self._parts[-1].name)) and len(self._parts) > 1:
            self._older_province, self._province_part = True, self._parts.pop()
            return []
        found = [
            (Code(provinces.id, code), score)
            for provinces in (self._units.codes.provinces_63, self._units.codes.provinces_34)
            for code, score in _province(self._parts[-1], provinces)
        ]
        as_city = self._parts[-1].rank == "thành phố"
        if found and as_city and not any(self._is_city(code) for code, _score in found):
            self._city_named_as_province = True  # "TP Bắc Ninh" is the district of that name in tỉnh Bắc Ninh
        elif found:
            self._province_part = self._parts.pop()
        return found

    def _is_city(self, code: Code) -> bool:
        old, new = self._units.codes.provinces_63, self._units.codes.provinces_34
        entry = (old if code.list == old.id else new).code(code.value)
        return entry is not None and f"Thành phố {entry.name}" in entry.aliases

    def _take_districts(self) -> list[tuple[District, float]]:
        """The districts that the last part may name; none where it names no district."""
        if not self._parts:
            return []
        part = self._parts[-1]
        if part.rank not in (*DISTRICT_RANKS, ""):
            return []
        if self._provinces:
            within = [d for code in self._old_provinces() for d in self._units.districts_of(code)]
        else:  # without a province only the very name of a district, rank and all, tells one
            within = [d for d in self._units.districts.values() if part.rank and _same_name(part, d.name)]
        found = _districts(part, within)
        if part.rank == "":
            found = [(d, score) for d, score in found if score > 0.95 and self._holds_next(d)]
        if found:
            self._district_part = self._parts.pop()
        return found

    def _holds_next(self, district: District) -> bool:
        """Whether the part before a bare name is a commune of the district that name would be."""
        if len(self._parts) < 2:
            return False
        key = bare_key(self._parts[-2].text)
        return any(bare_key(commune.name) == key for commune in self._units.in_district(district.number))

    def _take_commune(self) -> NamedPart | None:
        for place in range(len(self._parts) - 1, -1, -1):
            if self._parts[place].rank in COMMUNE_RANKS:
                found = self._parts[place]
                del self._parts[place:]
                return found
        if self._parts and self._parts[-1].rank == "" and (self._provinces or self._districts):
            return self._parts.pop()
        return None

    def _whole_districts(self) -> list[UnitMatch]:
        """A district that is one unit of today as a whole: whatever lay in it lies there (Lý Sơn, Cát Hải).

        An island without communes stands in the list of communes itself.
        """
        found: list[UnitMatch] = []
        for district, score in self._districts:
            inside = self._units.in_district(district.number)
            island = self._units.old.get(district.number)
            inside = (island,) if island else inside
            if len({number for commune in inside for number in commune.successors}) == 1:
                found.append(UnitMatch(inside[0], score))
        return found


def _province(part: NamedPart, provinces: CodeList) -> list[tuple[str, float]]:
    exact = provinces.find(part.text) or provinces.find(part.name)
    if exact:
        return [(exact.code, 1.0)]
    names = {e.code: (e.name, *e.aliases) for e in provinces.entries}
    scored = [(code, max(nearness(part.name, name, NEAR) for name in all_)) for code, all_ in names.items()]
    return _best(scored)


def _districts(part: NamedPart, districts: Sequence[District]) -> list[tuple[District, float]]:
    key = squeezed(part.name)
    scored = []
    for district in districts:
        score = _likeness(part, district.name)
        if key in district.keys[1:]:
            score = max(score, EARLIER)
        scored.append((district, score))
    return _best(scored)


def _matching(part: NamedPart, communes: Sequence[Commune]) -> list[UnitMatch]:
    """The communes called so, best first: by their name, an earlier name, or the nearest spelling."""
    key = squeezed(part.name)
    named = [c for c in communes if bare_key(c.name) == key]
    scored = [(c, _likeness(part, c.name)) for c in named]
    if not any(score > EARLIER for _c, score in scored):
        had = {rank + key for rank in ([squeezed(part.rank)] if part.rank else _RANK_KEYS)}
        scored += [(c, EARLIER) for c in communes if not had.isdisjoint(c.earlier)]
    if not scored:
        names = {n: bare_key(c.name) for n, c in enumerate(communes)}
        near = process.extract(key, names, limit=_SHORTLIST, score_cutoff=100 * NEAR - 10)
        scored = [(communes[n], _likeness(part, communes[n].name)) for _name, _score, n in near]
    return [UnitMatch(commune, score) for commune, score in _best(scored)]


def _likeness(part: NamedPart, name: str) -> float:
    """How well a printed part fits a unit's full name; without a rank the name alone decides."""
    rank, bare = split_rank(name)
    same = _without_signs(bare) == _without_signs(part.name)
    score = 1.0 if same else nearness(bare, part.name)
    return score if part.rank in ("", rank) else score * OTHER_RANK


def _same_name(part: NamedPart, name: str) -> bool:
    rank, bare = split_rank(name)
    return part.rank == rank.lower() and squeezed(part.name) == squeezed(bare)


def _without_signs(name: str) -> str:
    """``Ea H’Leo`` = ``Ea H'leo``, ``Phường 05`` = ``Phường 5``, ``Quý`` = ``Quí``; diacritics count."""
    text = text_key(name).translate(_I_OR_Y)
    return " ".join(_ZEROS.sub("", word) for word in _SIGNS.sub(" ", text).split())


def _best(scored: Iterable[tuple[T, float]]) -> list[tuple[T, float]]:
    """Those that fit best, where they fit at all; several where they fit alike."""
    near = [(thing, score) for thing, score in scored if score >= NEAR]
    top = max((score for _thing, score in near), default=0.0)
    return [(thing, score) for thing, score in near if score >= top - 0.001]
