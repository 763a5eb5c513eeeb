# SPDX-License-Identifier: Apache-2.0
"""Complaints about a command line in the clerk's language, by what kind of complaint they are."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Any

import typer

from templates.desk.placeholders import placeholder
from templates.errors import UsageError
from templates.language.messages import _
from templates.language.value_problems import value_problem


class WrongUseError(typer.TyperException):
    """A complaint of our own command classes, worded already."""

    exit_code = UsageError.exit_code

    def __init__(self, sentence: str, ctx: Any) -> None:
        super().__init__(sentence)
        self.ctx = ctx


def words_of(ctx: Any) -> list[str]:
    """The words given to the command of ``ctx``; kept there so that a complaint can look at a value."""
    words: list[str] = ctx.meta.setdefault(f"words of {ctx.command_path}", [])
    return words


def complaint_of(error: typer.TyperException) -> UsageError:
    """A usage error of Typer as one of ours: a sentence, and where to look."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "sohoa"
    sentence = _SENTENCES.get(type(error).__name__, typer.TyperException.format_message)
    return UsageError(sentence(error), _("See: {command}").format(command=f"{path} --help"))


def _no_option(error: Any) -> str:
    if error.possibilities:
        near = ", ".join(sorted(error.possibilities))
        return _("There is no option {a}. Did you mean {b}?").format(a=error.option_name, b=near)
    return _("There is no option {a}.").format(a=error.option_name)


def _misused_option(error: Any) -> str:
    context = error.ctx
    params = context.command.get_params(context) if context is not None else ()
    if any(error.option_name in param.opts and param.is_flag for param in params):
        return _("The option {a} takes no value.").format(a=error.option_name)
    return _("The option {a} needs a value.").format(a=error.option_name)


def _missing(error: Any) -> str:
    if error.param is not None and error.param.param_type_name == "option":
        return _("The option {a} is missing.").format(a=_name(error))
    return _("{a} is missing.").format(a=_name(error))


def _wrong_value(error: Any) -> str:
    problem = _problem(error)
    if not _name(error):
        return _("Wrong value: {a}").format(a=problem)
    return _("Wrong value for {a}: {b}").format(a=_name(error), b=problem)


# By name: where Typer keeps these classes is its own affair, their names are Click's of old.
_SENTENCES: dict[str, Callable[[Any], str]] = {
    "NoSuchOption": _no_option,
    "BadOptionUsage": _misused_option,
    "MissingParameter": _missing,
    "BadParameter": _wrong_value,
}


def _name(error: Any) -> str:
    """How the person writes the argument or option that is complained about."""
    param = error.param
    if param is None:
        return str(error.param_hint or "")
    return str(max(param.opts, key=len) if param.param_type_name == "option" else placeholder(param))


def _problem(error: Any) -> str:
    descriptor = getattr(error.param, "type_descriptor", None)
    if hasattr(error.__cause__, "errors"):
        return _by_type(error.__cause__.errors(include_url=False)[0], descriptor)
    if descriptor is not None and descriptor.is_path:
        return next(filter(None, map(_path_problem_for(error.param), _values(error))), str(error.message))
    return str(error.message)


def _by_type(first: Any, descriptor: Any) -> str:
    """pydantic's complaint; a ``value_error`` is one of Typer's own readers of choices and days."""
    if first["type"] == "value_error" and descriptor is not None:
        if descriptor.is_choice:
            return _("one of {expected} is needed").format(expected=", ".join(choices_of(descriptor)))
        if descriptor.is_datetime:
            return _("a day is needed, such as 31/12/2026")
    return value_problem(first["type"], first.get("ctx", {})) or str(first["msg"])


def choices_of(descriptor: Any) -> list[str]:
    """The words that a parameter of Typer's ``descriptor`` takes."""
    return [str(one.value if isinstance(one, Enum) else one) for one in descriptor.choices or ()]


def _values(error: Any) -> list[str]:
    """What was given for the parameter complained about."""
    context = error.ctx
    given, _rest, _order = context.command.make_parser(context).parse_args(args=list(words_of(context)))
    value = given.get(error.param.name)
    return [value] if isinstance(value, str) else list(value or ())


def _path_problem_for(param: Any) -> Callable[[str], str | None]:
    wanted = param.type_descriptor.parameter_info

    def problem(given: str) -> str | None:
        path = Path(given)
        try:
            mode = path.stat().st_mode
        except OSError:
            return _("“{a}” does not exist.").format(a=given) if wanted.exists else None
        if stat.S_ISREG(mode) and not wanted.file_okay:
            return _("“{a}” is a file, a folder is needed.").format(a=given)
        if stat.S_ISDIR(mode) and not wanted.dir_okay:
            return _("“{a}” is a folder, a file is needed.").format(a=given)
        if wanted.readable and not os.access(path, os.R_OK):
            return _("“{a}” can't be read (no permission).").format(a=given)
        if wanted.writable and not os.access(path, os.W_OK):
            return _("“{a}” can't be written (no permission).").format(a=given)
        return None

    return problem
