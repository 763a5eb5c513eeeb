# SPDX-License-Identifier: Apache-2.0
"""Count how addresses are spelt: ``python -m bench.pen_reader.addresses FILE``.

From the names of communes, districts and provinces, of today and before 2025, and of streets and hamlets
(``streets.yaml``), in the ways people write them: with either place of the tone (hoà, hòa). The program reads
with the counts that lie in ``ocr/models``.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path

import yaml

from bench.training.files import sha256_of
from ocr.pen.ending import tone_moved
from ocr.pen.language import NgramLanguage
from templates.catalogue.loading import load_catalogue
from templates.model.unit_names import split_rank
from templates.model.units import Units

_BEFORE = (
    "số {n}", "số {n} đường", "số {n} ngõ {n}", "{n}/{n}", "tổ {n}", "tổ {n} khu phố {n}", "kp {n}",
    "khu {n}",
    "đội {n}", "thôn {n}", "thôn", "xóm {n}", "xóm", "ấp {n}", "ấp", "khóm {n}", "bản", "làng", "tdp {n}",
    "tổ dân phố {n}", "khối {n}",
    "căn hộ {n}", "chung cư", "quốc lộ {n}", "hẻm {n}", "lô {n}",
    "đường số {n}", "đường", "ngách {n}",
)  # fmt: skip
"""What stands before the commune."""

_STREETS = (
    "số {n} {street}", "{n} {street}", "{n}/{n} {street}", "số {n} đường {street}", "đường {street}",
    "{n} phố {street}", "số nhà {n} đường {street}", "ngõ {n} {street}", "số {n} phố {street}",
    "{n} đường {street}", "tổ {n} đường {street}",
)  # fmt: skip
_HAMLETS = (
    "thôn {hamlet}", "xóm {hamlet}", "ấp {hamlet}", "khu phố {hamlet}", "tổ {n} ấp {hamlet}", "khóm {hamlet}",
    "bản {hamlet}", "tổ dân phố {hamlet}", "thôn {hamlet} {n}", "khối {hamlet}", "buôn {hamlet}",
    "số {n} ấp {hamlet}",
)  # fmt: skip

_SHORT = {"thành phố": "tp", "thị trấn": "tt", "thị xã": "tx", "phường": "p", "quận": "q"}


def address_language() -> NgramLanguage:
    """Counted in the lists of the catalogue."""
    return NgramLanguage.of(addresses(load_catalogue().units))


def addresses(units: Units) -> Iterator[str]:
    """Each unit with what it lies in, written in three ways, streets and hamlets; tones in both places."""
    for text in (*_of_units(units), *_before_units()):
        yield text
        if (other := tone_moved(text)) != text:
            yield other


@cache
def _named() -> dict[str, list[str]]:
    listed: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "streets.yaml").read_text("utf-8"))
    return listed


def _before_units() -> Iterator[str]:
    """Streets and hamlets, followed by a comma and by a blank."""
    for kind, shapes in (("street", _STREETS), ("hamlet", _HAMLETS)):
        for number, (name, shape) in enumerate(product(_named()[f"{kind}s"], shapes)):
            text = shape.replace("{n}", str(number % 97 + 1)).replace(f"{{{kind}}}", name)
            yield f"{text}, "
            yield f"{text} "


def _of_units(units: Units) -> Iterator[str]:
    old = {entry.code: entry.name for entry in units.codes.provinces_63.entries}
    new = {entry.code: entry.name for entry in units.codes.provinces_34.entries}
    for number, commune in enumerate(units.old.values()):
        district = units.districts.get(commune.district)
        levels = [commune.name, district.name if district else "", old.get(commune.province, "")]
        yield from _ways(levels, number)
    for number, commune in enumerate(units.new.values()):
        yield from _ways([commune.name, new.get(commune.province, "")], number)


def _ways(levels: list[str], number: int) -> Iterator[str]:
    """An address as it may be written: with ranks, without, shortened; something before it."""
    named = [level for level in levels if level]
    bare = [split_rank(level)[1] or level for level in named]
    before = _BEFORE[number % len(_BEFORE)].replace("{n}", str(number % 97 + 1))
    yield ", ".join([before, *named])
    yield " ".join([f"{before} {bare[0]}", *bare])
    yield ", ".join([f"{before} {bare[0]}", *map(_shortened, named)])


def _shortened(name: str) -> str:
    rank, bare = split_rank(name)
    return f"{_SHORT[rank.lower()]} {bare}" if rank.lower() in _SHORT else name


def main(words: list[str] | None = None) -> None:
    """Write the counts."""
    parser = argparse.ArgumentParser(description="Count how addresses are spelt.")
    parser.add_argument("file", type=Path)
    file = parser.parse_args(words).file
    file.write_bytes(address_language().dumped())
    print(f"{sha256_of(file)}  {file}")


if __name__ == "__main__":
    main()
