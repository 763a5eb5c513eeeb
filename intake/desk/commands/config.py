# SPDX-License-Identifier: Apache-2.0
"""``sohoa config show``: every setting, its value and where that value comes from."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import typer

from templates.desk.command_line import App
from templates.desk.options import AsJson
from templates.language.messages import _


@dataclass(frozen=True, slots=True)
class SettingLine:
    """One setting: its dotted ``key``, its ``value`` (secrets masked), and the ``origin`` of the value."""

    key: str
    value: object
    origin: str


def register(app: typer.Typer) -> None:
    """Mount ``config show``."""
    group = App(no_args_is_help=True)
    group.command("show", help=_("Show every setting, its value and where it comes from."))(config_show)
    app.add_typer(group, name="config")


def config_show(
    as_json: AsJson = False,
) -> None:
    from intake.desk.console import print_json, show_table

    lines = list(setting_lines())
    if as_json:
        print_json({line.key: {"value": line.value, "origin": line.origin} for line in lines})
        return
    rows = [(line.key, line.value, line.origin) for line in lines]
    show_table([_("Setting"), _("Value"), _("From")], rows)


def setting_lines() -> Iterator[SettingLine]:
    """All settings in their order, as this process uses them; of an office that has a section what comes from
    there is told by the section.
    """
    from intake.settings.current import chosen_options, current_settings, installed_settings
    from intake.settings.file import dotted, read_settings_file, settings_path
    from intake.settings.settings import flatten
    from intake.settings.units import section_of

    options = chosen_options()
    path = settings_path(options.get("config"))
    in_file = dict(dotted(read_settings_file(path))) if path else {}
    settings, common = current_settings(), flatten(installed_settings())
    section = section_of(settings)
    for key, value in flatten(settings).items():
        origin = _origin(f"{section}{key}", options, in_file, str(path)) if section else _("default")
        if origin == str(path):
            origin = f"{path} [{section}{key.rpartition('.')[0]}]"
        elif origin == _("default") and value == common[key]:  # what an office does not share is another
            origin = _origin(key, options, in_file, str(path))
        yield SettingLine(key, _shown(value), origin)


def _shown(value: object) -> object:
    from pydantic import SecretStr

    if isinstance(value, SecretStr):
        return "********"
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def _origin(key: str, options: dict[str, Any], in_file: dict[str, Any], path: str) -> str:
    from intake.settings.settings import ENV_NESTING, ENV_PREFIX

    variable = ENV_PREFIX + key.upper().replace(".", ENV_NESTING)
    table = variable.split(ENV_NESTING)[0]
    if options.get(key) is not None:
        return _("command line")
    given = {name.upper() for name in os.environ}
    if variable in given or table in given:
        return variable if variable in given else table
    named = key in in_file or any(one.startswith(f"{key}.") for one in in_file)  # a table of names
    return path if named else _("default")
