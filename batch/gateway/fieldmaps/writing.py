# SPDX-License-Identifier: Apache-2.0
"""A value the target's way: its dates, its codes, its addresses; "" where that can't be."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from batch.gateway.fieldmaps.address import coded_address
from batch.gateway.fieldmaps.id_paper import IdPaper, id_paper
from batch.gateway.fieldmaps.models import FormSlot
from ocr.text.folding import fold, same_text
from ocr.values.dates import parse_date
from templates.catalogue.loading import Catalogue
from templates.language.folding import folded
from templates.model.code_maps import CodeGapError
from templates.model.codelists import CodeEntry
from templates.model.typed_codes import Code

_HERE = "VN"
_PARTIAL_DATE = re.compile(r"^(?:(?:0?[1-9]|1[0-2])/)?\d{4}$")
_NUMBER_WORDS = {
    "nhat": 1, "dau": 1, "mot": 1, "hai": 2, "nhi": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AddressNames:
    """What a target calls the parts of an address; ``country`` "" where it is not told."""

    province: str
    commune: str
    detail: str
    country: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """Whose way: its code maps (``templates/data/code-maps``), date formats (strftime), time zone, names of
    an address; ``form`` is ours, since a target may number a list otherwise on another form; ``parts`` are
    its names of the parts of a person's name (``family``, ``middle``, ``given``) and of a date (``year``,
    ``month``, ``day``).
    """

    codes: str
    formats: Mapping[str, str]
    time_zone: str
    address: AddressNames
    form: str = ""
    parts: Mapping[Any, str] = field(default_factory=dict)


def written(slot: FormSlot, given: str, target: Target, catalogue: Catalogue) -> Any:
    """``given`` as ``slot`` wants it; "" where that can't be or nothing is left to say."""
    return _WAYS[slot.kind](given, slot, target, catalogue)


def local_moment(moment: datetime, target: Target) -> str:
    """An aware moment in the target's zone and format."""
    return moment.astimezone(ZoneInfo(target.time_zone)).strftime(target.formats["moment"])


def _text(given: str, _slot: FormSlot, _target: Target, _catalogue: Catalogue) -> str:
    return given


def _moment(given: str, _slot: FormSlot, target: Target, _catalogue: Catalogue) -> str:
    return local_moment(datetime.fromisoformat(given), target)


def _compact(given: str, _slot: FormSlot, target: Target, _catalogue: Catalogue) -> str:
    return _date(given, target.formats["compact"])


def _dotted(given: str, _slot: FormSlot, target: Target, _catalogue: Catalogue) -> str:
    return _date(given, target.formats["dotted"])


def _day(given: str, _slot: FormSlot, target: Target, _catalogue: Catalogue) -> str:
    return _date(given, target.formats["day"])


def _partial_dotted(given: str, slot: FormSlot, target: Target, catalogue: Catalogue) -> str:
    return _partial_slashed(given, slot, target, catalogue).replace("/", ".")


def _partial_slashed(given: str, _slot: FormSlot, _target: Target, _catalogue: Catalogue) -> str:
    """A whole day with leading noughts, a month or a year as it stands."""
    return _date(given, "%d/%m/%Y") or (given if _PARTIAL_DATE.match(given) else "")


def _date(given: str, wanted: str) -> str:
    day = parse_date(given)
    return day.strftime(wanted) if day else ""


def _name_parts(given: str, _slot: FormSlot, target: Target, catalogue: Catalogue) -> Any:
    """By place: the first word is the family name, the last the given name; of one word that alone. "" for a
    name whose first word is no Vietnamese family name: elsewhere it may stand last.
    """
    first, *between = given.split()
    last = between.pop() if between else ""
    if last and not any(same_text(first, name) for name in catalogue.lexicons["family-names"].entries):
        return ""
    said = {"family": first, "middle": " ".join(between), "given": last} if last else {"given": first}
    return {target.parts[name]: part for name, part in said.items() if part}


def _date_parts(given: str, slot: FormSlot, target: Target, catalogue: Catalogue) -> Any:
    """Its numbers as papers write them (“05”); a month or a year alone leaves the rest out."""
    told = _partial_slashed(given, slot, target, catalogue)
    names = ("year", "month", "day")
    numbers = zip(names, reversed(told.split("/")), strict=False) if told else ()
    return {target.parts[name]: number for name, number in numbers} or ""


def _code(given: str, slot: FormSlot, target: Target, catalogue: Catalogue) -> str:
    maps = catalogue.code_maps
    entry = maps.lists[slot.list].code(given) or maps.lists[slot.list].find(given)
    return _of_target(entry, slot.list, target, catalogue)


def _without_code(given: str, slot: FormSlot, target: Target, catalogue: Catalogue) -> str:
    return "" if _code(given, slot, target, catalogue) else given


def _of_target(entry: CodeEntry | None, name: str, target: Target, catalogue: Catalogue) -> str:
    """What the target calls an entry of a neutral list; "" where it has no code for it."""
    try:
        maps = catalogue.code_maps
        return maps.to_target(Code(name, entry.code), target.codes, target.form).value if entry else ""
    except CodeGapError:
        return ""


def _number(given: str, _slot: FormSlot, _target: Target, _catalogue: Catalogue) -> Any:
    if digits := re.search(r"\d+", given):
        return int(digits.group())
    words = (_NUMBER_WORDS.get(word) for word in re.findall(r"[a-z]+", fold(given)))
    return next(filter(None, words), "")


def _address(given: str, _slot: FormSlot, target: Target, catalogue: Catalogue) -> Any:
    found, names = coded_address(given, catalogue), target.address
    parts = {names.province: found.province, names.commune: found.commune, names.detail: found.detail}
    if names.country and found.province:  # units of today lie nowhere else
        parts[names.country] = _HERE
    return {name: part for name, part in parts.items() if part}


def province_code(address: str, target: Target, catalogue: Catalogue) -> str:
    """What the target calls the province of an address, "" where nobody can tell."""
    found = coded_address(address, catalogue).province
    return _of_target(_entry("provinces-34", found, catalogue), "provinces-34", target, catalogue)


def _province(given: str, _slot: FormSlot, target: Target, catalogue: Catalogue) -> str:
    return province_code(given, target, catalogue)


def _commune(given: str, _slot: FormSlot, target: Target, catalogue: Catalogue) -> str:
    found = coded_address(given, catalogue).commune
    return _of_target(_entry("communes-34", found, catalogue), "communes-34", target, catalogue)


def _entry(name: str, code: str, catalogue: Catalogue) -> CodeEntry | None:
    return catalogue.code_maps.lists[name].code(code)


def _residence_kind(given: str, _slot: FormSlot, target: Target, catalogue: Catalogue) -> str:
    """Only where the address itself says which residence it is ("Thường trú: …")."""
    words, name = folded(given), "residence-types"
    entries = catalogue.code_maps.lists[name].entries
    said = [e for e in entries if any(folded(n) in words for n in (e.name, *e.aliases))]
    return _of_target(said[0], name, target, catalogue) if len(said) == 1 else ""


def _paper(given: str, catalogue: Catalogue) -> IdPaper:
    return id_paper(given, catalogue.code_maps.lists["id-papers"])


def _personal_id(given: str, _slot: FormSlot, _target: Target, catalogue: Catalogue) -> str:
    return _paper(given, catalogue).personal_id


def _paper_kind(given: str, _slot: FormSlot, target: Target, catalogue: Catalogue) -> str:
    return _of_target(_paper(given, catalogue).kind, "id-papers", target, catalogue)


def _paper_other(given: str, slot: FormSlot, target: Target, catalogue: Catalogue) -> str:
    """A paper for whose kind the target has no code, in words; all of them where no number is told either."""
    if _paper_kind(given, slot, target, catalogue):
        return ""
    paper = _paper(given, catalogue)
    return paper.kind.name if paper.kind else "" if paper.number else given


def _paper_number(given: str, _slot: FormSlot, _target: Target, catalogue: Catalogue) -> str:
    return _paper(given, catalogue).number


def _paper_date(given: str, _slot: FormSlot, target: Target, catalogue: Catalogue) -> str:
    return _date(_paper(given, catalogue).issued, target.formats["dotted"])


def _paper_date_compact(given: str, _slot: FormSlot, target: Target, catalogue: Catalogue) -> str:
    return _date(_paper(given, catalogue).issued, target.formats["compact"])


def _paper_issuer(given: str, _slot: FormSlot, _target: Target, catalogue: Catalogue) -> str:
    return _paper(given, catalogue).issuer


_WAYS: dict[str, Callable[[str, FormSlot, Target, Catalogue], Any]] = {
    "text": _text,
    "moment": _moment,
    "compact": _compact,
    "dotted": _dotted,
    "day": _day,
    "partial-dotted": _partial_dotted,
    "partial-slashed": _partial_slashed,
    "code": _code,
    "known-code": _code,
    "without-code": _without_code,
    "number": _number,
    "address": _address,
    "province-code": _province,
    "commune-code": _commune,
    "residence-kind": _residence_kind,
    "personal-id": _personal_id,
    "paper-kind": _paper_kind,
    "paper-other": _paper_other,
    "paper-number": _paper_number,
    "paper-date": _paper_date,
    "paper-date-compact": _paper_date_compact,
    "paper-issuer": _paper_issuer,
    "name-parts": _name_parts,
    "date-parts": _date_parts,
}
