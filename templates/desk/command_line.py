# SPDX-License-Identifier: Apache-2.0
"""The command line: commands are imported when asked for, and speak our words on help pages and of wrong use.

Help pages are plain text of 80 columns. Rich's boxes cost a fifth of a second and leave less room for words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from templates.desk.placeholders import placeholder, usage_pieces, word
from templates.desk.usage_words import WrongUseError, choices_of, words_of
from templates.language.messages import _

_WIDEST_NAME = 30
"""Signs of a name beside which its meaning can stand."""


@dataclass(frozen=True, slots=True)
class CommandEntry:
    """A command or group as the first help page tells it, and the modules whose ``register(app)`` make it.

    ``help`` is empty where another room's entry of the same name says it.
    """

    name: str
    modules: tuple[str, ...]
    help: str = ""


def register_all(app: typer.Typer, entries: Iterable[CommandEntry]) -> None:
    """Mount at once what ``entries`` name."""
    for module in dict.fromkeys(module for entry in entries for module in entry.modules):
        import_module(module).register(app)


class _InOurWords:
    """Usage line, headings and notes of a help page in the current language."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        words_of(ctx).extend(args)
        try:
            left: list[str] = super().parse_args(ctx, args)  # type: ignore[misc]
        except typer.TyperException as error:
            if getattr(error, "ctx", None) is None:  # Typer's parser forgets whose options it read
                error.ctx = ctx  # type: ignore[attr-defined]
            raise
        return left

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        formatter.write_usage(ctx.command_path, " ".join(usage_pieces(self, ctx)), prefix=_("Usage: "))

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = _("Show this help and exit.")
        return option

    def format_options(self, ctx: Any, formatter: Any) -> None:
        params = [param for param in self.get_params(ctx) if not param.hidden]  # type: ignore[attr-defined]
        for kind, heading in (("argument", _("Arguments")), ("option", _("Options"))):
            rows = [_row(param) for param in params if param.param_type_name == kind]
            _section(formatter, heading, rows)


class Command(_InOurWords, TyperCommand):
    """A command of ours."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        ctx.allow_extra_args = True
        left = super().parse_args(ctx, args)
        if left and not ctx.resilient_parsing:
            raise WrongUseError(_("Too many arguments: {a}").format(a=" ".join(map(str, left))), ctx)
        return left


class Group(_InOurWords, TyperGroup):
    """A group of commands of ours."""

    def invoke(self, ctx: Any) -> Any:
        if not ctx._protected_args and not self.invoke_without_command:
            raise WrongUseError(_("A command is missing."), ctx)
        return super().invoke(ctx)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args[0][:1] != "-" and self.get_command(ctx, args[0]) is None and not ctx.resilient_parsing:
            raise WrongUseError(_no_command(args[0], self.list_commands(ctx)), ctx)
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        super().format_options(ctx, formatter)
        _section(formatter, _("Commands"), self._told(ctx))

    def _told(self, ctx: Any) -> list[tuple[str, str]]:
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        return [(name, command.help or "") for name, command in found if command and not command.hidden]


class Front(Group):
    """The outermost group: what is mounted is known by name and help, and imported when asked for."""

    commands: Any

    def mount(self, entries: Iterable[CommandEntry]) -> None:
        """Take ``entries``; those of one name become one, with the modules of all."""
        self.commands = _Mounted(entries)

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 (Typer's signature)
        return list(self.commands)

    def _told(self, ctx: Any) -> list[tuple[str, str]]:  # noqa: ARG002
        return [(entry.name, entry.help) for entry in self.commands.entries.values()]

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        from typer._click.shell_completion import CompletionItem

        options = super(TyperGroup, self).shell_complete(ctx, incomplete)
        told = [CompletionItem(n, help=text) for n, text in self._told(ctx) if n.startswith(incomplete)]
        return [*told, *options]


class _Mounted(Mapping[str, Any]):
    """Name → command, made on the first look."""

    def __init__(self, entries: Iterable[CommandEntry]) -> None:
        self.entries: dict[str, CommandEntry] = {}
        for entry in entries:
            first = self.entries.get(entry.name, entry)
            modules = tuple(dict.fromkeys((*first.modules, *entry.modules)))
            self.entries[entry.name] = CommandEntry(entry.name, modules, first.help or entry.help)
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            app = App()
            entry = self.entries[name]
            register_all(app, [entry])
            command = typer.main.get_group(app).commands[name]
            command.help = entry.help
            self._made[name] = command
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)


class App(typer.Typer):
    """Typer with our commands, groups and plain help pages."""

    def __init__(self, **options: Any) -> None:
        kept = {"cls": Group, "rich_markup_mode": None, "pretty_exceptions_enable": False}
        super().__init__(**{**kept, **options})

    def command(self, name: str | None = None, **options: Any) -> Callable[[Any], Any]:
        return super().command(name, **{"cls": Command, **options})


def _no_command(name: str, known: list[str]) -> str:
    near = ", ".join(get_close_matches(name, known))
    if near:
        return _("There is no command “{a}”. Did you mean {b}?").format(a=name, b=near)
    return _("There is no command “{a}”.").format(a=name)


def _options(param: Any) -> str:
    return ", ".join(sorted(param.opts, key=len))


def _called(param: Any) -> str:
    """An argument as it is written, an option with what it takes or with its opposite."""
    if param.param_type_name == "argument":
        return placeholder(param)
    if not getattr(param, "is_flag", False) and not getattr(param, "count", False):
        return f"{_options(param)} {placeholder(param)}"
    return " / ".join([_options(param), *param.secondary_opts])


def _section(formatter: Any, heading: str, rows: list[tuple[str, str]]) -> None:
    if rows:
        with formatter.section(heading):
            formatter.write_dl(rows)


def _row(param: Any) -> tuple[str, str]:
    """Name and meaning of an argument or option, with what is needed and what stands if it is left out."""
    name, notes = _called(param), []
    is_option = param.param_type_name == "option"
    if param.type_descriptor.is_choice and (len(name) > _WIDEST_NAME or not is_option):
        name = f"{_options(param)} {word('KIND')}" if is_option else name
        notes.append(_("One of: {names}.").format(names=", ".join(choices_of(param.type_descriptor))))
    if param.required:
        notes.append(_("[required]"))
    default = param.default.value if isinstance(param.default, Enum) else param.default
    if default and isinstance(default, str | int | float) and not isinstance(default, bool):
        notes.append(_("[default: {}]").format(default))
    return name, "  ".join([param.help or "", *notes])
