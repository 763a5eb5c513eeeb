# SPDX-License-Identifier: Apache-2.0
"""What the sandbox gateway refuses, judged by its own data and never by the connector's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import Field

from templates.files.datafiles import Frozen, load

DATA = Path(__file__).parent / "sandbox-2026.yaml"


class SandboxProcedure(Frozen):
    """A procedure that the sandbox takes: component codes, and what its form (below ``form``) must hold."""

    components: tuple[str, ...]
    form: str
    required: tuple[str, ...] = ()
    codes: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    patterns: dict[str, str] = Field(default_factory=dict)


class SandboxRules(Frozen):
    """The sandbox's data; ``clients`` are id → secret, sizes in bytes."""

    id: str
    unverified: bool
    clients: dict[str, str]
    token_life_s: int
    max_file_bytes: int
    number: str
    unit_pattern: str
    time_zone: str
    moment_pattern: str
    first_status: str
    statuses: tuple[str, ...]
    procedures: dict[str, SandboxProcedure]
    required: tuple[str, ...]
    moments: tuple[str, ...]
    max_lengths: dict[str, int]

    def complaints(self, body: Mapping[str, Any], files: Mapping[str, str]) -> list[str]:
        """All that is wrong with a dossier, as the gateway would put it; ``files`` are id → SHA-256."""
        return [*self._fields(body), *self._form(body), *self._components(body, files)]

    def _fields(self, body: Mapping[str, Any]) -> Iterator[str]:
        for path in self.required:
            if _at(body, path) in (None, "", {}, []):
                yield f"{path} không được để trống"
        for path in self.moments:
            value = _at(body, path)
            if value and not re.match(self.moment_pattern, str(value)):
                yield f"{path} định dạng không đúng"
        for path, most in self.max_lengths.items():
            if len(str(_at(body, path) or "")) > most:
                yield f"{path} có độ dài vượt quá {most}"
        if body.get("MaTTHC") and str(body["MaTTHC"]) not in self.procedures:
            yield "MaTTHC không tồn tại"

    def _form(self, body: Mapping[str, Any]) -> Iterator[str]:
        procedure = self.procedures.get(str(body.get("MaTTHC")))
        if procedure is None:
            return
        form = body.get(procedure.form)
        values = form if isinstance(form, Mapping) else {}
        for name in procedure.required:
            if not values.get(name):
                yield f"{name} không được để trống"
        for name, codes in procedure.codes.items():
            if values.get(name) and str(values[name]) not in codes:
                yield f"{name} không tồn tại"
        for name, pattern in procedure.patterns.items():
            if values.get(name) and not re.match(pattern, str(values[name])):
                yield f"{name} định dạng không đúng"

    def _components(self, body: Mapping[str, Any], files: Mapping[str, str]) -> Iterator[str]:
        procedure = self.procedures.get(str(body.get("MaTTHC")))
        for component in body.get("ThanhPhanHoSo") or []:
            code = component.get("MaThanhPhanHoSo", "")
            if code and procedure is not None and code not in procedure.components:
                yield "MaThanhPhanHoSo không tồn tại"
            for paper in component.get("GiayToDinhKem") or []:
                if paper.get("IdGiayTo") not in files:
                    yield "IdGiayTo không tồn tại"
                elif paper.get("HashTepTin") != files[paper["IdGiayTo"]]:
                    yield "HashTepTin không khớp với tệp tin đã tải lên"


def _at(body: Mapping[str, Any], path: str) -> Any:
    value: Any = body
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


@cache
def load_rules(path: Path = DATA) -> SandboxRules:
    """The sandbox's rules; raises TemplateError where the file is broken."""
    return load(SandboxRules, path)
