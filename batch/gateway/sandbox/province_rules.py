# SPDX-License-Identifier: Apache-2.0
"""What a practice bus of a province refuses: the models of ``sandbox-province-….yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from templates.files.datafiles import Frozen, load

DATA = Path(__file__).parent / "sandbox-province-2026.yaml"
_LISTS = ("DinhDanhCHS", "TaiLieuNop")


class ProvinceRules(Frozen):
    """The sandbox's data; ``clients`` are name → password, patterns are of whole values."""

    id: str
    unverified: bool
    clients: dict[str, str]
    destination: str
    session_life_s: int
    max_file_bytes: int
    number_pattern: str
    unit_pattern: str
    time_zone: str
    statuses: tuple[str, ...]
    new_statuses: tuple[str, ...]
    after: dict[str, str]
    fields: dict[str, str]
    required: tuple[str, ...]
    identity: dict[str, str]
    file: dict[str, str]
    step: dict[str, str]
    step_required: tuple[str, ...]

    def knows_unit(self, code: str) -> bool:
        """Whether a unit may be called so."""
        return re.fullmatch(self.unit_pattern, code) is not None

    def complaints(self, item: Mapping[str, Any], stands: str) -> list[str]:
        """All that is wrong with a dossier, as a bus would put it; ``stands`` is its status there, "" for
        one that is not there.
        """
        plain = {name: value for name, value in item.items() if name not in _LISTS}
        # One that is there keeps its status where none is told (unverified).
        required = tuple(name for name in self.required if not (stands and name == "TrangThaiHoSo"))
        return [
            *_complaints(plain, self.fields, required),
            *self._number(str(item.get("MaHoSo", ""))),
            *self._status(str(item.get("TrangThaiHoSo", "")), stands),
            *self._list(item.get("DinhDanhCHS"), "DinhDanhCHS", self.identity),
            *self._list(item.get("TaiLieuNop"), "TaiLieuNop", self.file),
        ]

    def step_complaints(self, step: Mapping[str, Any], kept: Mapping[str, Any] | None) -> list[str]:
        """All that is wrong with a step of the dossier that is ``kept``."""
        found = list(_complaints(step, self.step, self.step_required))
        if kept is not None and str(step.get("TrangThai")) != kept["status"]:
            found.append("TrangThai định dạng không đúng")
        return found

    def _number(self, number: str) -> Iterator[str]:
        if number and not re.fullmatch(self.number_pattern, number):
            yield "MaHoSo định dạng không đúng"

    def _status(self, status: str, stands: str) -> Iterator[str]:
        allowed = (self.after.get(stands, stands),) if stands else self.new_statuses
        if status and status not in allowed:
            yield "TrangThaiHoSo định dạng không đúng"

    @staticmethod
    def _list(given: Any, name: str, known: Mapping[str, str]) -> Iterator[str]:
        if given is not None and not isinstance(given, list):
            yield f"{name} định dạng không đúng"
            return
        for entry in given or []:
            if not isinstance(entry, Mapping):
                yield f"{name} định dạng không đúng"
            else:
                yield from _complaints(entry, known, tuple(known)[:2])


def _complaints(
    given: Mapping[str, Any], known: Mapping[str, str], required: tuple[str, ...]
) -> Iterator[str]:
    yield from (f"{name} không được để trống" for name in required if not given.get(name))
    for name, value in given.items():
        if name not in known:
            yield f"{name} không tồn tại"
        elif not isinstance(value, str) or not re.fullmatch(known[name], value, re.DOTALL):
            yield f"{name} định dạng không đúng"


@cache
def load_province_rules(path: Path = DATA) -> ProvinceRules:
    """The sandbox's rules; raises TemplateError where the file is broken."""
    return load(ProvinceRules, path)
