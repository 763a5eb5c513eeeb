# SPDX-License-Identifier: Apache-2.0
"""What the sandbox gateway refuses, judged by its own data and never by the connector's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from templates.files.datafiles import Frozen, load

DATA = Path(__file__).parent / "sandbox-2026.yaml"


class SandboxForm(Frozen):
    """A form that the sandbox takes for ``procedures``: its fields by what they begin with ("" for none), our
    own keys, and which must be there.
    """

    procedures: tuple[str, ...]
    fields: dict[str, str]
    own: str = ""
    required: tuple[str, ...]

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name that may stand in the form, those inside others dotted."""
        begun = (f"{start}{name}" for start, names in self.fields.items() for name in names.split())
        return frozenset((*begun, *self.own.split()))


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
    form: str
    components: tuple[str, ...]
    component: dict[str, str]
    file: dict[str, str]
    channel: str
    forms: tuple[SandboxForm, ...]
    codes: dict[str, str]
    patterns: dict[str, str]
    addresses: tuple[str, ...]
    address: dict[str, str]
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
        if not re.fullmatch(self.channel, str(body.get("KenhThucHien", "1"))):
            yield "KenhThucHien không tồn tại"
        if body.get("MaTTHC") and self._form_of(body) is None:
            yield "MaTTHC không tồn tại"

    def _form_of(self, body: Mapping[str, Any]) -> SandboxForm | None:
        """The form of a procedure, whose code may carry a unit's suffix."""
        code = ".".join(str(body.get("MaTTHC")).split(".")[:2])
        return next((form for form in self.forms if code in form.procedures), None)

    def _form(self, body: Mapping[str, Any]) -> Iterator[str]:
        form, given = self._form_of(body), body.get(self.form)
        if form is None or not isinstance(given, Mapping):
            return
        values = dict(_flat(given, self.addresses))
        for name in form.required:
            if not values.get(name):
                yield f"{name} không được để trống"
        for name, value in values.items():
            if name not in form.names:
                yield f"{name} không tồn tại"
            elif isinstance(value, Mapping) or name.endswith(self.addresses):
                yield from self._address(name, value)
            else:
                yield from self._value(name, value)

    def _value(self, name: str, value: Any) -> Iterator[str]:
        for endings, complaint in ((self.codes, "không tồn tại"), (self.patterns, "định dạng không đúng")):
            for ending, pattern in endings.items():
                if name.endswith(ending) and not re.fullmatch(pattern, str(value)):
                    yield f"{name} {complaint}"

    def _address(self, name: str, value: Any) -> Iterator[str]:
        """An object of known parts, with the codes of province and commune or with neither."""
        parts = value if isinstance(value, Mapping) else {}
        right = all(key in self.address and re.fullmatch(self.address[key], str(parts[key])) for key in parts)
        if not parts or not right or ("maTinh" in parts) != ("maXa" in parts):
            yield f"{name} định dạng không đúng"

    def _components(self, body: Mapping[str, Any], files: Mapping[str, str]) -> Iterator[str]:
        for component in body.get("ThanhPhanHoSo") or []:
            code = component.get("MaThanhPhanHoSo", "")
            if code and code not in self.components:
                yield "MaThanhPhanHoSo không tồn tại"
            yield from _parts(component, self.component | {"GiayToDinhKem": ".*"})
            for paper in component.get("GiayToDinhKem") or []:
                yield from _parts(paper, self.file)
                if paper.get("IdGiayTo") not in files:
                    yield "IdGiayTo không tồn tại"
                elif paper.get("HashTepTin") != files[paper["IdGiayTo"]]:
                    yield "HashTepTin không khớp với tệp tin đã tải lên"


def _parts(given: Mapping[str, Any], known: Mapping[str, str]) -> Iterator[str]:
    for name, value in given.items():
        if name not in known:
            yield f"{name} không tồn tại"
        elif not re.fullmatch(known[name], str(value), re.DOTALL):
            yield f"{name} định dạng không đúng"


def _flat(
    values: Mapping[str, Any], addresses: tuple[str, ...], before: str = ""
) -> Iterator[tuple[str, Any]]:
    """The fields of a form with dotted names; an address is one field."""
    for name, value in values.items():
        if isinstance(value, Mapping) and not name.endswith(addresses):
            yield from _flat(value, addresses, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def _at(body: Mapping[str, Any], path: str) -> Any:
    value: Any = body
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


@cache
def load_rules(path: Path = DATA) -> SandboxRules:
    """The sandbox's rules; raises TemplateError where the file is broken."""
    return load(SandboxRules, path)
