# SPDX-License-Identifier: Apache-2.0
"""One YAML data file as plain values, without YAML's traps for this kind of data."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, ClassVar

import yaml

from templates.files.datafiles import BrokenFileError, broken, reason_of
from templates.language.messages import _

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class KeyTwiceError(yaml.constructor.ConstructorError):
    """A key that stands twice; ``problem`` says so in the operator's words."""


class DataLoader(_Base):  # type: ignore[misc]
    """The safe loader without its traps for this kind of data.

    A key that stands twice in one mapping is refused (YAML would keep the last silently); ``no``, ``on`` and
    ``off`` are text, not truth values; ``01`` is text, not octal, and ``15:00`` text, not 900.
    """

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":bool", ":int"))]
        for first, resolvers in _Base.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key_node, _value in node.value:
            if key_node.value in seen:
                raise KeyTwiceError(
                    None,
                    None,
                    _("the key {name} stands twice").format(name=key_node.value),
                    key_node.start_mark,
                )
            seen.add(key_node.value)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return mapping


DataLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
DataLoader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9][0-9]*)$"), list("-0123456789")
)


def no_yaml(path: Path, error: yaml.MarkedYAMLError) -> BrokenFileError:
    """The error for a file that is no YAML, with the line at which that shows."""
    line = error.problem_mark.line + 1 if error.problem_mark else 1
    return BrokenFileError(path, _("line {line}").format(line=line), _problem(error), line)


def _problem(error: yaml.MarkedYAMLError) -> str:
    """In our words: the library has English ones alone."""
    if isinstance(error, KeyTwiceError):
        return str(error.problem)
    if isinstance(error, yaml.constructor.ConstructorError):
        return _("a data file holds text, numbers, days and lists of these, nothing else (!…)")
    return _("what stands here does not fit together: look at indentation, colons, quotes and brackets")


def loaded(path: Path) -> Any:
    """What ``templates.files.datafiles.read_yaml`` gives."""
    try:
        with path.open("rb") as stream:
            return yaml.load(stream, Loader=DataLoader)
    except yaml.MarkedYAMLError as error:
        raise no_yaml(path, error) from error
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        raise broken(path, "-", reason_of(error)) from error
