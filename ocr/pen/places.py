# SPDX-License-Identifier: Apache-2.0
"""Addresses end in a commune, a district and a province that there are: which of them the strokes may say.

From what was read of a line the likely units are looked up and the end of the line is spelt as they are
called, in the ways people write that. Whether the strokes carry it is for ``ocr.pen.beam`` to say.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz import fuzz, process

from ocr.text.folding import nfc
from templates.language.folding import without_marks
from templates.model.unit_names import split_rank
from templates.model.units import Units

_PROVINCES, _CHAINS = 4, 8
"""So many of each are looked at."""

_CHANCE = 0.65
"""How alike words are that have nothing to do with each other; only what is alike beyond that counts."""

_RANK = re.compile(r"\b(?:thanh pho|thi xa|thi tran|xa|phuong|huyen|quan|tinh|tp|tx|tt|p|q|h|x)\b")
"""What is no part of a name, without marks; so is what sounds like it, in what is read and in names alike."""

_KEPT = frozenset({"thị xã", "thành phố", "quận"})
_INITIALS = {"thành phố": "TP", "thị xã": "TX", "thị trấn": "TT"}
_SHORT = {
    "Hồ Chí Minh": ("HCM",),
    "Bà Rịa - Vũng Tàu": ("BRVT", "Vũng Tàu"),
    "Thừa Thiên Huế": ("Huế", "TT Huế"),
}
"""What people write for a province besides its name."""

_CITIES = frozenset({"Hà Nội", "Hồ Chí Minh", "Đà Nẵng", "Hải Phòng", "Cần Thơ", "Huế", "HCM"})
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Chain:
    """A commune, its district and province (or some of them) as called, and its bare names for looking up."""

    names: tuple[str, ...]
    municipal: bool
    key: str

    @property
    def worth(self) -> int:
        """Its names that are no numbers: one number is as likely as another, the strokes alone tell them."""
        return sum(not any(map(str.isdigit, name)) for name in self.names)


@dataclass(frozen=True)
class Places:
    """All chains by the bare name of their province, those of as many words together."""

    chains: dict[str, dict[int, dict[str, Chain]]]

    @classmethod
    def of(cls, units: Units) -> Places:
        """The units of today and of before 2025."""
        found: dict[str, list[Chain]] = {}
        for chain in _chains(units):
            found.setdefault(_key((chain.names[-1],)), []).append(chain)
        return cls({province: _by_length(chains) for province, chains in found.items()})

    def spelt(self, text: str) -> dict[str, int]:
        """``text`` with its end as the likeliest units are written, and how many of them that are; none where
        it has too few words.
        """
        text = nfc(text)
        folded = without_marks(text)
        if len(folded) != len(text):
            return {}
        named = list(_WORD.finditer(_unranked(folded)))
        bare = [word.group() for word in named]
        ways: dict[str, int] = {}
        for chain in self._likeliest(bare):
            count = len(chain.key.split())
            if len(bare) >= count:
                before = named[-count - 1].end() if len(bare) > count else 0
                head = text[:before].rstrip(" ,.")
                for way in _ways(chain):
                    ways.setdefault(head + way if head else way.lstrip(" ,"), chain.worth)
        return ways

    def _likeliest(self, words: list[str]) -> list[Chain]:
        near = heapq.nlargest(_PROVINCES, self.chains, key=lambda name: _near_end(name, words))
        found: list[tuple[float, str, Chain]] = []
        for province in near:
            for count, chains in self.chains[province].items():
                end = " ".join(words[-count:])
                for key, score, _place in process.extract(end, chains.keys(), scorer=fuzz.ratio, limit=3):
                    found.append((len(key) * (score / 100 - _CHANCE), key, chains[key]))
        return [chain for _score, _key, chain in heapq.nlargest(_CHAINS, found, key=lambda one: one[:2])]


def _near_end(name: str, words: list[str]) -> float:
    return fuzz.ratio(name, " ".join(words[-len(name.split()) :]))


def _chains(units: Units) -> Iterator[Chain]:
    old = {entry.code: entry.name for entry in units.codes.provinces_63.entries}
    new = {entry.code: entry.name for entry in units.codes.provinces_34.entries}
    for commune in units.old.values():
        if (district := units.districts.get(commune.district)) and (province := old.get(commune.province)):
            for name in _called(province):
                yield _chain(commune.name, district.name, name)
    for district in units.districts.values():
        if province := old.get(district.province):
            for name in _called(province):
                yield _chain(district.name, name)
    for commune in units.new.values():
        if province := new.get(commune.province):
            for name in _called(province):
                yield _chain(commune.name, name)


def _called(province: str) -> tuple[str, ...]:
    bare = split_rank(province)[1] or province
    return (province, *_SHORT.get(bare, ()))


def _chain(*names: str) -> Chain:
    plain = tuple(map(_plain, names))
    return Chain(plain, names[-1] in _CITIES, _key(plain))


def _plain(name: str) -> str:
    return re.sub(r"\b0+(?=\d)", "", name)


def _key(names: tuple[str, ...]) -> str:
    bare = " ".join(split_rank(name)[1] or name for name in names)
    return " ".join(_WORD.findall(_unranked(without_marks(nfc(bare)))))


def _unranked(folded: str) -> str:
    """``folded``, with blanks for words of rank, so that all else keeps its place."""
    return _RANK.sub(lambda found: " " * len(found.group()), folded)


def _by_length(chains: list[Chain]) -> dict[int, dict[str, Chain]]:
    ordered = sorted(chains, key=lambda chain: len(chain.key.split()))
    return {
        count: {chain.key: chain for chain in group}
        for count, group in groupby(ordered, key=lambda chain: len(chain.key.split()))
    }


def _ways(chain: Chain) -> Iterator[str]:
    """How it is written behind what stands before it: with ranks, whole or by their initials, with commas or
    not; bare; or bare but for ranks that are part of a number or seldom left out.
    """
    *inner, province = chain.names
    bare = [name if any(map(str.isdigit, name)) else split_rank(name)[1] or name for name in inner]
    partly = [
        name if (split_rank(name)[0] or "").lower() in _KEPT else short
        for name, short in zip(inner, bare, strict=True)
    ]
    short = list(map(_shortened, inner))
    for last in (province, f"TP {province}") if chain.municipal else (province, f"Tỉnh {province}"):
        for way in (inner, short):
            yield ", " + ", ".join([*way, last])
        for way in (bare, partly, short):
            yield " " + " ".join([*way, last])


def _shortened(name: str) -> str:
    rank, bare = split_rank(name)
    return f"{_INITIALS[rank]} {bare}" if rank in _INITIALS else name
