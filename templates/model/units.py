# SPDX-License-Identifier: Apache-2.0
"""Administrative units: communes and districts until 30/06/2025, communes since, and what became of which.

A unit is named by its list and number, never by its name: names repeat within a province, and numbers were
given again to other units on 01/07/2025. The tables are read when first asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from pydantic import Field

from templates.files.active import SHIPPED
from templates.files.datafiles import Frozen, broken, load, reason_of
from templates.model.codelists import CodeEntry, CodeList, Codes, Texts
from templates.model.typed_codes import Code
from templates.model.unit_names import bare_name, rank_of, squeezed

OLD_COMMUNES, NEW_COMMUNES, OLD_DISTRICTS = "communes-63", "communes-34", "districts-63"


class UnitList(Frozen):
    """Where a list of units comes from and when it holds."""

    since: date
    until: date | None = None
    source: str
    unverified: bool = False
    provinces: dict[str, str] = Field({})
    """Provinces (by number) that in this list bear another name than in the list of provinces, with rank."""


class UnitChange(Frozen):
    """The day from which the successors hold, and the law."""

    day: date
    source: str
    unverified: bool = False


class Sources(Frozen):
    """``units.yaml``."""

    old: UnitList
    new: UnitList
    change: UnitChange


class District(NamedTuple):
    """A district of the old list; ``earlier`` are squeezed names it had before."""

    number: str
    name: str
    province: str
    earlier: tuple[str, ...]

    @property
    def code(self) -> Code:
        return Code(OLD_DISTRICTS, self.number)

    @property
    def keys(self) -> tuple[str, ...]:
        """Squeezed names it goes by, without rank."""
        return (bare_key(self.name), *map(_bare_of_key, self.earlier))


class Commune(NamedTuple):
    """A commune, ward or town; ``district``, ``successors`` and ``earlier`` are empty in the new list.

    ``successors`` are numbers of the new list; ``earlier`` are squeezed names with rank (``xakimbinh``) of
    what it was made of before.
    """

    list: str
    number: str
    name: str
    province: str
    district: str = ""
    successors: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()

    @property
    def code(self) -> Code:
        return Code(self.list, self.number)

    @property
    def rank(self) -> str:
        """``xã``, ``phường``, ``thị trấn``, ``đặc khu``, ``huyện`` for an island without communes."""
        return rank_of(self.name)

    @property
    def bare(self) -> str:
        """The name without its rank."""
        return bare_name(self.name)

    @property
    def is_current(self) -> bool:
        return self.list == NEW_COMMUNES


@dataclass(frozen=True, eq=False)  # told apart by which it is, so that what is found in it can be kept
class Units:
    """Both lists of communes with their provinces, and the way from the old to the new."""

    sources: Sources
    old: dict[str, Commune]
    new: dict[str, Commune]
    districts: dict[str, District]
    codes: Codes

    @cached_property
    def _by_key(self) -> dict[str, tuple[Commune, ...]]:
        found: dict[str, list[Commune]] = {}
        for commune in (*self.new.values(), *self.old.values()):
            for key in {bare_key(commune.name), *map(_bare_of_key, commune.earlier)}:
                found.setdefault(key, []).append(commune)
        return {key: tuple(communes) for key, communes in found.items()}

    @cached_property
    def _in_district(self) -> dict[str, tuple[Commune, ...]]:
        found: dict[str, list[Commune]] = {}
        for commune in self.old.values():
            found.setdefault(commune.district, []).append(commune)
        return {number: tuple(communes) for number, communes in found.items()}

    @cached_property
    def current_list(self) -> CodeList:
        """The communes of today as a code list; names repeat in it, so nothing can be found by name."""
        entries = tuple(CodeEntry.model_construct(code=c.number, name=c.name) for c in self.new.values())
        name: Texts = {"vi": "Đơn vị hành chính cấp xã", "en": "Communes"}
        told = self.sources.new
        return CodeList.model_construct(
            id=NEW_COMMUNES, name=name, source=told.source, since=told.since, entries=entries
        )

    def called(self, name: str) -> tuple[Commune, ...]:
        """All communes of both lists with that name or that had it; rank, blanks, diacritics do not count."""
        return self._by_key.get(bare_key(name), ())

    def in_district(self, number: str) -> tuple[Commune, ...]:
        """The communes of a district of the old list."""
        return self._in_district.get(number, ())

    @cached_property
    def _in_province(self) -> dict[tuple[str, str], tuple[Commune, ...]]:
        found: dict[tuple[str, str], list[Commune]] = {}
        for commune in (*self.new.values(), *self.old.values()):
            found.setdefault((commune.list, commune.province), []).append(commune)
        return {key: tuple(communes) for key, communes in found.items()}

    def in_province(self, code: Code) -> tuple[Commune, ...]:
        """The communes of a province; the code says of which list. ``MixedCodesError`` for another code."""
        if code.list == self.codes.provinces_34.id:
            return self._in_province.get((NEW_COMMUNES, code.value), ())
        return self._in_province.get((OLD_COMMUNES, code.of(self.codes.provinces_63.id)), ())

    def districts_of(self, code: Code) -> Iterator[District]:
        """The districts of a province of the old list."""
        number = code.of(self.codes.provinces_63.id)
        return (district for district in self.districts.values() if district.province == number)

    def successors(self, commune: Commune) -> tuple[Commune, ...]:
        """What the commune is since 01/07/2025: itself if it is of today, several if it was divided."""
        if commune.is_current:
            return (commune,)
        return tuple(self.new[number] for number in commune.successors)

    def province_code(self, commune: Commune) -> Code:
        """The province the commune lies in, in the list of its own time."""
        provinces = self.codes.provinces_34 if commune.is_current else self.codes.provinces_63
        return Code(provinces.id, commune.province)

    def province_name(self, commune: Commune) -> str:
        """What that province is called in the commune's list, with its rank."""
        told = self.sources.new if commune.is_current else self.sources.old
        if commune.province in told.provinces:
            return told.provinces[commune.province]
        provinces = self.codes.provinces_34 if commune.is_current else self.codes.provinces_63
        entry = provinces.code(commune.province)
        assert entry is not None  # load_units has looked
        city = f"Thành phố {entry.name}" in entry.aliases
        return f"{'thành phố' if city else 'tỉnh'} {entry.name}"

    def full_name(self, commune: Commune) -> str:
        """``xã Hồng Vân, huyện Thường Tín, thành phố Hà Nội``; ranks small, as in a sentence."""
        district = self.districts.get(commune.district)
        parts = [commune.name, district.name if district and district.name != commune.name else ""]
        return ", ".join(
            [*(part[0].lower() + part[1:] for part in parts if part), self.province_name(commune)]
        )

    def made_of(self, commune: Commune) -> frozenset[str]:
        """Provinces of the old list (numbers) in which parts of a commune of today lay."""
        return self._made_of.get(commune.number, frozenset())

    @cached_property
    def _made_of(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for old in self.old.values():
            for number in old.successors:
                found.setdefault(number, set()).add(old.province)
        return {number: frozenset(olds) for number, olds in found.items()}

    @cached_property
    def merged_provinces(self) -> dict[str, frozenset[str]]:
        """Provinces of the old list (numbers) by the province of the new list they went into."""
        found: dict[str, set[str]] = {}
        for commune in self.old.values():
            for number in commune.successors:
                found.setdefault(self.new[number].province, set()).add(commune.province)
        return {number: frozenset(olds) for number, olds in found.items()}


@lru_cache(maxsize=20_000)  # all units there are: an address is compared with each of its province
def bare_key(name: str) -> str:
    """The key a unit is found by: no rank, no diacritics, no blanks."""
    return squeezed(bare_name(name))


def _bare_of_key(key: str) -> str:
    for rank in ("thitran", "phuong", "thixa", "thanhpho", "huyen", "quan", "dackhu", "xa"):
        if key.startswith(rank) and len(key) > len(rank):
            return squeezed(key.removeprefix(rank))
    return key


def load_units(folder: Path, codes: Codes) -> Units:
    """The units of the tables in ``folder``; a catalogue without them has those that came with the program.

    Raises ``templates.errors.TemplateError`` for a table that is broken or names a unit that no table has.
    """
    folder = folder if folder.is_dir() else SHIPPED / "units"
    districts = {row[0]: _district(row) for row in _rows(folder / "districts-63.tsv", 3, 4)}
    new = {n: Commune(NEW_COMMUNES, n, name, p) for n, name, p in _rows(folder / "communes-34.tsv", 3, 3)}
    old = {row[0]: _old(row, districts) for row in _rows(folder / "communes-63.tsv", 4, 5)}
    units = Units(load(Sources, folder / "units.yaml"), old, new, districts, codes)
    _must_fit(units, folder)
    return units


def _district(row: list[str]) -> District:
    return District(row[0], row[1], row[2], tuple(row[3].split()) if len(row) > 3 else ())


def _old(row: list[str], districts: dict[str, District]) -> Commune:
    number, name, district, successors = row[:4]
    province = districts[district].province if district in districts else ""
    earlier = tuple(row[4].split()) if len(row) > 4 else ()
    return Commune(OLD_COMMUNES, number, name, province, district, tuple(successors.split()), earlier)


def _must_fit(units: Units, folder: Path) -> None:
    """No unit may name a province, district or successor that no table has."""
    for communes, provinces in (
        (units.old, units.codes.provinces_63),
        (units.new, units.codes.provinces_34),
    ):
        known = {entry.code for entry in provinces.entries}
        for commune in communes.values():
            if commune.province not in known or not all(s in units.new for s in commune.successors):
                raise broken(folder / f"{commune.list}.tsv", commune.number, "names a unit no table has")
        if wrong := next((c for c in units.old.values() if not c.successors), None):
            raise broken(folder / f"{wrong.list}.tsv", wrong.number, "nothing is said of what became of it")


def _rows(path: Path, least: int, most: int) -> Iterable[list[str]]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise broken(path, "-", reason_of(error)) from error
    for place, line in enumerate(lines, start=1):
        row = line.split("\t")
        if not least <= len(row) <= most:
            raise broken(path, str(place), "wrong number of columns")
        yield row
