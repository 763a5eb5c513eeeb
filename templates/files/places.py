# SPDX-License-Identifier: Apache-2.0
"""Where in a YAML file a value stands: its line, and a place in words that a person can follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from templates.files.yaml_limits import within_limits
from templates.files.yaml_loader import DataLoader

Place = Sequence[str | int]
"""Keys and numbers of entries (from 0), from the top of the file down."""

_NAMES = ("id", "name", "code", "kind", "label", "field")
"""What an entry of a list is called by, the first that it has."""


class Lines:
    """The lines of a file. An entry of a list is looked for by its name, for lists may have been filled up
    with entries that stand elsewhere (blocks, earlier editions).

    Raises ``TemplateError`` for what is no YAML or nested too deep.
    """

    def __init__(self, path: Path) -> None:
        within_limits(path)
        with path.open("rb") as stream:
            self._root: yaml.Node | None = yaml.compose(stream, Loader=DataLoader)

    def of(self, place: Place, data: Any = None) -> int:
        """The line (from 1) of the innermost part of ``place`` that the file has; ``data`` is the whole
        content as it was understood."""
        node, line = self._root, 1
        for step in place:
            found = _inside(node, step, data)
            if found is None:
                break
            node, line = found
            data = _value(data, step)
        return line

    def named(self, name: str) -> int | None:
        """The line of the entry or key called ``name``; None where the file has none."""
        return next((line for line in _named(self._root, name)), None)


def in_words(place: Place, data: Any) -> str:
    """``editions.2026.skeleton.Tên chó.type``: entries of lists by their names, else by their number."""
    words = []
    for step in place:
        data = _value(data, step)
        words.append(_name_of(data) or str(step + 1) if isinstance(step, int) else step)
    return ".".join(words)


def _value(data: Any, step: str | int) -> Any:
    try:
        return data[step]
    except (KeyError, IndexError, TypeError):
        return None


def _name_of(entry: Any) -> str:
    names = (entry.get(key) for key in _NAMES) if isinstance(entry, dict) else ()
    return next((name for name in names if isinstance(name, str)), "")


def _inside(node: yaml.Node | None, step: str | int, data: Any) -> tuple[yaml.Node, int] | None:
    if isinstance(node, yaml.MappingNode) and isinstance(step, str):
        for key, value in node.value:
            if key.value == step:
                return value, key.start_mark.line + 1
        more = _inside(node, "plus", None) if step != "plus" else None
        return _inside(more[0], step, None) if more else None
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        name = _name_of(_value(data, step))
        entries = [entry for entry in node.value if name and name in _scalars(entry)]
        if not entries and (data is None or len(data) == len(node.value)):
            entries = node.value[step : step + 1]
        return (entries[0], entries[0].start_mark.line + 1) if entries else None
    return None


def _scalars(node: yaml.Node) -> Iterator[str]:
    if isinstance(node, yaml.MappingNode):
        yield from (value.value for key, value in node.value if key.value in _NAMES)


def _named(node: yaml.Node | None, name: str) -> Iterator[int]:
    if isinstance(node, yaml.MappingNode):
        if name in _scalars(node):
            yield node.start_mark.line + 1
        for key, value in node.value:
            if key.value == name:
                yield key.start_mark.line + 1
            yield from _named(value, name)
    elif isinstance(node, yaml.SequenceNode):
        for entry in node.value:
            if isinstance(entry, yaml.ScalarNode) and name in entry.value.split():
                yield entry.start_mark.line + 1
            yield from _named(entry, name)
