# SPDX-License-Identifier: Apache-2.0
"""What a newer catalogue says otherwise than the one in use, statement by statement, for a person to
agree to.

Entries of a list are told by what names them (``id``, ``code``, ``kind`` …) and not by their place, so that
one that is put in between does not look as if all behind it had changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from templates.files.datafiles import read_yaml

_NAMES = ("id", "code", "kind", "key", "name", "label", "day", "since")


@dataclass(frozen=True, slots=True)
class Difference:
    """One statement: ``before`` and ``after`` as written, "" where it is not there."""

    file: str
    place: str
    before: str
    after: str


def differences(now: Path, newer: Path, names: Iterable[str]) -> list[Difference]:
    """All differences between the files ``names`` (relative) of two catalogues, in the order of the files.

    Raises ``TemplateError`` for a file that is no YAML.
    """
    found: list[Difference] = []
    for name in sorted(names):
        if _same(now / name, newer / name):
            continue
        before, after = _statements(now / name), _statements(newer / name)
        for place in dict.fromkeys([*before, *after]):
            was, becomes = before.get(place, ""), after.get(place, "")
            if was != becomes:
                found.append(Difference(name, place, was, becomes))
    return found


def _same(one: Path, other: Path) -> bool:
    return one.is_file() and other.is_file() and one.read_bytes() == other.read_bytes()


def _statements(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    if path.suffix == ".tsv":
        lines = path.read_text("utf-8").splitlines()
        return _numbered((line.split("\t", 1)[0], line) for line in lines if line.strip())
    return _numbered(_leaves(read_yaml(path), ""))


def _leaves(data: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from _leaves(value, f"{place}.{key}" if place else str(key))
    elif isinstance(data, Sequence) and not isinstance(data, str):
        if any(isinstance(entry, Mapping | list) for entry in data):
            for number, entry in enumerate(data, 1):
                yield from _leaves(entry, f"{place}[{_name(entry) or number}]")
        else:
            yield place, "; ".join(map(str, data))
    else:
        yield place, "" if data is None else str(data)


def _name(entry: Any) -> str:
    """What names an entry of a list, where that is a plain text."""
    if not isinstance(entry, Mapping):
        return ""
    return next((str(entry[key]) for key in _NAMES if isinstance(entry.get(key), str | int)), "")


def _numbered(statements: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Each place once: what stands twice under one name gets a number."""
    kept: dict[str, str] = {}
    for place, text in statements:
        free, number = place, 1
        while free in kept:
            number += 1
            free = f"{place}#{number}"
        kept[free] = text
    return kept
