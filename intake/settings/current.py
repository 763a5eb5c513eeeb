# SPDX-License-Identifier: Apache-2.0
"""The settings of this process: what the command line chose, read once.

Only the front door and the desks may ask; all others are handed what they need, so that another desk may
serve several offices, and a worker knows nothing of files of settings.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from intake.settings.apart import at_home, places_named
from intake.settings.file import settings_path
from intake.settings.log import use_log
from intake.settings.settings import Settings, load_settings

_chosen: dict[str, Any] | None = None
_office: str | None = None
_named: Settings | None = None
_installed: Settings | None = None
_current: Settings | None = None


def choose_settings(config: Path | None = None, office: str | None = None, **overrides: Any) -> None:
    """Remember what the command line says of settings, and for which ``office`` it is (its code, or the name
    of its section; None for the own one); they are read when first asked for.
    """
    global _chosen, _office, _named, _installed, _current
    _chosen, _office = {"config": config, **overrides}, office
    _named = _installed = _current = None
    use_log(lambda: installed_settings().log_path)


def installed_settings() -> Settings:
    """The settings that all offices of this installation share, as they hold for their home; read once."""
    global _named, _installed
    if _installed is None:
        _named = load_settings(**(_chosen or {}))
        _installed = at_home(_named)
    return _installed


def places_passed_over() -> list[str]:
    """The server and the object store that the settings name, and that are not asked for this home
    (``intake.settings.apart``), for a person to read.
    """
    used = places_named(installed_settings().store)
    return [place for place in places_named(_named.store) if place not in used] if _named else []


def current_settings() -> Settings:
    """The settings of this process, as the office has them that it works for."""
    global _current
    if _current is None:
        from intake.settings.units import settings_of

        installed = installed_settings()
        plain = not installed.units and _office is None
        _current = installed if plain else settings_of(installed, _office, settings_path(chosen_config()))
    return _current


def chosen_config() -> Path | None:
    """The settings file that the command line named."""
    config: Path | None = (_chosen or {}).get("config")
    return config


def chosen_options() -> dict[str, Any]:
    """What the command line said: ``config`` and any overrides."""
    return dict(_chosen or {})


def settings_chosen() -> bool:
    """Whether the front door has run in this process."""
    return _chosen is not None
