# SPDX-License-Identifier: Apache-2.0
"""Reading one YAML data file into a model, with errors that name the file and the key."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from templates.errors import TemplateError
from templates.files.parsed_once import parsed_once
from templates.files.problems import problem_of
from templates.language.messages import _

Model = TypeVar("Model", bound=BaseModel)


class Frozen(BaseModel):
    """Base of all data models: immutable, no unknown keys."""

    # Most models only stand inside others: built when first asked for, each is built once.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


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
    return parsed_once(path, _parsed)


def _parsed(path: Path) -> Any:
    # Only here: the library takes its time, and mostly there is nothing to parse.
    from templates.files.yaml_loader import loaded

    return loaded(path)


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
