# SPDX-License-Identifier: Apache-2.0
"""What a practice civil-status system refuses: the models of ``sandbox-moj-….yaml``."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from templates.files.datafiles import Frozen, load

DATA = Path(__file__).parent / "sandbox-moj-2026.yaml"


class MojRules(Frozen):
    """The sandbox's data; ``clients`` are name → password; patterns are of whole values, ``{a b}`` stands
    for an object with these names.
    """

    id: str
    unverified: bool
    clients: dict[str, str]
    token_life_s: int
    max_file_bytes: int
    time_zone: str
    first_status: str
    statuses: tuple[str, ...]
    result_name: str
    head: dict[str, str]
    file: dict[str, str]
    file_optional: tuple[str, ...]
    persons: dict[str, tuple[str, ...]]
    person: dict[str, str]
    parted: dict[str, dict[str, str]]
    fields: dict[str, str]
    required: dict[str, tuple[str, ...]]

    def complaints(self, body: Mapping[str, Any]) -> list[str]:
        """All that is wrong with a dossier, as the system would put it."""
        head = {name: value for name, value in body.items() if name not in ("data", "fileDinhKem")}
        return [
            *_complaints(head, self.head, tuple(self.head)),
            *self._form(str(body.get("module", "")), body.get("data")),
            *self._files(body.get("fileDinhKem")),
        ]

    def files(self, body: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
        """Names and bytes of a dossier that has no fault."""
        for entry in body["fileDinhKem"]:
            yield entry["tenTepDinhKem"], b64decode(entry["duLieuTepDinhKem"])

    def _form(self, module: str, data: Any) -> Iterator[str]:
        try:
            told = json.loads(data)
        except (TypeError, ValueError):
            told = None
        if not isinstance(told, dict):
            yield "data định dạng không đúng"
        elif module in self.persons:  # of the others nobody knows the names
            person = self.person | self.parted.get(module, {})
            people = self.persons[module]
            known = {f"{prefix}{name}": shape for prefix in people for name, shape in person.items()}
            yield from _complaints(told, self.fields | known, self.required[module])

    def _files(self, given: Any) -> Iterator[str]:
        if not isinstance(given, list):
            yield "fileDinhKem không được để trống"
            return
        required = tuple(name for name in self.file if name not in self.file_optional)
        for entry in given:
            if not isinstance(entry, Mapping):
                yield "fileDinhKem định dạng không đúng"
                continue
            yield from _complaints(entry, self.file, required)
            content = _decoded(entry.get("duLieuTepDinhKem"))
            if not content.startswith(b"%PDF-"):
                yield "duLieuTepDinhKem định dạng không đúng"
            elif len(content) > self.max_file_bytes:
                yield f"duLieuTepDinhKem có độ dài vượt quá {self.max_file_bytes}"


def _decoded(given: Any) -> bytes:
    try:
        return b64decode(given, validate=True)
    except (Base64Error, TypeError, ValueError):
        return b""


def _complaints(
    given: Mapping[str, Any], known: Mapping[str, str], required: tuple[str, ...]
) -> Iterator[str]:
    yield from (f"{name} không được để trống" for name in required if given.get(name) in (None, ""))
    for name, value in given.items():
        if name not in known:
            yield f"{name} không tồn tại"
        elif not _fits(value, known[name]):
            yield f"{name} định dạng không đúng"


def _fits(value: Any, shape: str) -> bool:
    if shape.startswith("{"):
        parts = shape.strip("{}").split()
        return (
            isinstance(value, Mapping)
            and bool(value)
            and all(name in parts and isinstance(part, str) for name, part in value.items())
        )
    plain = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    return isinstance(plain, str) and re.fullmatch(shape, plain, re.DOTALL) is not None


@cache
def load_moj_rules(path: Path = DATA) -> MojRules:
    """The sandbox's rules; raises TemplateError where the file is broken."""
    return load(MojRules, path)
