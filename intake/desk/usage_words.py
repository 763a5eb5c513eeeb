"""Typer's own words in the clerk's language: headings of help pages, and complaints about a command line."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import typer

from templates.errors import UsageError
from templates.language.messages import _


def complaint_of(error: typer.TyperException) -> UsageError:
    """A usage error of Typer as one of ours: a sentence, and where to look."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "sohoa"
    return UsageError(
        translate_complaint(error.format_message()),
        _("See: {command}").format(command=f"{path} --help"),
    )


def translate_complaint(text: str) -> str:
    """Typer's English complaint in the current language; as it is where the pattern is unknown."""
    for pattern, sentence in _complaints():
        match = re.fullmatch(pattern, text, re.DOTALL)
        if match:
            parts = {name: translate_complaint(part or "") for name, part in match.groupdict().items()}
            return sentence.format(**parts)
    return text


def _complaints() -> list[tuple[str, str]]:
    """Patterns of Typer's complaints and our sentences, the more special first."""
    return [
        (
            r"No such command '(?P<a>.*?)'\. Did you mean (?P<b>.*)\?",
            _("There is no command “{a}”. Did you mean {b}?"),
        ),
        (r"No such command '(?P<a>.*?)'\.", _("There is no command “{a}”.")),
        (
            r"No such option: (?P<a>\S+) \(Possible options: (?P<b>.*)\)",
            _("There is no option {a}. Did you mean {b}?"),
        ),
        (r"No such option: (?P<a>\S+)(?: Did you mean .*)?", _("There is no option {a}.")),
        (r"Missing command\.", _("A command is missing.")),
        (r"Missing argument '?(?P<a>.*?)'?\.", _("{a} is missing.")),
        (r"Missing option '?(?P<a>.*?)'?\.", _("The option {a} is missing.")),
        (r"Missing parameter: (?P<a>.*)", _("{a} is missing.")),
        (r"Got unexpected extra arguments?(?:\(s\))? \((?P<a>.*)\)", _("Too many arguments: {a}")),
        (r"Option '?(?P<a>\S+?)'? requires an argument\.?", _("The option {a} needs a value.")),
        (r"Option '?(?P<a>\S+?)'? requires \d+ arguments\.?", _("The option {a} needs more values.")),
        (r"Option '?(?P<a>\S+?)'? does not take a value\.?", _("The option {a} takes no value.")),
        (r"Invalid value for (?P<a>.*?): (?P<b>.*)", _("Wrong value for {a}: {b}")),
        (r"Invalid value: (?P<a>.*)", _("Wrong value: {a}")),
        (r"(?:Path|File|Directory) '(?P<a>.*)' does not exist\.", _("“{a}” does not exist.")),
        (r"(?:Path|File|Directory) '(?P<a>.*)' is a file\.", _("“{a}” is a file, a folder is needed.")),
        (r"(?:Path|File|Directory) '(?P<a>.*)' is a directory\.", _("“{a}” is a folder, a file is needed.")),
        (r"(?:Path|File|Directory) '(?P<a>.*)' is not readable\.", _("“{a}” can't be read (no permission).")),
        (
            r"(?:Path|File|Directory) '(?P<a>.*)' is not writable\.",
            _("“{a}” can't be written (no permission)."),
        ),
        (r"'?(?P<a>.*?)'? is not one of (?P<b>.*?)\.?", _("“{a}” is not one of {b}")),
        (r"'?(?P<a>.*?)'? is not a valid (?:int|integer|float|number)\.?", _("“{a}” is not a number.")),
        (r"Value '(?P<a>.*?)' is not a valid .*", _("“{a}” is not allowed here.")),
    ]


def translate_help(command: Any, context: Any = None) -> None:
    """Put headings and built-in options of all help pages from ``command`` down into the current language."""
    context = context or typer.Context(command, info_name=command.name, **command.context_settings)
    for option in [*command.params, command.get_help_option(context)]:
        _translate_option(option)
    command.format_help = partial(_format_help, command.format_help)
    command.get_usage = partial(_usage, command.get_usage)
    for child in getattr(command, "commands", {}).values():
        translate_help(child, typer.Context(child, parent=context, info_name=child.name))


def _format_help(format_help: Callable[..., None], *arguments: Any, **options: Any) -> None:
    # Only now: the module with the headings takes a tenth of a second to import.
    _translate_headings()
    format_help(*arguments, **options)


def _usage(get_usage: Callable[..., str], *arguments: Any) -> str:
    return re.sub(r"^Usage: ", _("Usage: "), get_usage(*arguments))


def _translate_headings() -> None:
    from typer import rich_utils

    rich_utils.ARGUMENTS_PANEL_TITLE = _("Arguments")
    rich_utils.OPTIONS_PANEL_TITLE = _("Options")
    rich_utils.COMMANDS_PANEL_TITLE = _("Commands")
    rich_utils.DEFAULT_STRING = _("[default: {}]")
    rich_utils.REQUIRED_LONG_STRING = _("[required]")
    rich_utils.ENVVAR_STRING = _("[env var: {}]")


def _translate_option(option: Any) -> None:
    words = {
        "--help": _("Show this help and exit."),
        "--install-completion": _("Install Tab completion for this shell."),
        "--show-completion": _("Print the Tab completion script for this shell."),
    }
    for name in getattr(option, "opts", ()):
        option.help = words.get(name, getattr(option, "help", None))
    if getattr(option, "is_flag", False):
        option.display_type_rich = lambda ctx: None  # noqa: ARG005 ("<bool>" tells a clerk nothing)
