# SPDX-License-Identifier: Apache-2.0
"""The settings of this process: what the command line chose, read once.

Only the front door and the desks may ask; all others are handed what they need, so that another desk may
serve several offices, and a worker knows nothing of files of settings.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from intake.settings.log import use_log
from intake.settings.settings import Settings, load_settings

_chosen: dict[str, Any] | None = None
_current: Settings | None = None


def choose_settings(config: Path | None = None, **overrides: Any) -> None:
    """Remember what the command line says of settings; they are read when first asked for."""
    global _chosen, _current
    _chosen, _current = {"config": config, **overrides}, None
    use_log(lambda: current_settings().log_path)


def current_settings() -> Settings:
    """The settings of this process, read once."""
    global _current
    if _current is None:
        _current = load_settings(**(_chosen or {}))
    return _current


def chosen_options() -> dict[str, Any]:
    """What the command line said: ``config`` and any overrides."""
    return dict(_chosen or {})


def settings_chosen() -> bool:
    """Whether the front door has run in this process."""
    return _chosen is not None
