# SPDX-License-Identifier: Apache-2.0
"""Settings of one office among several that share an installation.

Each has a section ``[units.NAME]`` whose tables ``unit``, ``gateway`` and ``mail`` go over the common ones.
What an office is – code, name, commune, where citizens ask – is taken from its own section alone, and so is a
secret as soon as the section says whose it is: a slip in another office's name, or one office's secret sent
in another's name, must not come of a line that was left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from intake.settings.file import SettingsError, wrong_value
from intake.settings.settings import Settings, UnitSection, UnitSettings
from templates.language.messages import _
from templates.language.outside_text import one_line

_NAME = re.compile(r"[a-z0-9_]+")
_COMMON = ("counter",)
"""What an office may share with the others."""
_OWNERS = {"client_secret": "client_id", "password": "user"}
"""Secret → whose it is."""

Table = TypeVar("Table", bound=BaseModel)


def offices(settings: Settings, path: Path | None = None) -> Mapping[str, Settings]:
    """The settings of each office that has a section, by its code, in their order.

    Raises ``SettingsError`` for a section without a code, two of one code, or a value that is not allowed.
    """
    found: dict[str, Settings] = {}
    for name, section in settings.units.items():
        merged = _merged(settings, name, section, path)
        if merged.unit.code in found:
            raise SettingsError(
                _("Two sections [units.…] have the code {code}.").format(code=merged.unit.code),
                _("Give each office its own unit.code."),
            )
        found[merged.unit.code] = merged
    return found


def settings_of(settings: Settings, wanted: str | None, path: Path | None = None) -> Settings:
    """The settings as the office ``wanted`` (code, or name of its section) has them; those of ``unit.code``
    for None.

    Raises ``SettingsError`` where there is no such office.
    """
    own = settings.unit.code
    if not settings.units and wanted in (None, own):
        return settings
    by_code = offices(settings, path)
    named = dict(zip(settings.units, by_code.values(), strict=True))
    code = own if wanted is None else wanted
    found = by_code.get(code) or named.get(code.lower())
    if found is None and code != own:
        raise SettingsError(
            _("There is no office {code}.").format(code=one_line(code, 40)), _known(by_code, own)
        )
    return found or settings


def section_of(settings: Settings) -> str:
    """Under which keys (``units.name.``) these settings have what is their office's own; "" for none."""
    names = (
        name for name, section in settings.units.items() if section.unit.get("code") == settings.unit.code
    )
    return next((f"units.{name}." for name in names), "")


def _known(by_code: Mapping[str, Settings], own: str) -> str:
    codes = [*([own] if own and own not in by_code else ()), *by_code]
    if not codes:
        return _("Set the office's code (unit.code), or give each office a section [units.NAME].")
    return _("These are set: {codes}").format(codes=", ".join(codes))


def _merged(settings: Settings, name: str, section: UnitSection, path: Path | None) -> Settings:
    if not _NAME.fullmatch(name):
        raise SettingsError(
            _("The section [units.{name}] can't be called so.").format(name=one_line(name, 40)),
            _("Use small letters without marks, digits and _ for its name; the code stands in unit.code."),
        )
    if not str(section.unit.get("code", "")).strip():
        raise SettingsError(
            _("The section [units.{name}] has no code of its office.").format(name=name),
            _("Add there: unit.code = …"),
        )
    shared = {key: getattr(settings.unit, key) for key in _COMMON}
    where = f"units.{name}."
    return settings.model_copy(
        update={
            "unit": _checked(UnitSettings, {**shared, **section.unit}, f"{where}unit.", path),
            "gateway": _over(settings.gateway, section.gateway, f"{where}gateway.", path),
            "mail": _over(settings.mail, section.mail, f"{where}mail.", path),
        }
    )


def _over(common: Table, section: Mapping[str, Any], where: str, path: Path | None) -> Table:
    kept = {name: getattr(common, name) for name in type(common).model_fields}
    for secret, owner in _OWNERS.items():
        if owner in section and secret in kept:
            kept[secret] = None
    return _checked(type(common), {**kept, **section}, where, path)


def _checked(table: type[Table], values: Mapping[str, Any], where: str, path: Path | None) -> Table:
    try:
        return table(**values)
    except ValidationError as error:
        raise wrong_value(error, path, [f"{where}{name}" for name in table.model_fields], where) from None
