# SPDX-License-Identifier: Apache-2.0
"""Reading one YAML data file into a model, with errors that name the file and the key."""

from __future__ import annotations

import errno
import re
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from templates.errors import TemplateError
from templates.files.problems import problem_of
from templates.language.messages import _

Model = TypeVar("Model", bound=BaseModel)

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Frozen(BaseModel):
    """Base of all data models: immutable, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


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
                raise yaml.constructor.ConstructorError(
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


class BrokenFileError(TemplateError):
    """A data file that can't be used; ``place`` is a key path or a line, ``line`` its number where known."""

    def __init__(self, path: Path, place: str, reason: str, line: int | None = None) -> None:
        self.path, self.place, self.reason, self.line = path, place, reason, line
        super().__init__(
            _("The data file {file} is broken at {place}: {reason}").format(
                file=f"{path.parent.name}/{path.name}", place=place, reason=reason
            ),
            _("Restore the file from the installation, or undo the last change made to it."),
        )


def broken(path: Path, place: str, reason: str) -> BrokenFileError:
    """The error for a data file that can't be used; ``place`` is a key path or a line."""
    return BrokenFileError(path, place, reason)


def no_yaml(path: Path, error: yaml.MarkedYAMLError) -> BrokenFileError:
    """The error for a file that is no YAML, with the line at which that shows."""
    line = error.problem_mark.line + 1 if error.problem_mark else 1
    return BrokenFileError(path, _("line {line}").format(line=line), str(error.problem), line)


def reason_of(error: Exception) -> str:
    """Why a file can't be used, in words: never the name of an exception, which tells a clerk nothing."""
    match error:
        case FileNotFoundError():
            return _("it is not there")
        case PermissionError():
            return _("there is no permission to read or write it")
        case IsADirectoryError() | NotADirectoryError():
            return _("a folder stands where a file should be, or the other way round")
        case OSError() if error.errno == errno.ENOSPC:
            return _("the disk is full")
        case OSError():
            return _("the disk or the network gives an error")
        case UnicodeError():
            return _("it is no UTF-8 text")
        case _:
            return _("it can't be understood")


def read_yaml(path: Path) -> Any:
    """The content of a YAML file as plain values.

    Raises :class:`TemplateError` where the file can't be read or is no YAML.
    """
    try:
        with path.open("rb") as stream:
            return yaml.load(stream, Loader=DataLoader)
    except yaml.MarkedYAMLError as error:
        raise no_yaml(path, error) from error
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        raise broken(path, "-", reason_of(error)) from error


def validated(model: type[Model], data: Any, path: Path) -> Model:
    """``data`` as a ``model``; raises :class:`TemplateError` naming a key that is wrong."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        # A key that no model knows is mostly a misspelling, and then the cause of what else is missing.
        wrong = error.errors(include_url=False, include_input=False)
        first = min(wrong, key=lambda e: e["type"] != "extra_forbidden")
        place = ".".join(str(part) for part in first["loc"]) or "-"
        raise broken(path, place, problem_of(first)) from error


def load(model: type[Model], path: Path) -> Model:
    """The file at ``path`` as a ``model``."""
    return validated(model, read_yaml(path), path)
