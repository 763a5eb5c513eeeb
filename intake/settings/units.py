# SPDX-License-Identifier: Apache-2.0
"""Settings of one office among several that share an installation.

Each has a section ``[units.NAME]`` whose tables ``unit``, ``gateway``, ``signing`` and ``mail`` go over the
common ones. What an office is – code, name, commune, where citizens ask – and whose key signs is taken from
its own section alone, and so is a secret as soon as the section says whose it is: a slip or a signature in
another office's name, or one office's secret sent in another's name, must not come of a line that was left
out. A fault in a section costs its office alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from intake.settings.file import SettingsError, wrong_value
from intake.settings.settings import Settings, SigningSettings, UnitSection, UnitSettings
from intake.settings.signing import of_office
from templates.language.messages import _
from templates.language.outside_text import one_line

_NAME = re.compile(r"[a-z0-9_]+")
_COMMON = ("counter",)
"""What an office may share with the others."""
_OWNERS = {"client_secret": "client_id", "password": "user"}
"""Secret → whose it is."""

Table = TypeVar("Table", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class FaultyOffice:
    """A section that can't be used, the code that it names ("" for none), and why."""

    section: str
    code: str
    error: SettingsError


def offices(settings: Settings, path: Path | None = None) -> Mapping[str, Settings]:
    """The settings of each office that has a sound section, by its code, in their order."""
    merged = _sections(settings, path).values()
    return {one.unit.code: one for one in merged if isinstance(one, Settings)}


def faulty_offices(settings: Settings, path: Path | None = None) -> Sequence[FaultyOffice]:
    """The offices whose section has no code or another's, a name that is not allowed, or a value that is not;
    all others can be worked for.
    """
    return [
        FaultyOffice(name, _code(settings.units[name]), one)
        for name, one in _sections(settings, path).items()
        if isinstance(one, SettingsError)
    ]


def settings_of(settings: Settings, wanted: str | None, path: Path | None = None) -> Settings:
    """The settings as the office ``wanted`` (code, or name of its section) has them; those of ``unit.code``
    for None.

    Raises ``SettingsError`` where there is no such office, or its section has a fault.
    """
    own = settings.unit.code
    if not settings.units and wanted in (None, own):
        return settings
    code = own if wanted is None else wanted
    sections = _sections(settings, path)
    meant = [one for name, one in sections.items() if code and _code(settings.units[name]) == code]
    found = next(iter(meant), None) or sections.get(code.lower() if wanted else "")
    if isinstance(found, SettingsError):
        raise found
    if found is None and code != own:
        told = _known(offices(settings, path), own)
        raise SettingsError(_("There is no office {code}.").format(code=one_line(code, 40)), told)
    return found or settings


def section_of(settings: Settings) -> str:
    """Under which keys (``units.name.``) these settings have what is their office's own; "" for none."""
    names = (name for name, section in settings.units.items() if _code(section) == settings.unit.code)
    return next((f"units.{name}." for name in names), "")


def _sections(settings: Settings, path: Path | None) -> Mapping[str, Settings | SettingsError]:
    """By name of its section each office's settings, or what is wrong there."""
    found: dict[str, Settings | SettingsError] = {}
    for name, section in settings.units.items():
        try:
            found[name] = _merged(settings, name, section, path)
        except SettingsError as error:
            found[name] = error
    times = Counter(one.unit.code for one in found.values() if isinstance(one, Settings))
    for name, one in found.items():
        if isinstance(one, Settings) and times[one.unit.code] > 1:  # nobody can tell which of them is meant
            found[name] = SettingsError(
                _("Two sections [units.…] have the code {code}.").format(code=one.unit.code),
                _("Give each office its own unit.code."),
            )
    return found


def _code(section: Any) -> str:
    """The code that a section names, "" for none, whatever else is wrong with it."""
    unit = section.get("unit") if isinstance(section, Mapping) else None
    return str(unit.get("code", "")).strip() if isinstance(unit, Mapping) else ""


def _known(by_code: Mapping[str, Settings], own: str) -> str:
    codes = [*([own] if own and own not in by_code else ()), *by_code]
    if not codes:
        return _("Set the office's code (unit.code), or give each office a section [units.NAME].")
    return _("These are set: {codes}").format(codes=", ".join(codes))


def _merged(settings: Settings, name: str, told: Any, path: Path | None) -> Settings:
    if not _NAME.fullmatch(name):
        raise SettingsError(
            _("The section [units.{name}] can't be called so.").format(name=one_line(name, 40)),
            _("Use small letters without marks, digits and _ for its name; the code stands in unit.code."),
        )
    where = f"units.{name}."
    section = _checked(UnitSection, told, where, path)
    if not _code(told):
        raise SettingsError(
            _("The section [units.{name}] has no code of its office.").format(name=name),
            _("Add there: unit.code = …"),
        )
    shared = {key: getattr(settings.unit, key) for key in _COMMON}
    return settings.model_copy(
        update={
            "unit": _checked(UnitSettings, {**shared, **section.unit}, f"{where}unit.", path),
            "gateway": _over(settings.gateway, section.gateway, f"{where}gateway.", path),
            "signing": _checked(
                SigningSettings, of_office(settings.signing, section.signing), f"{where}signing.", path
            ),
            "mail": _over(settings.mail, section.mail, f"{where}mail.", path),
        }
    )


def _over(common: Table, section: Mapping[str, Any], where: str, path: Path | None) -> Table:
    kept = {name: getattr(common, name) for name in type(common).model_fields}
    for secret, owner in _OWNERS.items():
        if owner in section and secret in kept:
            kept[secret] = None
    return _checked(type(common), {**kept, **section}, where, path)


def _checked(table: type[Table], values: Any, where: str, path: Path | None) -> Table:
    try:
        return table.model_validate(values)
    except ValidationError as error:
        raise wrong_value(error, path, [f"{where}{name}" for name in table.model_fields], where) from None
